import { useTranslation } from 'react-i18next';
import { type Broadcast, CHANNELS } from '../../api';
import type { Fault } from '../../api/refusals';
import { dayOf, listed, localHour } from '../../times';
import { languageName } from '../texts/language-name';
import { faultWords } from './refusal-words';

/** An obstacle to a broadcast or a text, or a warning about it. */
export type Sentence = Fault | { code: string; expected?: string[]; path?: string };

/** Names shown of a long list. */
const NAMED = 5;

/** Warnings, by the API's code. */
const WARNINGS = [
  'asks-identity',
  'sms-without-sender',
  'telegram-mention',
  'typed-marks',
  'other-place',
  'sms-override',
  'contestant-named',
  'nobody-on-call',
  'on-call-waits',
  'no-contest',
  'election-changed',
  'election-over',
  'election-unchosen',
  'channel-left-out',
  'correction-unsaid',
  'language-unwritten',
  'late',
  'long-validity',
  'night',
  'nobody',
  'quiet-period',
  'scheduled-correction',
  'wide-window',
] as const;

/** Whether a broadcast has texts in several languages: a sentence about one of them then names its language. */
export const inSeveralLanguages = ({
  channels,
  contents,
}: Pick<Broadcast['draft'], 'channels' | 'contents'>): boolean =>
  new Set(channels.flatMap((one) => Object.keys(contents[one] ?? {}))).size > 1;

/** Returns the sentence for an obstacle or a warning, in the language on screen. */
export function useSaid(): (of: Sentence, several?: boolean) => string {
  const { t } = useTranslation();
  return (sentence, several = false) => {
    if ('params' in sentence) return faultWords(sentence);
    const { code, expected = [], path = '' } = sentence;
    const note = WARNINGS.find((one) => one === code);
    const more = expected.length - NAMED;
    const few = more > 0 ? [...expected.slice(0, NAMED), t('preflight.others', { count: more })] : expected;
    const [, place, language] = path.split('.');
    const channel = CHANNELS.find((one) => one === place);
    return t(`notes.${note ?? 'other'}`, {
      expected: listed(few.map(told)),
      language: language ? languageName(language) : '',
      on: channel ? t(`channels.${channel}`) : '',
      channel: channel
        ? `${t(`channels.${channel}`)}${several && language ? ` (${languageName(language)})` : ''}`
        : '',
    });
  };
}

/** A day, or an hour, in the language on screen; any other value unchanged. */
const told = (expected: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(expected) ? dayOf(expected) : localHour(expected);
