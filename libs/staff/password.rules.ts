import { createHash } from 'node:crypto';
import { COMMON_PASSWORDS, COMMON_PASSWORD_BYTES } from './common-passwords.data.js';

/** Shortest password taken, in characters; length counts, not mixture (NIST SP 800-63B §3.1.1). */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;

/** Why a password is guessed soon. */
export type Weakness = 'short' | 'common' | 'personal';

/** Words that a password may not consist of, with digits and signs around them: of the place, the work and the day. */
const EVERYDAY = new Set(
  (
    'admin administrator bismillah indonesia jakarta katasandi kementerian komisi kpu merdeka pancasila passw password ' +
    'pemilihan pemilihanumum pemilu pilkada presiden qwerty rahasia sandi sayang selamatdatang siar siaran welcome'
  ).split(' '),
);
/** Fewer different characters than this are a pattern. */
const DIFFERENT_MIN = 5;
/** What is left beside one's own name must have this many letters. */
const OWN_LETTERS_MIN = 4;
const PERSONAL_WORD_MIN = 3;

const common = new Set<string>();
for (let at = 0; at < COMMON_PASSWORDS.length; at += COMMON_PASSWORD_BYTES)
  common.add(COMMON_PASSWORDS.subarray(at, at + COMMON_PASSWORD_BYTES).toString('hex'));

/** Why this password is not taken from this person; null when it is. */
export function weaknessOf(password: string, person: { username: string; name: string }): Weakness | null {
  const plain = password.normalize('NFKC').toLowerCase();
  if (password.length < PASSWORD_MIN) return 'short';
  if (isCommon(plain) || isPattern(plain)) return 'common';
  return isPersonal(plain, person) ? 'personal' : null;
}

function isCommon(plain: string): boolean {
  const hash = createHash('sha256').update(plain).digest().subarray(0, COMMON_PASSWORD_BYTES);
  return common.has(hash.toString('hex')) || EVERYDAY.has(plain.replaceAll(/^[^a-z]+|[^a-z]+$/g, ''));
}

/** One unit again and again, few characters, or characters that follow each other. */
function isPattern(plain: string): boolean {
  const characters = Array.from(plain);
  if (new Set(characters).size < DIFFERENT_MIN || /^(.{1,6})\1+$/u.test(plain)) return true;
  const steps = characters
    .slice(1)
    .map((character, at) => (character.codePointAt(0) ?? 0) - (characters[at]?.codePointAt(0) ?? 0));
  return [1, -1].some((step) => steps.filter((one) => one === step).length >= steps.length - 2);
}

function isPersonal(plain: string, { username, name }: { username: string; name: string }): boolean {
  const words = `${username} ${name}`
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length >= PERSONAL_WORD_MIN);
  const rest = words.reduce((left, word) => left.replaceAll(word, ' '), plain);
  return rest !== plain && rest.replaceAll(/[^\p{L}]/gu, '').length < OWN_LETTERS_MIN;
}
