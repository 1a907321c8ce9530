import { type Channel, CHANNELS } from '../../../api';
import type { ComposeForm } from '../form.rules';
import { bodyFor } from '../texts/text-marks.rules';

/** The parts of the form, in the order in which they are written. */
export const PARTS = ['basics', 'texts', 'audience', 'schedule', 'check'] as const;
export type Part = (typeof PARTS)[number];

/** The name of each part in the address, after `#`. */
export const PART_IN_ADDRESS: Record<Part, string> = {
  basics: 'pokok',
  texts: 'teks',
  audience: 'sasaran',
  schedule: 'jadwal',
  check: 'periksa',
};

/** The part that an address names; null: none. */
export const partAt = (hash: string): Part | null =>
  PARTS.find((part) => hash === `#${PART_IN_ADDRESS[part]}`) ?? null;

/** The part that holds the field of an API path. */
export function partOf(path: string): Part {
  switch (path.split('.')[0]) {
    case 'contents':
    case 'alternatives':
    case 'smsOverride':
      return 'texts';
    case 'audience':
    case 'electionId':
    case 'neutral':
      return 'audience';
    case 'schedule':
      return 'schedule';
    default:
      return 'basics';
  }
}

/**
 * The state of a part: `empty` lacks input that nobody has begun; `unknown` is not checked yet; `unfinished` is the check
 * while only input is missing that nobody has begun.
 */
export type PartState =
  { is: 'unknown' | 'empty' | 'done' } | { is: 'faults' | 'unfinished' | 'look'; count: number };

/**
 * The lines of the list, each by the paths of its fields. Tabs, parts and bar count lines, so that their numbers agree: one
 * about several fields counts once in each part that has one of them.
 */
export type Lines = readonly (readonly string[])[];

const count = (lines: Lines, isHere: (path: string) => boolean): number =>
  lines.filter((paths) => paths.some(isHere)).length;

/**
 * The state of each part.
 * @param must all that is to be mended; null: not checked yet
 * @param look what KPU would see marked
 */
export function partStates(form: ComposeForm, must: Lines | null, look: Lines): Record<Part, PartState> {
  const state = (part: Part): PartState => {
    // A draft may be saved without a title, under a name of its own.
    if (part === 'basics' && form.title.trim() === '') return { is: 'empty' };
    if (must === null) return { is: 'unknown' };
    const state = stateOf(must, look, (path) => part === 'check' || partOf(path) === part);
    return state.is === 'faults' && isEmpty(form, part) ? { is: 'empty' } : state;
  };
  const parts = {
    basics: state('basics'),
    texts: state('texts'),
    audience: state('audience'),
    schedule: state('schedule'),
  };
  const check = state('check');
  // Nothing is wrong with what nobody has written yet.
  const wrong = Object.values(parts).some(({ is }) => is === 'faults');
  return { ...parts, check: check.is === 'faults' && !wrong ? { ...check, is: 'unfinished' } : check };
}

/** The state of one channel's texts. The parameters are those of `partStates`. */
export function channelState(
  form: ComposeForm,
  channel: Channel,
  must: Lines | null,
  look: Lines,
): PartState {
  if (must === null) return { is: 'unknown' };
  const own = [`contents.${channel}`, ...(channel === 'sms' ? ['smsOverride'] : [])];
  const state = stateOf(must, look, (path) => own.some((one) => path === one || path.startsWith(`${one}.`)));
  return state.is === 'faults' && !hasText(form, channel) ? { is: 'empty' } : state;
}

function stateOf(must: Lines, look: Lines, isHere: (path: string) => boolean): PartState {
  const [faults, looks] = [count(must, isHere), count(look, isHere)];
  if (faults > 0) return { is: 'faults', count: faults };
  return looks > 0 ? { is: 'look', count: looks } : { is: 'done' };
}

function isEmpty(form: ComposeForm, part: Part): boolean {
  switch (part) {
    case 'texts':
      return !CHANNELS.some((channel) => form.channels.includes(channel) && hasText(form, channel));
    case 'audience':
      return !form.bound && form.regions.length === 0;
    case 'schedule':
      return form.when === 'at' && form.at === '';
    case 'basics':
    case 'check':
      return false;
  }
}

/** Whether a channel has a text in any language. */
export const hasText = ({ texts }: Pick<ComposeForm, 'texts'>, channel: Channel): boolean =>
  Object.values(texts[channel]).some(({ subject, body }) => subject.trim() !== '' || body.trim() !== '');

const isWritten = (texts: ComposeForm['texts'], channel: Channel, language: string): boolean =>
  (texts[channel][language]?.body ?? '').trim() !== '';

