import { Loader, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Channel,
  composing,
  type Passage,
  type Submission,
  type TextFault,
  type UnsavedText,
} from '../../../api';
import type { Fault } from '../../../http';
import { ErrorNote } from '../../../parts/frame/error-note';
import { languageName } from '../../../parts/texts/language-name';
import { useSaid } from '../../../parts/refusals/said';
import { fieldId } from '../field-focus';
import { faultAt, type TextForm } from '../form.rules';
import { LengthMeter } from './length-meter';
import { standing } from './marks.rules';
import { type Pinned, pinnedIn } from './pinned.rules';
import { EmailPreview, SmsPreview, TelegramPreview } from './previews';
import type { SampleCitizen } from './sample-fields';
import { TemplateField } from './template-field';

/** Time without input before the server is asked, in ms. */
const PAUSE_MS = 350;
const NO_PINS: readonly Pinned[] = [];
const NO_TEXT: TextForm = { subject: '', body: '' };

/** Input of the rules on texts besides the text; the same object until something in it changes. */
export type TextSetting = Pick<UnsavedText, 'electionId' | 'regions' | 'smsOverride'>;

/** One channel's text in one language, beside a copy for one citizen that the server renders from the input. */
export const TextPart = memo(function TextPart({
  channel,
  language,
  text = NO_TEXT,
  setting,
  sample,
  faults,
  sentBack,
  smsCost,
  onWrite,
}: {
  channel: Channel;
  language: string;
  text: TextForm | undefined;
  setting: TextSetting;
  sample: SampleCitizen;
  faults: readonly Fault[];
  /** The submission that KPU sent back, to be mended here. */
  sentBack: Submission | null;
  /** Rupiah per segment, and the number of messages; null: not known yet. */
  smsCost: { perSegment: number; messages: number } | null;
  onWrite: (channel: Channel, language: string, part: Partial<TextForm>) => void;
}) {
  const { t } = useTranslation();
  const said = useSaid();
  const { subject, body } = text;
  const asked = useMemo((): UnsavedText => {
    const { name, regionCode } = sample;
    return {
      ...setting,
      channel,
      language,
      content: channel === 'email' ? { subject, body } : { body },
      sample: { name, ...(regionCode ? { regionCode } : {}) },
    };
  }, [channel, language, subject, body, setting, sample]);
  const [settled] = useDebouncedValue(asked, PAUSE_MS);
  const written = body.trim() !== '' || subject.trim() !== '';
  const look = useQuery({
    queryKey: ['look', settled],
    queryFn: ({ signal }) => composing.text(settled, signal),
    enabled: settled.content.body.trim() !== '' || (settled.content.subject ?? '').trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
  const found = look.isPlaceholderData ? null : look.data;
  // An empty field that nobody has reached yet shows no fault: the list beside the save bar names it.
  const own = (field: 'subject' | 'body', judged: string, now: string): TextFault[] =>
    written
      ? standing(
          found?.faults.filter((fault) => fault.path === field && fault.code !== 'empty') ?? [],
          judged,
          now,
        )
      : [];
  const inSubject = own('subject', settled.content.subject ?? '', subject);
  const inBody = own('body', settled.content.body, body);
  const pins = useMemo(
    () => (sentBack ? pinnedIn(sentBack, channel, language, { subject, body }) : NO_PINS),
    [sentBack, channel, language, subject, body],
  );
  const pinsOf = (field: Passage['field']) => ({
    id: fieldId({ channel, language, field }),
    pins: pins.filter(({ passage }) => passage.field === field),
  });
  const path = `contents.${channel}.${language}`;
  const missing = faults.some((fault) => fault.path === path) ? faultAt(faults, path) : null;
  const length = written ? look.data?.lengths.find((one) => one.path === 'body') : undefined;
  // All channels are on one page: the accessible name of a field must be unique.
  const called = (label: string): string =>
    `${label} – ${t(`channels.${channel}`)}, ${languageName(language)}`;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Stack gap="sm">
        {channel === 'email' && (
          <TemplateField
            label={called(t('compose.subject'))}
            language={language}
            value={subject}
            onChange={(value) => onWrite(channel, language, { subject: value })}
            faults={inSubject}
            {...pinsOf('subject')}
            error={null}
          />
        )}
        <TemplateField
          label={called(t('compose.body'))}
          language={language}
          value={body}
          onChange={(value) => onWrite(channel, language, { body: value })}
          faults={inBody}
          {...pinsOf('text')}
          error={written ? null : missing}
          lines={channel === 'sms' ? 4 : 9}
        />
        {/* An e-mail has room for any text: its length decides nothing until the check refuses it. */}
        {length && channel !== 'email' && <LengthMeter channel={channel} length={length} smsCost={smsCost} />}
        {written &&
          look.data?.warnings.map((warning) => (
            <Text size="sm" key={warning.code}>
              {said(warning)}
            </Text>
          ))}
      </Stack>
      <Stack gap="xs" aria-busy={look.isFetching}>
        <Text size="sm" fw={600}>
          {t('texts.sample')} {look.isFetching && <Loader size={12} aria-hidden />}
        </Text>
        {preview()}
      </Stack>
    </SimpleGrid>
  );

  function preview() {
    if (!written) {
      return (
        <Text size="sm" c="dimmed">
          {t('compose.nothingWritten')}
        </Text>
      );
    }
    if (look.isError) return <ErrorNote error={look.error} title={t('texts.noSample')} />;
    if (!look.data) return null;
    const { copy, why, sender } = look.data;
    if (!copy) {
      return (
        <Text size="sm" c="dimmed">
          {why !== null && setting.electionId === undefined ? t('sample.needsElection') : t('sample.mend')}
        </Text>
      );
    }
    switch (channel) {
      case 'email':
        return <EmailPreview copy={copy} sender={sender} name={sample.name} />;
      case 'telegram':
        return <TelegramPreview copy={copy} from={sender.name} />;
      case 'sms':
        return <SmsPreview copy={copy} from={sender.name} />;
    }
  }
});
