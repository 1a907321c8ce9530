import { createHash } from 'node:crypto';
import { COMMON_PASSWORDS, COMMON_PASSWORD_BYTES } from './common-passwords.data.js';

/** Minimum length of a password, in characters; length counts, not composition (NIST SP 800-63B §3.1.1). */
export const PASSWORD_MIN = 12;

/** Why a password is easy to guess. */
export type Weakness = 'short' | 'common' | 'personal';

/** Words of the country, the work and the day; a password may not consist of them plus digits and signs. */
const EVERYDAY = new Set(
  (
    'admin administrator bismillah indonesia jakarta katasandi kementerian komisi kpu merdeka pancasila passw password ' +
    'pemilihan pemilihanumum pemilu pilkada presiden qwerty rahasia sandi sayang selamatdatang siar siaran welcome'
  ).split(' '),
);
/** Fewer distinct characters than this form a pattern. */
const DIFFERENT_MIN = 5;
/** Minimum letters beside the person's own name. */
const OWN_LETTERS_MIN = 4;
const PERSONAL_WORD_MIN = 3;

const common = new Set<string>();
for (let at = 0; at < COMMON_PASSWORDS.length; at += COMMON_PASSWORD_BYTES)
  common.add(COMMON_PASSWORDS.subarray(at, at + COMMON_PASSWORD_BYTES).toString('hex'));

/** Why this password is refused for this person; null if it is accepted. */
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

/** A repeated unit, few distinct characters, or consecutive characters. */
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
