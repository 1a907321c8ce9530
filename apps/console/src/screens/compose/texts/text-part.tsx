import { Stack, Text } from '@mantine/core';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel, Passage, Submission, TextFault } from '../../../api';
import type { Fault } from '../../../http';
import { useElections } from '../../../parts/broadcasts/elections';
import { languageName } from '../../../parts/texts/language-name';
import { MAY_LACK } from '../../../parts/texts/variables';
import { useSaid } from '../../../parts/refusals/said';
import { fieldId } from '../field-focus';
import { faultAt, type TextForm } from '../form.rules';
import type { Marked } from '../preflight';
import { AgainstOriginal } from './against-original';
import { LengthMeter } from './length-meter';
import { spansOf, standing, tagOf } from './variable-tags.rules';
import { type Pinned, pinnedIn } from './pinned.rules';
import { TemplateField } from './template-field';
import { NO_TEXT, useLook, type Written } from './use-look';

const NO_PINS: readonly Pinned[] = [];
const NO_LOOKS: readonly Marked[] = [];

/** The fields of one channel's text in one language, with its faults as the server sees them. */
export const TextPart = memo(function TextPart({
  faults,
  sentBack,
  smsCost,
  alone,
  original,
  inSubject: subjectLooks = NO_LOOKS,
  inBody: bodyLooks = NO_LOOKS,
  onAllow,
  onWrite,
  ...written
}: Written & {
  faults: readonly Fault[];
  /** The submission that KPU sent back, to be mended here. */
  sentBack: Submission | null;
  /** Rupiah per segment, and the number of messages; null: not known yet. */
  smsCost: { perSegment: number; messages: number } | null;
  /** Whether no other language stands beside it. */
  alone: boolean;
  /** Of a correction: the text that it corrects; null: there was none here. */
  original: string | null;
  /** What KPU would see marked in the subject, and in the text. */
  inSubject: readonly Marked[] | undefined;
  inBody: readonly Marked[] | undefined;
  /** Allows an SMS this many segments; null: no SMS. */
  onAllow: ((segments: number) => void) | null;
  onWrite: (channel: Channel, language: string, part: Partial<TextForm>) => void;
}) {
  const { t } = useTranslation();
  const said = useSaid();
  const { channel, language, text = NO_TEXT } = written;
  const { subject, body } = text;
  const { look, settled, written: any } = useLook(written);
  const found = look.isPlaceholderData ? null : look.data;
  // An empty field that nobody has reached yet shows no fault: the list beside the save bar names it.
  const own = (field: 'subject' | 'body', judged: string, now: string): TextFault[] =>
    any
      ? [
          ...standing(
            found?.faults.filter((fault) => fault.path === field && fault.code !== 'empty') ?? [],
            judged,
            now,
          ),
          // The rules on one text do not know whether the election says it: only the check of the whole does.
          ...lacks.flatMap((variable): TextFault[] => {
            const spans = spansOf(variable, now);
            const params = { fact: tagOf(variable) };
            return spans.length > 0 ? [{ path: field, code: 'no-fact', params, message: '', spans }] : [];
          }),
        ]
      : [];
  const election = useElections().data?.find(({ id }) => id === written.setting.electionId);
  const lacks = useMemo(
    () =>
      Object.entries(MAY_LACK).flatMap(([variable, field]) =>
        election && election[field] === null ? [variable] : [],
      ),
    [election],
  );
  const inSubject = own('subject', settled.subject, subject);
  const inBody = own('body', settled.body, body);
  const pins = useMemo(
    () => (sentBack ? pinnedIn(sentBack, channel, language, { subject, body }) : NO_PINS),
    [sentBack, channel, language, subject, body],
  );
  const pinsOf = (field: Passage['field']) => ({
    id: fieldId({ channel, language, field }),
    pins: pins.filter(({ passage }) => passage.field === field),
  });
  const spots = useMemo(
    () =>
      ({
        subject: { channel, language, field: 'subject' },
        text: { channel, language, field: 'text' },
      }) as const,
    [channel, language],
  );
  const path = `contents.${channel}.${language}`;
  const missing = faults.some((fault) => fault.path === path) ? faultAt(faults, path) : null;
  const length = any ? look.data?.lengths.find((one) => one.path === 'body') : undefined;
  // Two languages may be side by side: the accessible name of a field must be unique.
  const called = (label: string): string =>
    `${label} – ${t(`channels.${channel}`)}, ${languageName(language)}`;
  return (
    <Stack gap="sm">
      {channel === 'email' && (
        <TemplateField
          label={called(t('compose.subject'))}
          brief={alone ? t('compose.subject') : undefined}
          language={language}
          value={subject}
          onChange={(value) => onWrite(channel, language, { subject: value })}
          faults={inSubject}
          looks={subjectLooks}
          {...pinsOf('subject')}
          spot={spots.subject}
          lacks={lacks}
          error={null}
        />
      )}
      <TemplateField
        label={called(t('compose.body'))}
        brief={alone ? t('compose.body') : undefined}
        language={language}
        value={body}
        onChange={(value) => onWrite(channel, language, { body: value })}
        faults={inBody}
        looks={bodyLooks}
        {...pinsOf('text')}
        spot={spots.text}
        lacks={lacks}
        error={any ? null : missing}
        marked={channel === 'email'}
        lines={channel === 'sms' ? 4 : 9}
      />
      {/* An e-mail has room for any text: its length decides nothing until the check refuses it. */}
      {length && channel !== 'email' && (
        <LengthMeter
          channel={channel}
          length={length}
          smsCost={smsCost}
          allowed={written.setting.smsOverride?.segments ?? 1}
          onAllow={onAllow}
        />
      )}
      {original !== null && <AgainstOriginal original={original} text={body} language={language} />}
      {any &&
        look.data?.warnings.map((warning) => (
          <Text size="sm" key={warning.code}>
            {said(warning)}
          </Text>
        ))}
    </Stack>
  );
});
