/**
 * What a provider's code says is refused, where it says more than that the sender or the content is: the enhanced status
 * codes of mail (RFC 3463, RFC 7372, RFC 7505), Twilio's list of errors, SMPP 3.4 §5.1.3. The first match wins.
 */
const SAID = [
  [/^smtp [45]\.1\.[78]$/, 'address'],
  [/^smtp [45]\.7\.2[012]$/, 'dkim'],
  [/^smtp [45]\.7\.2[34]$/, 'spf'],
  [/^smtp [45]\.7\.25$/, 'ptr'],
  [/^smtp [45]\.7\.26$/, 'domain'],
  [/^smtp [45]\.7\.27$/, 'nullMx'],
  [/^smtp [45]\.7\.8$/, 'password'],
  [/^smtp [45]\.3\.4$/, 'size'],
  [/^smtp [45]\.6\./, 'content'],
  [/^twilio 21408$/, 'country'],
  [/^twilio 21606$|^smpp 0x0a$/, 'number'],
  [/^twilio 3003[24]$/, 'unregistered'],
  [/^twilio (30007|30042|21602|21617)$|^telegram 400 content$/, 'content'],
  [/^twilio 20003$|^telegram 401$|^smpp 0x0e$/, 'password'],
] as const;

/**
 * Codes of a refusal that is our fault and of which no more is said: the words of the reason are enough, or the code does not
 * tell what is refused. test/console/provider-codes.rules.spec.ts asks that every code stands in one of the two lists.
 */
export const SAYS_NO_MORE: readonly string[] = [
  'twilio 20404',
  'twilio 21603',
  'twilio 21612',
  'twilio 21701',
  'twilio 21703',
  'twilio 21704',
  'twilio 21705',
  'twilio 30002',
];

export type Said = (typeof SAID)[number][1];

/** What a code says is refused; null: it does not say. */
export const saidBy = (code: string | null | undefined): Said | null =>
  SAID.find(([pattern]) => pattern.test(code ?? ''))?.[1] ?? null;
