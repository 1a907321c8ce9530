import { type ChannelName, CHANNELS, normaliseAddress } from '#channels';
import { hasIdentityNumber, SIXTEEN } from '#contract';
import { type Fault, fault } from '#contract/problems';
import { isName } from '../names/name.rules.js';
import type { Consent } from '../new-contacts.js';
import { topicIds } from '../topics.js';
import { BY_HEADING, type Column, COLUMNS } from './columns.js';
import { apart } from './lines.js';
import { type Reason, type Rejected, rejectedFor, type RowFault } from './reasons.js';
import type { FindRegion } from './region-finder.rules.js';

const NEEDED: readonly Column[] = ['region', 'consent_source', 'consent_date'];
const ADDRESS_COLUMNS = { email: 'email', telegram: 'telegram', sms: 'phone' } as const satisfies Record<
  ChannelName,
  Column
>;
const IDENTITY_NUMBER = /(^|_)(nik|nkk|kk|ktp)(_|$)|induk_kependudukan|kartu_keluarga/;
/** Maximum characters of a cell. */
const LONGEST = 200;

/** One parsed row. Empty cells are left out: an update keeps their stored values. */
export interface ImportRow {
  line: number;
  regionCode: string;
  name?: string;
  language?: string;
  topics?: string[];
  preferredChannel?: ChannelName;
  /** At least one; each in its channel's normal form. */
  addresses: { channel: ChannelName; to: string }[];
  consent: Consent;
}

/** The parsed first row of an import file. */
export interface Header {
  /** In the file's order. */
  columns: Column[];
  /** The file's own headings. */
  headings: string[];
  /** Whether the headings are Indonesian: the file of rejected rows then uses Indonesian too. */
  indonesian: boolean;
}

/**
 * Parses the first row of an import file. Any unknown heading is a fault: a misspelt column would silently lose data,
 * and identity numbers (NIK, NKK) must not reach Siar at all.
 * @returns each fault by its place (path `header.<index>` or `header`). It quotes a heading only if it looks like one
 *   and the row has known headings: otherwise the row may be a citizen's.
 */
export function readHeader(cells: readonly string[]): Header & { faults: Fault[] } {
  const names = cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s.-]+/g, '_'),
  );
  const headings = cells.map((cell) => cell.trim());
  const found = names.map((name) => BY_HEADING.get(name));
  const columns = found.filter((column) => column !== undefined);
  const indonesian = names.some((name, index) => found[index] !== undefined && found[index] !== name);
  const identity = names.flatMap((name, index) =>
    IDENTITY_NUMBER.test(name) ? [fault(`header.${index}`, 'identity-column')] : [],
  );
  if (columns.length === 0 && identity.length === 0)
    return { columns, headings, indonesian, faults: [fault('header', 'no-known-column')] };
  const faults = names.flatMap((name, index): Fault[] => {
    const path = `header.${index}`;
    const column = found[index];
    if (IDENTITY_NUMBER.test(name)) return [];
    if (column === undefined)
      return [
        fault(path, 'unknown-column', { column: shownHeading(cells[index] ?? '', index), known: COLUMNS }),
      ];
    return found.indexOf(column) < index ? [fault(path, 'column-twice', { column })] : [];
  });
  for (const needed of NEEDED) {
    if (!columns.includes(needed)) faults.push(fault('header', 'column-missing', { column: needed }));
  }
  const reachable = Object.values(ADDRESS_COLUMNS).some((column) => columns.includes(column));
  if (!reachable) faults.push(fault('header', 'no-address-column'));
  return { columns, headings, indonesian, faults: [...identity, ...faults] };
}

/** A heading that looks like one, or else its position in spreadsheet notation: `C`. */
function shownHeading(cell: string, index: number): string {
  const heading = cell.trim();
  if (/^\p{L}[\p{L} ._/-]{0,30}$/u.test(heading)) return heading;
  return index < 26 ? String.fromCodePoint(65 + index) : String(index + 1);
}

/**
 * Invisible characters (zero width, bidirectional: Unicode UAX #9, UTS #39), and the replacement character of invalid
 * input.
 */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}\ufffd]/u;
/** Columns in which a leading sign is not a formula. */
const SIGNED: readonly Column[] = ['phone', 'telegram'];

/** Parses one row: its line in the file, and one cell per column. */
export type ReadRow = (line: number, cells: readonly string[]) => ImportRow | Rejected;

/**
 * Creates the parser for the rows of one import file; it returns each row, or all its faults.
 * @param now ISO 8601: consent cannot be later
 */
