import type { Language } from '../i18n';
import { type Form, SAYS, SUBJECTS, type Term, TERMS } from './audit-words';

/** One line of an entry's detail. */
export interface Told {
  label: string;
  value: string;
}

/** What the language on screen and the rest of the console know. */
export interface Speech {
  language: Language;
  number: (value: number) => string;
  listed: (values: readonly string[]) => string;
  /** The word of a value below a place in the words of the whole console. */
  word: (place: string, value: string) => string | undefined;
  form: (form: Form, value: string) => string;
}

/** The detail of an entry in words, a line for each value in it: what stands deeper is named after what it stands in. */
export const detailInWords = (
  act: string,
  detail: Readonly<Record<string, unknown>>,
  speech: Speech,
): Told[] => lines(act, [], detail, speech);

/** @param from how much of the path a label leaves out */
function lines(act: string, within: readonly string[], object: object, speech: Speech, from = 0): Told[] {
  return Object.entries(object).flatMap(([key, value]: [string, unknown]) => {
    const path = [...within, key];
    return isObject(value) && Object.keys(value).length > 0
      ? lines(act, path, value, speech, from)
      : [{ label: label(act, path, from, speech.language), value: said(act, path, value, speech) }];
  });
}

/** An unknown key, as of an older version, is shown all the same. */
const termOf = (act: string, path: readonly string[]): Term =>
  own(TERMS, `${act} ${path.join('.')}`) ??
  own(TERMS, path.slice(-2).join('.')) ??
  own(TERMS, path.at(-1) ?? '') ??
  SAYS.other;

const label = (act: string, path: readonly string[], from: number, language: Language): string =>
  path
    .map((_, at) => termOf(act, path.slice(0, at + 1))[language])
    .slice(from)
    .map((word, at) => (at === 0 ? word : small(word)))
    .join(', ');

/** With a small first letter, but for `TPS` and the like. */
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
  return SAYS.none[language];
}

function textOf({ form, words, values }: Term, value: string, speech: Speech): string {
  const told = own(values ?? {}, value);
  if (told) return told[speech.language];
  if (form && fits(form, value)) return speech.form(form, value);
  return (words && speech.word(words, value)) ?? value;
}

/** Whether a value can be written in its form: the trail must be readable whatever somebody wrote into it. */
function fits(form: Form, value: string): boolean {
  if (form === 'instant' || form === 'day') return !Number.isNaN(Date.parse(value));
  if (form === 'language') return /^[a-z]{2,3}$/.test(value);
  if (form === 'zone') return Intl.supportedValuesOf('timeZone').includes(value);
  return true;
}

/** What a record itself has: `constructor` may be a key, too. */
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an act was done to, as people say it: `Siaran 3756`; with its number where that is a broadcast's. */
export function subjectInWords(subject: string, speech: Speech): { words: string; broadcast: string | null } {
  const { kind, number } = subjectOf(subject);
  const term = own(SUBJECTS, kind) ?? SAYS.other;
  const nobody = number === 'none' || number === 'unknown';
  const which = nobody ? SAYS.nobody[speech.language] : textOf(term, number, speech);
  return {
    words: `${term[speech.language]} ${which}`,
    broadcast: kind === 'broadcast' && /^\d+$/.test(number) ? number : null,
  };
}

function subjectOf(subject: string): { kind: string; number: string } {
  const at = subject.indexOf(':');
  return at < 0
    ? { kind: '', number: subject }
    : { kind: subject.slice(0, at), number: subject.slice(at + 1) };
}
