import { Button, Group, Paper, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../api';
import { Dialog } from '../../../parts/forms/dialog';
import { useElections } from '../../../parts/broadcasts/elections';
import { languageName } from '../../../parts/texts/language-name';
import { useRegions } from '../../../parts/regions/regions';
import { instant, listed, wallClock } from '../../../times';
import { type Difference, differences, merged } from './differences.rules';
import { type ComposeForm, formOf } from '../form.rules';
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
  const saved = useMemo(() => formOf(theirs), [theirs]);
  const found = useMemo(() => differences(base, mine, saved), [base, mine, saved]);
  const [fromMine, setFromMine] = useState(
    () => new Set(found.filter(({ changedHere }) => changedHere).map(({ key }) => key)),
  );
  const choose = (key: string, mineToo: boolean): void => {
    const next = new Set(fromMine);
    if (mineToo) next.add(key);
    else next.delete(key);
    setFromMine(next);
  };
  return (
    <Dialog title={t('compose.overtaken')} size="xl" onClose={onClose}>
      <Stack>
        {theirs.edited && (
          <Text size="sm" fw={500}>
            {t('compose.overtakenBy', { by: theirs.edited.by.name, at: instant(theirs.edited.at) })}
          </Text>
        )}
        <Text size="sm">{t('compose.overtakenHelp')}</Text>
        {found.map((one) => (
          <Paper key={one.key} withBorder p="sm">
            <Radio.Group
              label={<PartName of={one.key} />}
              value={fromMine.has(one.key) ? 'mine' : 'theirs'}
              onChange={(value) => choose(one.key, value === 'mine')}
            >
              <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs">
                <Version value="mine" difference={one} form={mine} />
                <Version value="theirs" difference={one} form={saved} />
              </SimpleGrid>
            </Radio.Group>
          </Paper>
        ))}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => onSettle(saved)}>
            {t('compose.takeTheirs')}
          </Button>
          <Button variant="default" onClick={() => onSettle(merged(saved, mine, allOf(found)))}>
            {t('compose.saveMine')}
          </Button>
          <Button onClick={() => onSettle(merged(saved, mine, fromMine))} data-autofocus>
            {t('compose.saveChosen')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

const allOf = (found: readonly Difference[]): Set<string> => new Set(found.map(({ key }) => key));

function PartName({ of }: { of: string }) {
  const { t } = useTranslation();
  const [, channel, language = '', field] = /^texts\.(\w+)\.(\w+)\.(\w+)$/.exec(of) ?? [];
  if (channel === undefined) return t(`parts.${of as 'title'}`);
  const what = field === 'subject' ? t('compose.subject') : t('compose.body');
  return `${t(`channels.${channel as Channel}`)} – ${what} – ${languageName(language)}`;
}

function Version({
  value,
  difference: { key, mine, theirs },
  form,
}: {
  value: 'mine' | 'theirs';
  difference: Difference;
  form: ComposeForm;
}) {
  const { t } = useTranslation();
  const text = value === 'mine' ? mine : theirs;
  return (
    <Stack gap={6}>
      <Radio value={value} label={t(`compose.${value}`)} />
      <Paper bg="gray.0" p="xs" mah={260} style={{ overflow: 'auto' }} tabIndex={0}>
        <Text size="sm" className="message">
          {key === 'title' || key.startsWith('texts.') ? (
            text || t('compose.nothingWritten')
          ) : (
            <InWords of={key} form={form} />
          )}
        </Text>
      </Paper>
    </Stack>
  );
}

/** A version's value of a part that is no text. */
function InWords({ of, form }: { of: string; form: ComposeForm }) {
  const { t } = useTranslation();
  const known = useRegions();
  const elections = useElections();
  switch (of) {
    case 'kind':
      return `${t(`kinds.${form.kind}`)} · ${t(`reach.${form.reach}`)} · ${listed(form.channels.map((channel) => t(`channels.${channel}`)))}`;
    case 'alternatives':
      return <AlternativesInWords of={form.alternatives} />;
    case 'audience':
      return form.regions.length === 0
        ? t('audience.noRegions')
        : [
            ...form.regions.map((code) => known.get(code)?.name ?? code),
            ...form.languages.map(languageName),
            ...form.topics,
          ].join(', ');
    case 'schedule':
      return [
        form.when === 'now' ? t('times.now') : form.at === '' ? t('times.none') : wallClock(form.at),
        ...Object.entries(form.perRegion).map(
          ([code, at]) => `${known.get(code)?.name ?? code}: ${at === '' ? '–' : wallClock(at)}`,
        ),
        form.expires === '' ? t('times.expiresUsual') : t('times.expires', { at: wallClock(form.expires) }),
        form.leaveWindow ? t('times.anyHour') : '',
      ]
        .filter((line) => line !== '')
        .join('\n');
    case 'election':
      return `${elections.data?.find(({ id }) => id === form.electionId)?.name ?? t('compose.noElection')}${form.neutral ? ` · ${t('review.neutral')}` : ''}`;
    case 'sms':
      return `${t('compose.segments')}: ${form.segments}${form.unicode ? ` · ${t('compose.unicode')}` : ''}`;
    default:
      return form.correction ? t(`correction.${form.correction.telegram.original}`) : '–';
  }
}

/** The easy texts themselves; for recordings, which exist, and the hashes that distinguish them. */
function AlternativesInWords({ of: { easy, audio, signing } }: { of: ComposeForm['alternatives'] }) {
  const { t } = useTranslation();
  const lines = [
    ...Object.entries(easy)
      .filter(([, text]) => text !== '')
      .map(([code, text]) => `${t('alternatives.easyIn', { language: languageName(code) })}: ${text}`),
    ...Object.entries(audio).map(
      ([code, { sha256 }]) =>
        `${t('alternatives.audioIn', { language: languageName(code) })}: ${sha256.slice(0, 12)}…`,
    ),
    ...(signing ? [`${t('alternatives.signing')}: ${signing.sha256.slice(0, 12)}…`] : []),
  ];
  return lines.length === 0 ? '–' : lines.join('\n');
}