export function rowReader(columns: readonly Column[], findRegion: FindRegion, now: string): ReadRow {
  const at = Object.fromEntries(COLUMNS.map((column) => [column, columns.indexOf(column)])) as Record<
    Column,
    number
  >;
  const until = Date.parse(now);
  // A file repeats few values of these columns many times.
  const topicsOf = remembering(readTopics);
  const faultOfLanguage = remembering(languageFault);
  const consentOf = remembering((text) => readConsentDate(text, until));
  return (line, cells) => {
    if (cells.length !== columns.length) return rejectedFor(line, 'cells');
    const faults: RowFault[] = [];
    const refuse = (column: Column | null, reason: Reason, meant?: string): void => {
      const value = column === null ? '' : (cells[at[column]] ?? '');
      faults.push({ column, reason, value: showable(value), ...(meant === undefined ? {} : { meant }) });
    };
    for (const [index, column] of columns.entries()) {
      const reason = faultOf(cells[index] ?? '', column);
      if (reason) refuse(column, reason);
    }
    const bad = (column: Column): boolean => faults.some((one) => one.column === column);
    const cell = (column: Column): string => plain(cells[at[column]] ?? '');

    const name = cell('name');
    if (name !== '' && !bad('name') && !isName(name)) refuse('name', 'name');

    const region = bad('region') ? null : findRegion(cell('region'));
    if (region && 'reason' in region) refuse('region', region.reason, region.meant);

    const addresses: ImportRow['addresses'] = [];
    for (const channel of CHANNELS) {
      const column = ADDRESS_COLUMNS[channel];
      const text = cell(column);
      if (text === '' || bad(column)) continue;
      const read = readAddress(channel, text);
      if ('reason' in read) refuse(column, read.reason);
      else addresses.push({ channel, to: read.to });
    }
    const none = Object.values(ADDRESS_COLUMNS).every((column) => cell(column) === '');
    if (none) refuse(null, 'no-address');

    const language = cell('language').toLowerCase();
    const unlike = language === '' || bad('language') ? null : faultOfLanguage(language);
    if (unlike) refuse('language', 'language', unlike.meant);
    const topics = bad('topics') ? null : topicsOf(cell('topics'));
    if (topics === null && !bad('topics')) refuse('topics', 'topics');
    const preferred = cell('preferred').toLowerCase();
    const preferredChannel = bad('preferred')
      ? undefined
      : CHANNELS.find(
          (channel) => channel === preferred || ADDRESS_COLUMNS[channel] === BY_HEADING.get(preferred),
        );
    if (preferred !== '' && !bad('preferred')) {
      if (preferredChannel === undefined) refuse('preferred', 'preferred');
      else if (cell(ADDRESS_COLUMNS[preferredChannel]) === '') refuse('preferred', 'preferred-absent');
    }

    const source = cell('consent_source');
    if (source === '') refuse('consent_source', 'consent-source');
    const given = bad('consent_date') ? null : consentOf(cell('consent_date'));
    if (given && 'reason' in given) refuse('consent_date', given.reason);
    if (!region || 'reason' in region || !topics || !given || 'reason' in given || faults.length > 0)
      return { line, faults };
    return {
      line,
      regionCode: region.code,
      ...(name === '' ? {} : { name }),
      ...(language === '' ? {} : { language }),
      ...(topics.length === 0 ? {} : { topics: [...topics] }),
      ...(preferredChannel === undefined ? {} : { preferredChannel }),
      addresses,
      consent: {
        source,
        wording: cell('consent_wording') || 'imported: as kept by the source',
        givenAt: given.at,
      },
    };
  };
}

/**
 * The fault of a language code. No broadcast uses deprecated codes (`jw`) or three-letter codes of languages with a
 * two-letter one (`ind`). Any other three-letter code is accepted: no list contains all the languages of Indonesia.
 */
function languageFault(code: string): { meant?: string } | null {
  if (!/^[a-z]{2,3}$/.test(code)) return {};
  const [meant = code] = Intl.getCanonicalLocales(code);
  if (meant !== code) return { meant };
  return code.length === 2 && LANGUAGES.of(code) === undefined ? {} : null;
}
const LANGUAGES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** Maximum cached texts per file: their number is unbounded. */
const REMEMBERED = 1_000;

function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const kept = known.get(text);
    if (kept !== undefined) return kept;
    const own = apart(text);
    const fresh = read(own);
    if (known.size < REMEMBERED) known.set(own, fresh);
    return fresh;
  };
}

/** The topics, each once and sorted; null if one is unknown. */
function readTopics(text: string): readonly string[] | null {
  const topics = text
    .toLowerCase()
    .split(/[;|]/)
    .map((topic) => topic.trim())
    .filter((topic) => topic !== '');
  return topics.every((topic) => topicIds.includes(topic)) ? [...new Set(topics)].sort() : null;
}

function readConsentDate(text: string, until: number): { at: string } | { reason: Reason } {
  const at = readDate(text);
  if (at === null) return { reason: 'consent-date' };
  return Date.parse(at) > until ? { reason: 'consent-future' } : { at };
}

/** Maximum characters shown of a cell. */
const SHOWN = 60;

