import { CHANNELS, type ChannelName } from '#channels';
import { apportion } from '../regions/apportion.rules.js';
import { topicIds } from '../topics.js';
import { FAMILY_NAMES, GIVEN_NAMES } from './names.js';

/** A province to seed, with its regencies. */
export interface SeededProvince {
  code: string;
  registeredVoters: number;
  regencies: readonly string[];
}

/** One generated citizen. */
export interface Person {
  provinceCode: string;
  regionCode: string;
  name: string;
  language: 'id' | 'en';
  topics: string[];
  preferredChannel: ChannelName;
  /** When consent was given: days before now. */
  consentDaysAgo: number;
  addresses: { channel: ChannelName; to: string; dead: boolean }[];
}

const SMS_SHARE = 0.5;
const TELEGRAM_SHARE = 0.3;
const EMAIL_SHARE = 0.8;
// People with neither a phone number nor Telegram get e-mail, so that everyone can be reached. They are 35 %; the
// others have e-mail with this probability (9/13), so that the total share is 80 %.
const NEITHER = (1 - SMS_SHARE) * (1 - TELEGRAM_SHARE);
const EMAIL_BESIDE_OTHERS = (EMAIL_SHARE - NEITHER) / (1 - NEITHER);
const DEAD_SHARE = 0.005;
const ENGLISH_SHARE = 0.1;

// +62 mobile numbers of the numbering plan (libphonenumber), with prefixes that to our knowledge no operator holds:
// test data that reaches a real provider rings no citizen's phone.
const PHONE_PREFIXES =
  '834 835 836 837 839 860 861 862 863 864 865 866 867 870 871 872 873 874 875 876 890 891 892 893 894'.split(
    ' ',
  );
const NUMBERS_PER_PREFIX = 90_000_000;
const SERIALS = PHONE_PREFIXES.length * NUMBERS_PER_PREFIX;
// Primes that do not divide SERIALS, small enough for exact products below 2^53: multiplication by one permutes the
// serials.
const PHONE_STRIDE = 2_097_143;
const CHAT_STRIDE = 1_299_709;
// Far above the ids in use at Telegram.
const FIRST_CHAT_ID = 90_000_000_000;
// Reserved by RFC 2606: no mailbox exists.
const EMAIL_DOMAINS = ['example.com', 'example.net', 'example.org'];

/**
 * Generates people, each from the seed and its number alone: the same for the same arguments, in any order and
 * chunking. Provinces share the contacts by registered voters, at least one each if they suffice; a province's
 * regencies share evenly. Neighbouring numbers live in different provinces, like real subscribers.
 *
 * Addresses are unique within a seed. All seeds use the same 2.25 thousand million serial numbers, from different
 * starting points; two seeds collide only if these lie closer together than their number of contacts.
 * @returns the person of a number from 0 to `contacts` - 1
 */
export function peopleOf(
  contacts: number,
  seed: number,
  provinces: readonly SeededProvince[],
): (index: number) => Person {
  const shares = apportion(
    contacts,
    provinces.map((province) => province.registeredVoters),
    1,
  );
  const places = provinces.flatMap((province, index) => ({ province, size: shares[index] ?? 0 }));
  const stride = coprimeStride(contacts);
  const firstSerial = Math.floor(drawing(seed, -1)() * SERIALS);
  return (index) => {
    const { province, place } = livingAt((index * stride) % contacts, places);
    return person(drawing(seed, index), (firstSerial + index) % SERIALS, province, place);
  };
}

function person(draw: () => number, serial: number, province: SeededProvince, place: number): Person {
  const words = [pick(draw, GIVEN_NAMES)];
  const length = draw();
  // Many Indonesians have only one name.
  if (length > 0.1) words.push(pick(draw, length > 0.8 ? GIVEN_NAMES : FAMILY_NAMES));
  if (length > 0.8) words.push(pick(draw, FAMILY_NAMES));
  const sms = draw() < SMS_SHARE;
  const telegram = draw() < TELEGRAM_SHARE;
  const email = draw() < EMAIL_BESIDE_OTHERS || !(sms || telegram);
  const held = CHANNELS.filter((channel) => ({ email, telegram, sms })[channel]);
  const topics = topicIds.filter(() => draw() < 0.45);
  return {
    provinceCode: province.code,
    regionCode: province.regencies[place % province.regencies.length] ?? province.code,
    name: words.join(' '),
    language: draw() < ENGLISH_SHARE ? 'en' : 'id',
    topics: topics.length > 0 ? topics : [pick(draw, topicIds)],
    preferredChannel: pick(draw, held),
    consentDaysAgo: 1 + Math.floor(draw() * 300),
    addresses: held.map((channel) => ({
      channel,
      to: endpoint(channel, serial, words),
      dead: draw() < DEAD_SHARE,
    })),
  };
}

function endpoint(channel: ChannelName, serial: number, words: string[]): string {
  switch (channel) {
    case 'email':
      return `${words.join('.').toLowerCase()}.${serial.toString(36)}@${EMAIL_DOMAINS[serial % EMAIL_DOMAINS.length]}`;
    case 'telegram':
      return String(FIRST_CHAT_ID + ((serial * CHAT_STRIDE) % SERIALS));
    case 'sms': {
      const number = (serial * PHONE_STRIDE) % SERIALS;
      const prefix = PHONE_PREFIXES[Math.floor(number / NUMBERS_PER_PREFIX)];
      return `+62${prefix}${10_000_000 + (number % NUMBERS_PER_PREFIX)}`;
    }
  }
}

function livingAt(
  position: number,
  places: { province: SeededProvince; size: number }[],
): { province: SeededProvince; place: number } {
  let left = position;
  for (const { province, size } of places) {
    if (left < size) return { province, place: left };
    left -= size;
  }
  throw new Error('More people than places');
}

/** A step near the golden section of n that is coprime with n: n steps visit each place once. */
function coprimeStride(n: number): number {
  const factor = (a: number, b: number): number => (b === 0 ? a : factor(b, a % b));
  let stride = Math.max(1, Math.round(n * 0.618));
  while (factor(stride, n) !== 1) stride++;
  return stride;
}

function pick<T>(draw: () => number, from: readonly T[]): T {
  const found = from[Math.floor(draw() * from.length)];
  if (found === undefined) throw new Error('Nothing to pick from');
  return found;
}

/** Uniform draws from [0, 1) by mulberry32, seeded per person. */
function drawing(seed: number, index: number): () => number {
  let state = mix(mix(seed) ^ Math.imul(index, 0x9e3779b1));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Murmur3's finaliser: spreads similar numbers. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
