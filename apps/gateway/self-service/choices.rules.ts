import { topicIds } from '#audience';
import { findPlaces, type Place, PURPOSES, type Wish } from '#audience/joining';
import { CHANNELS, type ChannelName, normaliseAddress } from '#channels';

/** Fields of the forms; the pages use them as `name` and `id`. */
export type Field = 'wilayah' | 'isi' | 'topik' | 'email' | 'sms' | 'utama' | 'setuju' | 'kode' | 'alamat';

/** Faults of a field; the pages have the words. */
export type FaultKind =
  | 'region-missing'
  | 'region-unknown'
  | 'region-several'
  | 'channel-missing'
  | 'email-wrong'
  | 'sms-wrong'
  | 'preferred-missing'
  | 'preferred-not-chosen'
  | 'consent-missing';
export type Faults = Partial<Record<Field, FaultKind>>;

/** A submitted form, to be shown again unchanged. */
export interface Filled {
  region: string;
  /** Regions that the typed text can mean, one of which must be chosen. */
  places: Place[];
  picked: string;
  language: string;
  topics: string[];
  email: string;
  sms: string;
  telegram: boolean;
  preferred: string;
  agreed: string[];
  /** The id of the wording that the form showed; empty: the page's. */
  wording: string;
}

/** An empty form. */
export const BLANK: Filled = {
  region: '',
  places: [],
  picked: '',
  language: '',
  topics: [],
  email: '',
  sms: '',
  telegram: false,
  preferred: '',
  agreed: [],
  wording: '',
};

/** Result of parsing a form: its value, or its faults. */
export type Read<T> = { filled: Filled; faults: Faults; value: T | null };

/** Preferences from a page. */
type ChosenWish = Wish & { topics: string[] };

/** A whole sign-up. */
export interface JoinChoices {
  wish: ChosenWish;
  to: { email?: string; sms?: string };
  telegram: boolean;
}

/** Typed texts are cut here: no valid input is longer. */
const LONGEST = 200;
const text = (form: URLSearchParams, name: string): string => (form.get(name) ?? '').trim().slice(0, LONGEST);

/** Parses a form's body, which is read as raw bytes, whatever its content type. */
export const formOf = (body: unknown): URLSearchParams =>
  new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');

/** Fields of a sign-up form, or of one that adds addresses, that repeat the request. */
const ASKED = [
  'wilayah',
  'pilih',
  'isi',
  'topik',
  'email',
  'sms',
  'telegram',
  'utama',
  'setuju',
  'ucapan',
] as const;
const MOST_FIELDS = 30;

/**
 * An unconfirmed request. The pages' own forms carry it, because the server keeps no session; like all input it is
 * untrusted.
 */
export interface Kept {
  fields: (readonly [name: string, value: string])[];
  /** In their normal form; null if not given or already confirmed. */
  email: string | null;
  sms: string | null;
  /** Token of this sign-up's Telegram chat; null if there is none. */
  telegramToken: string | null;
  /** Token of the preferences page that adds the addresses; null for a new sign-up. */
  preferencesToken: string | null;
}

/** Parses an unconfirmed request. @param waiting its channels that are not confirmed yet */
export function keptOf(form: URLSearchParams, waiting: readonly ChannelName[] = CHANNELS): Kept {
  const done: readonly string[] = CHANNELS.filter((channel) => !waiting.includes(channel));
  const fields = ASKED.filter((name) => !done.includes(name))
    .flatMap((name) => form.getAll(name).map((value) => [name, value.trim().slice(0, LONGEST)] as const))
    .filter(([, value]) => value !== '')
    .slice(0, MOST_FIELDS);
  const typed = (channel: 'email' | 'sms'): string | null => {
    const found = fields.find(([name]) => name === channel)?.[1];
    return found === undefined ? null : normaliseAddress(channel, found);
  };
  const token = (name: string): string | null => {
    const found = form.get(name) ?? '';
    return /^[\w-]{22}$/.test(found) ? found : null;
  };
  return {
    fields,
    email: typed('email'),
    sms: typed('sms'),
    telegramToken: waiting.includes('telegram') ? token(TELEGRAM_TOKEN) : null,
    preferencesToken: token(PREFERENCES_TOKEN),
  };
}
/** Hidden fields of the tokens. */
export const TELEGRAM_TOKEN = 'telegram-token';
export const PREFERENCES_TOKEN = 'pilihan-token';
/** Hidden field with the id of the wording that was shown, when it is a regional language's. */
export const WORDING = 'ucapan';
/** Hidden field that repeats the request. */
export const AGAIN = 'lagi';

/**
 * Parses the sign-up form.
 * @param places the places of registration
 * @param languages those that can be chosen for messages
 */
