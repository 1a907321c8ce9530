import { useTranslation } from 'react-i18next';
import { CHANNELS } from '../api';
import { listed, localHour } from '../times';

/** A sentence of the API's about a broadcast or a text: what stands in the way, or what to know. */
interface Sentence {
  path: string;
  message: string;
  code?: string;
  expected?: string[];
}

/** Names of a long list that are said. */
const NAMED = 5;

/** What to know, by the API's code. */
const NOTES = [
  'asks-identity',
  'sms-without-sender',
  'telegram-mention',
  'sms-override',
  'contestant-named',
  'nobody-on-call',
  'no-contest',
  'election-changed',
  'channel-left-out',
  'late',
  'night',
  'nobody',
  'quiet-period',
  'scheduled-correction',
  'wide-window',
] as const;

/** What is wrong with when it is sent, by the API's code. */
const TIMES = [
  'window-order',
  'strange-region',
  'leave-kind',
  'leave-unconfirmed',
  'no-such-time',
  'passed',
  'expires-first',
  'outside-window',
  'not-neutral',
] as const;

/** What is still to be filled in before it can be submitted, by its field. */
const MISSING = {
  channels: 'channels',
  'audience.regions': 'regions',
  schedule: 'schedule',
  electionId: 'election',
} as const;

/** Puts such a sentence in the words of the screen; one that has none there stands as the API says it. */
export function useSaid(): (of: Sentence) => string {
  const { t } = useTranslation();
  return ({ code, path, message, expected = [] }) => {
    const note = NOTES.find((one) => one === code);
    const more = expected.length - NAMED;
    const few = more > 0 ? [...expected.slice(0, NAMED), t('preflight.others', { count: more })] : expected;
    const names = few.map(localHour);
    if (note) return t(`notes.${note}`, { expected: listed(names) });
    const time = TIMES.find((one) => one === code);
    if (time) return t(`timeFaults.${time}`);
    const missing = path in MISSING ? MISSING[path as keyof typeof MISSING] : null;
    if (missing) return t(`missing.${missing}`);
    const channel = CHANNELS.find((one) => path === `contents.${one}.id`);
    return channel ? t('missing.text', { channel: t(`channels.${channel}`) }) : message;
  };
}
