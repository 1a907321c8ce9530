import { type ChannelName, CHANNELS, normaliseAddress } from '#channels';
import type { Fault } from '#platform';
import type { Consent } from '../new-contacts.js';
import { topicIds } from '../topics.js';

const COLUMNS = [
  'name',
  'region',
  'language',
  'topics',
  'email',
  'telegram',
  'phone',
  'preferred',
  'consent_source',
  'consent_date',
  'consent_wording',
] as const;
/** A column an import file may have, in any order. */
export type Column = (typeof COLUMNS)[number];

const NEEDED: readonly Column[] = ['region', 'consent_source', 'consent_date'];
const ADDRESS_COLUMNS = { email: 'email', telegram: 'telegram', sms: 'phone' } as const satisfies Record<
  ChannelName,
  Column
>;
const IDENTITY_NUMBER = /(^|_)(nik|nkk|kk|ktp)(_|$)|induk_kependudukan|kartu_keluarga/;
const LONGEST = 200;

/** One row, understood. What the file left empty is left out: an update then keeps what is there. */
export interface ImportRow {
  line: number;
  regionCode: string;
  name?: string;
  language?: string;
  topics?: string[];
  preferredChannel?: ChannelName;
  /** At least one; each in its channel's one spelling. */
  addresses: { channel: ChannelName; to: string }[];
  consent: Consent;
}

/**
 * Reads the first row of an import file. Anything unknown is a fault: a misspelt column would silently lose data, and
 * identity numbers (NIK, NKK) must not reach Siar at all.
 * @returns the columns in the file's order, and each fault by its place (path `header.<index>` or `header`)
 */
export function readHeader(cells: readonly string[]): { columns: Column[]; faults: Fault[] } {
  const names = cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  );
  const columns = names.filter((name): name is Column => (COLUMNS as readonly string[]).includes(name));
  const faults = names.flatMap((name, index): Fault[] => {
    const path = `header.${index}`;
    if (IDENTITY_NUMBER.test(name)) {
      return [{ path, message: 'Siar never takes identity numbers (NIK, NKK): remove this column.' }];
    }
    if (!(COLUMNS as readonly string[]).includes(name)) {
      return [{ path, message: `This column is not known. Known are ${COLUMNS.join(', ')}.` }];
    }
    return names.indexOf(name) < index ? [{ path, message: `The column ${name} is there twice.` }] : [];
  });
  for (const needed of NEEDED) {
    if (!columns.includes(needed))
      faults.push({ path: 'header', message: `The column ${needed} is missing.` });
  }
  const reachable = Object.values(ADDRESS_COLUMNS).some((column) => columns.includes(column));
  if (!reachable)
    faults.push({ path: 'header', message: 'At least one of email, telegram and phone is needed.' });
  return { columns, faults };
}

/**
 * Finds a region by its code or name, in whatever case: `32.01`, `Kabupaten Bogor`, `Kab. Bogor`, `provinsi jawa barat`.
 * A name that two regions bear finds neither.
 */
export function regionFinder(
  regions: Iterable<{ code: string; name: string }>,
): (text: string) => string | undefined {
  const codes = new Map<string, string | undefined>();
  for (const { code, name } of regions) {
    codes.set(code.toLowerCase(), code);
    const spelt = spellRegion(name);
    codes.set(spelt, codes.has(spelt) ? undefined : code);
  }
  return (text) => codes.get(spellRegion(text));
}

function spellRegion(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^kab(\.|upaten\b) ?/, 'kabupaten ')
    .replace(/^prov(\.|insi\b) ?/, '')
    .replace(/^(daerah istimewa|d\.i\.) /, 'di ');
}

/**
 * Reads one row of an import file.
 * @param cells as many as there are columns
 * @param now ISO 8601: consent cannot lie after it
 * @returns the row, or the reason it cannot be taken: never with what the row held, which is a citizen's
 */