/** A cell fit for a sentence: without identity numbers and invisible characters, and of limited length. */
function showable(cell: string): string {
  const text = withoutIdentity(cell.normalize('NFKC').slice(0, 2 * LONGEST)).replaceAll(
    /[\p{Cc}\p{Cf}]/gu,
    '\ufffd',
  );
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Parses a name; empty: none. Null if an import would not accept it either. */
export function readName(text: string): string | null {
  if (faultOf(text, 'name') !== null) return null;
  const name = plain(text);
  return name === '' || isName(name) ? name : null;
}

/** The fault of a cell's content in any column, or null. */
function faultOf(cell: string, column: Column | undefined): Reason | null {
  if (cell.length > LONGEST) return 'too-long';
  // Fast path: almost every cell is plain.
  if (/^[\w @.:;|/]*$/.test(cell) && !/\d[\d .]{14}/.test(cell))
    return cell.startsWith('@') ? atSign(column) : null;
  if (/\p{Cc}/u.test(cell)) return 'control';
  if (INVISIBLE.test(cell)) return 'invisible';
  if (hasIdentityNumber(cell)) return 'identity';
  const text = plain(cell);
  if (/^[=\uff1d]/.test(text)) return 'formula';
  if (text.startsWith('@')) return atSign(column);
  return /^[+\-\uff0b\uff0d]/.test(text) && !SIGNED.some((signed) => signed === column) ? 'formula' : null;
}

/** A leading at sign in the Telegram column is a username, and is refused as that. */
const atSign = (column: Column | undefined): Reason => (column === 'telegram' ? 'telegram' : 'formula');

/** A cell without the leading apostrophe by which Excel and our files keep a sign from becoming a formula. */
function plain(cell: string): string {
  const text = cell.trim();
  return text.startsWith("'") ? text.replace(/^'(?=[=+\-@])/, '') : text;
}

function readAddress(channel: ChannelName, text: string): { to: string } | { reason: Reason } {
  switch (channel) {
    case 'email':
      // Genuine lists have no addresses in other scripts; a Cyrillic look-alike of gmail.com is an attack.
      if (/[^\x20-\x7e]/.test(text) || /(^|[@.])xn--/i.test(text)) return { reason: 'homograph' };
      break;
    case 'sms':
      // The library finds a number in almost any text; a cell must contain nothing else.
      if (!/^[+\d][\d\s().-]*$|^\(\+\d[\d\s().-]*$/.test(text)) return { reason: 'phone' };
      break;
    case 'telegram':
  }
  const to = normaliseAddress(channel, channel === 'sms' ? text.replace(/^00(?=62)/, '+') : text);
  return to === null ? { reason: REASON_OF[channel] } : { to };
}

const REASON_OF = { email: 'email', telegram: 'telegram', sms: 'phone' } as const satisfies Record<
  ChannelName,
  Reason
>;

/** Masks each number that could be an identity number. */
export const withoutIdentity = (text: string): string =>
  text.replaceAll(new RegExp(SIXTEEN, 'g'), '(16 digit dihapus)');

const MONTHS: readonly RegExp[] = [
  /^jan(?:uari|uary)?$/,
  /^[fp]eb(?:ruari|ruary)?$/,
  /^mar(?:et|ch)?$/,
  /^apr(?:il)?$/,
  /^(?:mei|may)$/,
  /^jun[ie]?$/,
  /^jul[iy]?$/,
  /^(?:agu(?:stus|st)?|aug(?:ust)?)$/,
  /^sep(?:t|tember)?$/,
  /^o[kc]t(?:ober)?$/,
  /^no[vp](?:ember)?$/,
  /^de[sc](?:ember)?$/,
];

/** A day as an Indonesian spreadsheet writes it, day first (`31/1/2026`, `31 Januari 2026`), in ISO 8601; else the text. */
function isoDay(text: string): string {
  const [, day, month = '', year] =
    /^(\d{1,2})(?:\/(?=\d{1,2}\/)| (?=\p{L}+ ))(\d{1,2}|\p{L}+)[/ ](\d{4})$/u.exec(text) ?? [];
  if (day === undefined || year === undefined) return text;
  const named = MONTHS.findIndex((one) => one.test(month.toLowerCase())) + 1;
  const no = /^\d/.test(month) ? month : String(named);
  return `${year}-${no.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Parses a day, which begins in Jakarta time, or an instant with its offset; null if it is neither. */
function readDate(written: string): string | null {
  const text = isoDay(written);
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/.exec(text);
  const day = match?.[1];
  if (day === undefined) return null;
  // Date.parse reads 31 February as 2 March.
  const exists = Date.parse(day) >= 0 && new Date(day).toISOString().startsWith(day);
  const instant = match?.[2] === undefined ? `${day}T00:00:00+07:00` : text;
  return exists && !Number.isNaN(Date.parse(instant)) ? instant : null;
}
