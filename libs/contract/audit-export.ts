import { actOf } from './audit-acts.js';
import { detailInWords, type Speech, subjectInWords } from './audit-detail.rules.js';
import type { Both } from './audit-terms.js';
import { VALUES } from './audit-values.generated.js';
import { LOCALES } from './lists.js';

/** An entry as it is exported. */
interface ExportedEntry {
  at: string;
  actor: string | null;
  organisation: string | null;
  act: string;
  subject: string;
  detail: Record<string, unknown>;
}

/** The columns for a reader: their headings stand before the codes, which keep their names. */
export const READER_COLUMNS = [
  { key: 'readerAt', id: 'Waktu', en: 'Time' },
  { key: 'readerActor', id: 'Pelaku', en: 'Actor' },
  { key: 'readerOffice', id: 'Lembaga', en: 'Office' },
  { key: 'readerAct', id: 'Tindakan', en: 'Act' },
  { key: 'readerSubject', id: 'Perihal', en: 'Subject' },
  { key: 'readerDetail', id: 'Rincian', en: 'Details' },
] as const;

/** An entry in a reader's words, by the keys of {@link READER_COLUMNS}. Offices and regions stay numbers and codes. */
export function entryInWords(
  { at, actor, organisation, act, subject, detail }: ExportedEntry,
  language: keyof Both,
): Record<(typeof READER_COLUMNS)[number]['key'], string> {
  const speech = speechOf(language);
  return {
    readerAt: instantIn(language, at),
    readerActor: actor ?? 'Siar',
    readerOffice: organisation ?? '',
    readerAct: actOf(act, detail['from'] ?? detail['act'])?.[language] ?? act,
    readerSubject: subjectInWords(subject, speech).words,
    readerDetail: detailInWords(act, detail, speech)
      .map(({ label, value }) => `${label}: ${value}`)
      .join('; '),
  };
}

/** On the clock of Jakarta, to the second. */
const instantIn = (language: keyof Both, at: string): string =>
  `${INSTANTS[language].format(new Date(at))} WIB`;
const instants = (language: keyof Both) =>
  new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'Asia/Jakarta',
  });
const INSTANTS = { id: instants('id'), en: instants('en') };
const LISTS = { id: new Intl.ListFormat('id'), en: new Intl.ListFormat('en-GB') };

const speechOf = (language: keyof Both): Speech => ({
  language,
  number: (value) => value.toLocaleString(LOCALES[language]),
  listed: (values) => LISTS[language].format(values),
  word: (place, value) => {
    const words = VALUES[language][place];
    return words && Object.hasOwn(words, value) ? words[value] : undefined;
  },
  form: (form, value) => {
    if (form === 'instant') return instantIn(language, value);
    return form === 'act' ? (actOf(value)?.[language] ?? value) : value;
  },
});
