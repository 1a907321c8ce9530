import { Button, Group, Paper, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../parts/forms/dialog';
import { usePerson } from '../../../session';
import { instant } from '../../../times';
import { Changed } from '../../broadcast/content/texts';
import { type Difference, differences, merged, preset, type Side } from './differences.rules';
import { type ComposeForm, formOf } from '../form.rules';
import { InWords, usePartName } from './in-words';
import { scrollToChange } from './scroll-to-change';
import type { Overtaken } from './use-saving';

/** Somebody else saved first: shows both versions side by side and merges them part by part. Nothing is lost. */
export function OvertakenDialog({
  overtaken: { base, theirs },
  mine,
  onSettle,
  onClose,
}: {
  overtaken: Overtaken;
  mine: ComposeForm;
  onSettle: (form: ComposeForm) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { personId } = usePerson();
  const own = theirs.edited?.by.id === personId;
  const saved = useMemo(() => formOf(theirs), [theirs]);
  const found = useMemo(() => differences(base, mine, saved), [base, mine, saved]);
  const partName = usePartName();
  const [chosen, setChosen] = useState(() => preset(found));
  const open = found.filter(({ key }) => !chosen.has(key));
  const fromMine = new Set(found.flatMap(({ key }) => (chosen.get(key) === 'mine' ? [key] : [])));
  return (
    <Dialog title={t(own ? 'compose.overtakenHere' : 'compose.overtaken')} size="xl" onClose={onClose}>
      <Stack>
        {theirs.edited && !own && (
          <Text size="sm" fw={500}>
            {t('compose.overtakenBy', { by: theirs.edited.by.name, at: instant(theirs.edited.at) })}
          </Text>
        )}
        {/* It may open while somebody types: the next key must choose nothing. */}
        <Text size="sm" tabIndex={-1} data-autofocus style={{ outline: 'none' }}>
          {t('compose.overtakenHelp')}
          {found.some(isMarked) && ` ${t('compose.overtakenMarks')}`}
        </Text>
        {found.map((one) => (
          <Paper key={one.key} withBorder p="sm">
            <Radio.Group
              label={partName(one.key)}
              description={one.changedHere && one.changedThere ? t('compose.bothChanged') : null}
              value={chosen.get(one.key) ?? null}
              onChange={(value) => setChosen(new Map(chosen).set(one.key, value as Side))}
            >
              <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs">
                <Version value="mine" difference={one} form={mine} />
                <Version value="theirs" difference={one} form={saved} />
              </SimpleGrid>
            </Radio.Group>
          </Paper>
        ))}
        <Group justify="flex-end" gap="xs">
          {open.length > 0 && (
            <Text size="sm" role="status" style={{ flex: '1 1 12rem' }}>
              {t('compose.chooseFirst', { parts: open.map(({ key }) => partName(key)).join('; ') })}
            </Text>
          )}
          <Button variant="default" onClick={() => onSettle(saved)}>
            {t('compose.takeTheirs')}
          </Button>
          <Button variant="default" onClick={() => onSettle(merged(saved, mine, allOf(found)))}>
            {t('compose.saveMine')}
          </Button>
          <Button disabled={open.length > 0} onClick={() => onSettle(merged(saved, mine, fromMine))}>
            {t('compose.saveChosen')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

const allOf = (found: readonly Difference[]): Set<string> => new Set(found.map(({ key }) => key));

/** Two written texts, of which each shows what the other lacks. */
const isMarked = ({ key, mine, theirs }: Difference): boolean =>
  (key === 'title' || key.startsWith('texts.')) && mine !== '' && theirs !== '';

function Version({
  value,
  difference,
  form,
}: {
  value: 'mine' | 'theirs';
  difference: Difference;
  form: ComposeForm;
}) {
  const { t } = useTranslation();
  const { key, mine, theirs } = difference;
  const [text, other] = value === 'mine' ? [mine, theirs] : [theirs, mine];
  return (
    <Stack gap={6}>
      <Radio value={value} label={t(`compose.${value}`)} />
      <Paper ref={scrollToChange} bg="gray.0" p="xs" mah={260} style={{ overflow: 'auto' }} tabIndex={0}>
        <Text size="sm" className="message">
          {isMarked(difference) ? (
            <Changed from={other} to={text} own />
          ) : (
            <InWords of={key} text={text} form={form} />
          )}
        </Text>
      </Paper>
    </Stack>
  );
}