/** The other chosen channels that lack a text in a language that this one has it in. */
export const lacking = (
  { texts, channels }: Pick<ComposeForm, 'texts' | 'channels'>,
  channel: Channel,
): Channel[] =>
  CHANNELS.filter(
    (one) =>
      one !== channel &&
      channels.includes(one) &&
      Object.keys(texts[channel]).some(
        (language) => isWritten(texts, channel, language) && !isWritten(texts, one, language),
      ),
  );

/**
 * The texts after those of one channel are put into these channels too, where they have none.
 * @param title becomes the subject of an Indonesian e-mail, where it has none
 */
export function spread(
  { texts, title }: Pick<ComposeForm, 'texts' | 'title'>,
  from: Channel,
  to: readonly Channel[],
): ComposeForm['texts'] {
  const next = { ...texts };
  for (const language of Object.keys(texts[from]).filter((one) => isWritten(texts, from, one))) {
    const body = texts[from][language]?.body ?? '';
    for (const channel of [from, ...to.filter((one) => !isWritten(texts, one, language))]) {
      const subject = texts[channel][language]?.subject ?? '';
      const titled = channel === 'email' && language === 'id' && subject.trim() === '';
      next[channel] = {
        ...next[channel],
        [language]: {
          subject: titled ? title.trim() : subject,
          body: channel === from ? body : bodyFor(channel, body),
        },
      };
    }
  }
  return next;
}

/** A text of one channel in one language. */
export interface Copied {
  channel: Channel;
  language: string;
}

/** The texts of other chosen channels that differ from this channel's in the same language. */
export const differing = (
  { texts, channels }: Pick<ComposeForm, 'texts' | 'channels'>,
  from: Channel,
): Copied[] =>
  CHANNELS.filter((channel) => channel !== from && channels.includes(channel)).flatMap((channel) =>
    Object.keys(texts[from])
      .filter((language) => {
        if (!isWritten(texts, from, language) || !isWritten(texts, channel, language)) return false;
        const [source = '', other = ''] = [from, channel].map((one) => texts[one][language]?.body);
        return other !== bodyFor(channel, source) && bodyFor(from, other) !== source;
      })
      .map((language) => ({ channel, language })),
  );

/** Two texts with this share of their words in common are copies of each other, one of them edited since. */
const COPY_SHARE = 0.7;

/** Of these, the texts that were the same as this channel's before one of them was edited: what was written by hand differs in most words. */
export const copiesOf = (texts: ComposeForm['texts'], from: Channel, of: readonly Copied[]): Copied[] =>
  of.filter(({ channel, language }) => {
    const [source, other] = [from, channel].map((one) => wordsOf(texts[one][language]?.body ?? ''));
    return source && other && sharedWords(source, other) >= COPY_SHARE;
  });

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}{}]+/gu) ?? [];

/** The share of words that two texts have in common, each as often as it stands in both. */
function sharedWords(one: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of other) {
    const times = left.get(word) ?? 0;
    if (times === 0) continue;
    left.set(word, times - 1);
    common++;
  }
  return one.length + other.length === 0 ? 0 : (2 * common) / (one.length + other.length);
}

/** The texts after one channel's have replaced these; subjects stay. */
export const copied = (
  texts: ComposeForm['texts'],
  from: Channel,
  to: readonly Copied[],
): ComposeForm['texts'] =>
  withBodies(texts, to, ({ channel, language }) => {
    const body = texts[from][language]?.body;
    return body === undefined ? null : bodyFor(channel, body);
  });

/** The texts after a copy was taken back: of those that are still as they were copied. */
export const takenBack = (
  texts: ComposeForm['texts'],
  copies: ComposeForm['texts'],
  before: ComposeForm['texts'],
  to: readonly Copied[],
): ComposeForm['texts'] =>
  withBodies(texts, to, ({ channel, language }) =>
    texts[channel][language]?.body === copies[channel][language]?.body
      ? (before[channel][language]?.body ?? null)
      : null,
  );

/** @param bodyOf null: as it is */
function withBodies(
  texts: ComposeForm['texts'],
  to: readonly Copied[],
  bodyOf: (one: Copied) => string | null,
): ComposeForm['texts'] {
  const next = { ...texts };
  for (const one of to) {
    const { channel, language } = one;
    const body = bodyOf(one);
    if (body === null) continue;
    const subject = next[channel][language]?.subject ?? '';
    next[channel] = { ...next[channel], [language]: { subject, body } };
  }
  return next;
}
