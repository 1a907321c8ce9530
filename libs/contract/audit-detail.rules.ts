import { type Both, type Form, SAYS, SUBJECTS, type Term, TERMS } from './audit-terms.js';

/** One line of an entry's detail. */
export interface Told {
  label: string;
  value: string;
}

/** Formats of the language on screen, and the console's words. */
export interface Speech {
  language: keyof Both;
  number: (value: number) => string;
  listed: (values: readonly string[]) => string;
  /** The word for a value below a path of the console's words. */
  word: (place: string, value: string) => string | undefined;
  form: (form: Form, value: string) => string;
}

/** The detail of an entry in words, a line for each value; labels of nested values begin with their parent's. */
export const detailInWords = (
  act: string,
  detail: Readonly<Record<string, unknown>>,
  speech: Speech,
): Told[] => lines(act, [], detail, speech);

/** @param from number of leading path segments that a label omits */
function lines(act: string, within: readonly string[], object: object, speech: Speech, from = 0): Told[] {
  return Object.entries(object).flatMap(([key, value]: [string, unknown]) => {
    const path = [...within, key];
    return isObject(value) && Object.keys(value).length > 0
      ? lines(act, path, value, speech, from)
      : [{ label: label(act, path, from, speech.language), value: said(act, path, value, speech) }];
  });
}

/** Unknown keys, for example of an older version, are shown too. */
const termOf = (act: string, path: readonly string[]): Term =>
  own(TERMS, `${act} ${path.join('.')}`) ??
  own(TERMS, path.slice(-2).join('.')) ??
  own(TERMS, path.at(-1) ?? '') ??
  SAYS.other;

const label = (act: string, path: readonly string[], from: number, language: keyof Both): string =>
  path
    .map((_, at) => termOf(act, path.slice(0, at + 1))[language])
    .slice(from)
    .map((word, at) => (at === 0 ? word : small(word)))
    .join(', ');

/** Lower-cases the first letter, except in abbreviations such as `TPS`. */
const small = (word: string): string =>
  /^\p{Lu}\p{Ll}/u.test(word) ? `${word.charAt(0).toLowerCase()}${word.slice(1)}` : word;

function said(act: string, path: readonly string[], value: unknown, speech: Speech): string {
  const { language } = speech;
  if (typeof value === 'boolean') return SAYS[value ? 'yes' : 'no'][language];
  if (typeof value === 'number') return speech.number(value);
  if (typeof value === 'string' && value !== '') return textOf(termOf(act, path), value, speech);
  if (Array.isArray(value) && value.length > 0) {
    const parts = value.map((one) => said(act, path, one, speech));
    return value.some(isObject) ? parts.join('; ') : speech.listed(parts);
  }
  if (isObject(value) && Object.keys(value).length > 0)
    return lines(act, path, value, speech, path.length)
      .map((one) => `${one.label}: ${one.value}`)
      .join(', ');
  return (termOf(act, path).none ?? SAYS.none)[language];
}

function textOf({ form, words, values }: Term, value: string, speech: Speech): string {
  const told = own(values ?? {}, value);
  if (told) return told[speech.language];
  if (form && fits(form, value)) return speech.form(form, value);
  return (words && speech.word(words, value)) ?? value;
}

/** Whether a value fits its form: the audit trail must be readable whatever was written into it. */
function fits(form: Form, value: string): boolean {
  if (form === 'instant' || form === 'day') return !Number.isNaN(Date.parse(value));
  if (form === 'language') return /^[a-z]{2,3}$/.test(value);
  if (form === 'zone') return Intl.supportedValuesOf('timeZone').includes(value);
  return true;
}

/** An own property of a record: `constructor` may be a key, too. */
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The subject of an act in words, such as `Siaran 3756`; with its number where it is a broadcast or a person. */
export function subjectInWords(
  subject: string,
  speech: Speech,
): { words: string; broadcast: string | null; person: string | null } {
  const { kind, number } = subjectOf(subject);
  const term = own(SUBJECTS, kind) ?? SAYS.other;
  const nobody = number === 'none' || number === 'unknown';
  const which = nobody ? SAYS.nobody[speech.language] : textOf(term, number, speech);
  return {
    words: `${term[speech.language]} ${which}`,
    broadcast: kind === 'broadcast' && /^\d+$/.test(number) ? number : null,
    person: kind === 'person' && !nobody ? number : null,
  };
}

function subjectOf(subject: string): { kind: string; number: string } {
  const at = subject.indexOf(':');
  return at < 0
    ? { kind: '', number: subject }
    : { kind: subject.slice(0, at), number: subject.slice(at + 1) };
}
