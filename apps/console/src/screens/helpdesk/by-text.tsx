import { Alert, Button, List, Stack, Text, Textarea, Title, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Compared, helpdesk } from '../../api';
import { ErrorNote } from '../../parts/frame/error-note';
import { Section } from '../../parts/frame/section';
import { fallen, gravest, headlineOf } from './heard.rules';
import { ReadOut } from './read-out';

/** Largest number of characters that the API compares. */
const MOST = 10_000;
const COLOUR: Partial<Record<NonNullable<Compared['answer']> | 'none', string>> = {
  same: 'green',
  incomplete: 'orange',
  unsure: 'orange',
  near: 'orange',
  none: 'orange',
};

/** For a caller without a code, or whose text matters more: the text read out, beside the approved one. */
export function ByText() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const compare = useMutation({ mutationFn: helpdesk.compare });
  return (
    <Section title={t('helpdesk.compare')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          compare.mutate(text);
        }}
      >
        <Stack gap="sm" align="flex-start">
          <Textarea
            label={t('helpdesk.heard')}
            description={t('helpdesk.heardHelp')}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              compare.reset();
            }}
            autosize
            minRows={3}
            maxRows={12}
            maxLength={MOST}
            required
            w="100%"
            maw={680}
          />
          <Button type="submit" loading={compare.isPending}>
            {t('helpdesk.compareGo')}
          </Button>
        </Stack>
      </form>
      {compare.error && <ErrorNote error={compare.error} />}
      {compare.data && <Answer compared={compare.data} />}
    </Section>
  );
}

function Answer({ compared }: { compared: Compared }) {
  const { t } = useTranslation();
  const { record, inForce, inPlace: place, match, strangeCode, twin } = compared;
  const heard = compared.answer ?? 'none';
  const original = heard === 'altered' && record ? fallen(record.standing) : null;
  const code = inForce?.publicCode ?? '';
  const differs = match && (heard === 'altered' || heard === 'incomplete' || heard === 'unsure');
  return (
    <Stack>
      <Alert
        color={COLOUR[heard] ?? 'red'}
        role="status"
        title={t(`helpdesk.answers.${headlineOf(heard, place)}`)}
        maw={640}
      >
        <Text size="sm">
          {place && heard !== 'altered'
            ? t(`helpdesk.inPlace.${place}`, { code })
            : t(`helpdesk.say.${heard}`)}
        </Text>
        {twin !== null && <Text size="sm">{t('helpdesk.twin', { code: twin })}</Text>}
        {(heard === 'altered' && match ? gravest(match.pieces) : []).map((grave) => (
          <Text size="sm" key={grave}>
            {t(`helpdesk.${grave}`)}
          </Text>
        ))}
        {strangeCode && <Text size="sm">{t('helpdesk.strangeCode')}</Text>}
        {original && <Text size="sm">{t(`helpdesk.original.${place ?? original}`, { code })}</Text>}
      </Alert>
      {differs && (
        <Stack gap={4} maw={680}>
          <Title order={3} size="h6">
            {t('helpdesk.differences')}
          </Title>
          <List size="sm">
            <List.Item>
              <ins>+ {t('helpdesk.added')}</ins>
            </List.Item>
            <List.Item>
              <del>− {t('helpdesk.missing')}</del>
            </List.Item>
          </List>
          <Text className="message" size="sm" lang={match.language}>
            <Marked pieces={match.pieces} />
          </Text>
        </Stack>
      )}
      {record && (
        <ReadOut
          record={record}
          inForce={inForce}
          channel={match && match.channel !== 'easy' ? match.channel : null}
        />
      )}
    </Stack>
  );
}

/** The text read out, with adjacent differences of one kind merged: marked by signs and words, not by colour alone. */
function Marked({ pieces }: { pieces: NonNullable<Compared['match']>['pieces'] }) {
  const { t } = useTranslation();
  const runs: { kind: (typeof pieces)[number]['kind']; gap: string; text: string }[] = [];
  for (const { kind, gap, text } of pieces) {
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += gap + text;
    else runs.push({ kind, gap, text });
  }
  return runs.map(({ kind, gap, text }, index) => (
    <Fragment key={index}>
      {gap}
      {kind === 'added' ? (
        <ins>
          <span aria-hidden>+</span>
          <VisuallyHidden>{t('helpdesk.added')}: </VisuallyHidden>
          {text}
        </ins>
      ) : kind === 'missing' ? (
        <del>
          <span aria-hidden>−</span>
          <VisuallyHidden>{t('helpdesk.missing')}: </VisuallyHidden>
          {text}
        </del>
      ) : (
        text
      )}
    </Fragment>
  ));
}