export function readJoin(
  form: URLSearchParams,
  places: readonly Place[],
  languages: readonly string[],
): Read<JoinChoices> {
  const filled = readFilled(form, places, languages);
  const faults: Faults = {};
  const { to, chosen } = readAddresses(filled, faults);
  if (chosen.length === 0 && !faults.email && !faults.sms) faults.email = 'channel-missing';
  const wish = readWish(filled, chosen, faults);
  if (PURPOSES.some((purpose) => !filled.agreed.includes(purpose))) faults.setuju = 'consent-missing';
  const value = wish && Object.keys(faults).length === 0 ? { wish, to, telegram: filled.telegram } : null;
  return { filled, faults, value };
}

/** A citizen's changes. */
export interface Changes {
  wish: ChosenWish;
  /** Channels to unsubscribe. */
  leave: ChannelName[];
  /** Channels to add. */
  to: { email?: string; sms?: string };
  telegram: boolean;
  /** The new main channel after the previous one was left; null if the chosen one stays. */
  mainInstead: ChannelName | null;
}

/**
 * Parses the preferences form. Leaving the main channel always succeeds: a remaining channel replaces it.
 * @param held channels with an active address
 * @param main the main channel so far
 * @param languages those that can be chosen for messages
 */
export function readChanges(
  form: URLSearchParams,
  places: readonly Place[],
  held: readonly ChannelName[],
  main: ChannelName,
  languages: readonly string[],
): Read<Changes> {
  const typed = readFilled(form, places, languages);
  const faults: Faults = {};
  const { to, chosen } = readAddresses(typed, faults);
  const leave = held.filter((channel) => form.getAll('berhenti').includes(channel));
  const left = held.filter((channel) => !leave.includes(channel));
  const adding = chosen.length > 0;
  if (adding && PURPOSES.some((purpose) => !typed.agreed.includes(purpose)))
    faults.setuju = 'consent-missing';
  const remaining = [...left, ...chosen];
  const isHad = remaining.some((channel) => channel === typed.preferred);
  const mainInstead =
    !isHad && (leave.length > 0 || typed.preferred === main) ? (remaining[0] ?? null) : null;
  // After leaving all channels no main one can be chosen; the previous one stays.
  const preferred = remaining.length === 0 ? main : (mainInstead ?? typed.preferred);
  const filled = { ...typed, preferred };
  const wish = readWish(filled, remaining.length > 0 ? remaining : [main], faults);
  const value =
    wish && Object.keys(faults).length === 0
      ? { wish, leave, to, telegram: filled.telegram, mainInstead }
      : null;
  return { filled, faults, value };
}

function readFilled(form: URLSearchParams, places: readonly Place[], languages: readonly string[]): Filled {
  const region = text(form, 'wilayah');
  const language = text(form, 'isi');
  return {
    region,
    places: findPlaces(region, places),
    picked: text(form, 'pilih'),
    language: languages.includes(language) ? language : '',
    topics: topicIds.filter((id) => form.getAll('topik').includes(id)),
    email: text(form, 'email'),
    sms: text(form, 'sms'),
    telegram: form.has('telegram'),
    preferred: text(form, 'utama'),
    agreed: PURPOSES.filter((purpose) => form.getAll('setuju').includes(purpose)),
    wording: text(form, WORDING),
  };
}

function readAddresses(
  { email, sms, telegram }: Filled,
  faults: Faults,
): { to: { email?: string; sms?: string }; chosen: ChannelName[] } {
  const to: { email?: string; sms?: string } = {};
  for (const [channel, typed] of [['email', email] as const, ['sms', sms] as const]) {
    if (typed === '') continue;
    const normal = normaliseAddress(channel, typed);
    if (normal === null) faults[channel] = `${channel}-wrong`;
    else to[channel] = normal;
  }
  const chosen = CHANNELS.filter((channel) =>
    channel === 'telegram' ? telegram : to[channel] !== undefined,
  );
  return { to, chosen };
}

/** The preferences; a single channel is the preferred one. */
function readWish(filled: Filled, channels: readonly ChannelName[], faults: Faults): ChosenWish | null {
  const { places, picked, region, language, topics, preferred } = filled;
  const place = places.length === 1 ? places[0] : places.find(({ code }) => code === picked);
  if (!place)
    faults.wilayah =
      region === '' ? 'region-missing' : places.length === 0 ? 'region-unknown' : 'region-several';
  const only = channels.length === 1 ? channels[0] : undefined;
  const preferredChannel = CHANNELS.find((channel) => channel === preferred) ?? only;
  if (channels.length > 0 && preferredChannel === undefined) faults.utama = 'preferred-missing';
  else if (preferredChannel !== undefined && channels.length > 0 && !channels.includes(preferredChannel))
    faults.utama = 'preferred-not-chosen';
  return place && preferredChannel
    ? { regionCode: place.code, language: language || 'id', topics, preferredChannel }
    : null;
}