export function readRow(
  line: number,
  columns: readonly Column[],
  cells: readonly string[],
  findRegion: (text: string) => string | undefined,
  now: string,
): ImportRow | { line: number; reason: string } {
  const refuse = (reason: string): { line: number; reason: string } => ({ line, reason });
  if (cells.length !== columns.length) {
    return refuse(`It has ${cells.length} cells where the header has ${columns.length}.`);
  }
  if (cells.some((cell) => /^\D*\d{16}\D*$/.test(cell))) {
    return refuse('A cell looks like an identity number (16 digits): Siar never takes those.');
  }
  if (cells.some((cell) => cell.includes('�'))) return refuse('It is not UTF-8 text.');
  if (cells.some((cell) => cell.length > LONGEST || /\p{Cc}/u.test(cell))) {
    return refuse(`A cell has more than ${LONGEST} characters or a control character in it.`);
  }
  const cell = (column: Column): string => cells[columns.indexOf(column)]?.trim() ?? '';

  const regionCode = findRegion(cell('region'));
  if (regionCode === undefined) return refuse('The region is neither a code nor a full name of one.');

  const addresses: ImportRow['addresses'] = [];
  for (const channel of CHANNELS) {
    const text = cell(ADDRESS_COLUMNS[channel]);
    if (text === '') continue;
    const to = normaliseAddress(channel, text);
    if (to === null) return refuse(NO_ADDRESS[channel]);
    addresses.push({ channel, to });
  }
  if (addresses.length === 0) return refuse('It has no e-mail address, Telegram chat or phone number.');

  const language = cell('language').toLowerCase();
  if (language !== '' && !/^[a-z]{2,3}$/.test(language))
    return refuse('The language must be a code such as id or en.');
  const topics = cell('topics')
    .toLowerCase()
    .split(/[;|]/)
    .map((topic) => topic.trim())
    .filter((topic) => topic !== '');
  if (!topics.every((topic) => topicIds.includes(topic))) {
    return refuse(`The topics must be among ${topicIds.join(', ')}, with ; or | between them.`);
  }
  const preferred = cell('preferred').toLowerCase();
  const preferredChannel = addresses.find(
    ({ channel }) => channel === preferred || ADDRESS_COLUMNS[channel] === preferred,
  )?.channel;
  if (preferred !== '' && preferredChannel === undefined) {
    return refuse(
      'The preferred channel must be email, telegram or sms, and the row must have an address on it.',
    );
  }

  const source = cell('consent_source');
  const givenAt = readDate(cell('consent_date'));
  if (source === '') return refuse('It does not say where consent was given (consent_source).');
  if (givenAt === null)
    return refuse('It does not say when consent was given: consent_date must be such as 2024-01-31.');
  if (Date.parse(givenAt) > Date.parse(now)) return refuse('Consent cannot have been given in the future.');
  return {
    line,
    regionCode,
    ...(cell('name') === '' ? {} : { name: cell('name') }),
    ...(language === '' ? {} : { language }),
    ...(topics.length === 0 ? {} : { topics: [...new Set(topics)].sort() }),
    ...(preferredChannel === undefined ? {} : { preferredChannel }),
    addresses,
    consent: { source, wording: cell('consent_wording') || 'imported: as kept by the source', givenAt },
  };
}

const NO_ADDRESS: Record<ChannelName, string> = {
  email: 'The e-mail address is none.',
  telegram: 'The Telegram chat must be its number.',
  sms: 'The phone number is none of a mobile phone.',
};

/** A day, which begins in the time of Jakarta, or an instant with its offset; null when it is neither. */
function readDate(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/.exec(text);
  const day = match?.[1];
  if (day === undefined) return null;
  // Date.parse takes 31 February for 2 March.
  const exists = Date.parse(day) >= 0 && new Date(day).toISOString().startsWith(day);
  const instant = match?.[2] === undefined ? `${day}T00:00:00+07:00` : text;
  return exists && !Number.isNaN(Date.parse(instant)) ? instant : null;
}
