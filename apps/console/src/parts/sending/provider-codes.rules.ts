/**
 * Codes of Siar and of the providers that have words for staff; the first match wins. What a code means for the ledger
 * stands beside each channel's adapter.
 */
const REASONS = [
  [/^smtp 5\.1\.(1|2|3|6|10)$/, 'noMailbox'],
  [/^smtp 5\.2\.1$/, 'mailboxDisabled'],
  [/^smtp [45]\.2\.2$/, 'mailboxFull'],
  [/^smtp ([45]\.7\.|5\.1\.[78]$|5\.3\.4$|5\.6\.)/, 'senderRefused'],
  [/^smtp bounced$/, 'bounced'],
  [/^smtp 4/, 'laterGivenUp'],
  [/^smtp 5/, 'mailRefused'],
  [/^telegram 403 blocked$/, 'blocked'],
  [/^telegram 403/, 'notStarted'],
  [/^telegram 400 gone$/, 'chatGone'],
  [/^telegram 400 content$/, 'contentRefused'],
  [/^telegram (401|404)$/, 'account'],
  [/^telegram 429$|^no slot$|^twilio (20429|14107|21611)$/, 'tooFast'],
  [/^(telegram|twilio http) 5\d\d$|^twilio 205\d\d$/, 'providerError'],
  // The network's own codes: refused, reset, not found.
  [/^(smtp|telegram|twilio|smpp) E[A-Z]{4,}$/, 'providerAway'],
  [/^twilio (21211|21614|21635|21265|30005|30006)$/, 'noNumber'],
  [/^twilio 21610$|^opted out at the provider$/, 'optedOut'],
  [/^twilio (30001|30003)$/, 'phoneOff'],
  [/^twilio 30004$/, 'phoneBlocks'],
  [/^twilio (30007|30042|21602|21617)$/, 'contentRefused'],
  [/^twilio (30008|undelivered)$/, 'operatorSilent'],
  [/^twilio canceled$/, 'cancelledThere'],
  [/^twilio (20003|20404|30002|21603|2170[145])$/, 'account'],
  // About the sender and this one number: the account takes others.
  [/^twilio (21408|21606|21612|21703|3003[24])$|^smpp 0x0a$/, 'senderUnfit'],
  // What the account's `errors` say of the code goes before what SMPP says.
  [/^smpp .+: dead$/, 'noNumber'],
  [/^smpp .+: opted_out$/, 'optedOut'],
  [/^smpp .+: soft$/, 'phoneOff'],
  [/^smpp .+: sender_at_fault$/, 'senderUnfit'],
  [/^smpp .+: own_fault$/, 'account'],
  [/^smpp .+: slow_down$/, 'tooFast'],
  [/^smpp .+: away$/, 'providerAway'],
  [/^smpp .+: (failed|retry)$/, 'operatorSilent'],
  [/^smpp 0x(14|58)$/, 'tooFast'],
  [/^smpp (0x0[48d]|0x05|0x64|[A-Z][A-Z\d_]+|bind held elsewhere)$/, 'providerAway'],
  [/^smpp 0x0b$/, 'noNumber'],
  [/^smpp 0x(0[ef]|53|48|49|50|51|101)$/, 'account'],
  [/^smpp deleted/, 'cancelledThere'],
  [/^smpp (undeliv|rejectd|expired|0x)/, 'operatorSilent'],
  [
    /^(twilio|smpp) not sent, it would expire$|^not sent before expiry$|^expired before hand-over$/,
    'expired',
  ],
  [/^ceiling reached$/, 'ceiling'],
  [/^warming up$/, 'warmingUp'],
  [/^cancelled before sending$/, 'cancelled'],
  [/^(worker lost|adapter failed)$/, 'workerLost'],
  [/^restored$/, 'restored'],
  [/^found with the provider$/, 'foundThere'],
  [/^could not be composed$/, 'notComposed'],
  [/^(held|try) /, 'held'],
  [/^dead before/, 'dead'],
  [/^(left or )?suppressed before/, 'left'],
] as const;

export type ReasonKey = (typeof REASONS)[number][1];

/** What is said of a copy: a code that ends a copy after many tries says less of one that is tried again. */
export function reasonWord(code: string, state: string): `${ReasonKey}.what` | 'laterGivenUp.sofar' | null {
  const key = reasonKey(code);
  if (key === 'laterGivenUp' && (state === 'pending' || state === 'claimed')) return 'laterGivenUp.sofar';
  return key && `${key}.what`;
}

/** Whether a copy waits for another try, and when: `soon` is when its time has come. @param now ms since 1970 */
export function retryOf(
  { state, attempts, nextAttemptAt }: { state: string; attempts: number; nextAttemptAt: string | null },
  now: number,
): 'at' | 'soon' | null {
  if (state !== 'pending' || (attempts === 0 && nextAttemptAt === null)) return null;
  return nextAttemptAt !== null && Date.parse(nextAttemptAt) > now ? 'at' : 'soon';
}

/** Reasons that ask nothing of anybody; but who did not get a correction still holds the wrong message. */
const SETTLED: ReadonlySet<ReasonKey> = new Set([
  'noMailbox',
  'mailboxDisabled',
  'mailboxFull',
  'bounced',
  'blocked',
  'notStarted',
  'chatGone',
  'noNumber',
  'optedOut',
  'phoneOff',
  'phoneBlocks',
  'cancelled',
  'dead',
  'left',
]);

/** Reasons that say an address is dead: it gets no broadcast any more. */
const DEAD: ReadonlySet<ReasonKey> = new Set(['noMailbox', 'mailboxDisabled', 'noNumber', 'chatGone']);

/** Whether a copy's reason says that its address is dead. */
export const saysDead = (reason: string | null): boolean => {
  const key = reason === null ? null : reasonKey(reason);
  return key !== null && DEAD.has(key);
};

/** As the brake judges it by default: fewer dead addresses than this, or a smaller share of the answers, are usual. */
const MANY_DEAD = 10;
const MANY_DEAD_SHARE = 0.1;

/**
 * Whether a reason says of an unusual number of addresses that they are dead: a provider may be wrong then.
 * @param copies those with the reason
 * @param handed what was handed over on its channels
 */
export const saysManyDead = (reason: string | null, copies: number, handed: number): boolean =>
  saysDead(reason) && copies >= MANY_DEAD && copies >= handed * MANY_DEAD_SHARE;

/** The number of addresses on these channels that a broadcast's answers declared dead. */
export const takenOut = (
  failures: readonly { channel: string; state: string; reason: string | null; copies: number }[],
  channels: readonly string[],
): number =>
  failures
    .filter(
      ({ channel, state, reason }) => state === 'failed' && channels.includes(channel) && saysDead(reason),
    )
    .reduce((sum, { copies }) => sum + copies, 0);

/** Whether the usual advice on a reason is wrong for a correction. */
export const leavesUncorrected = (key: ReasonKey): boolean => SETTLED.has(key);

/** Reasons of unknown copies; the first match wins. The same code elsewhere has another meaning. */
const UNKNOWN = [
  [/^worker lost$/, 'workerLost'],
  [/^restored$/, 'restored'],
  [/^adapter failed$/, 'adapterFailed'],
  [/ (ETIMEDOUT|ABORT_ERR|(http )?504)$/, 'noAnswer'],
  [/^twilio error$/, 'unreadable'],
  // A part of a text was accepted, and the next one was not.
  [/^smpp .* in part /, 'partly'],
  [/^(smtp|telegram|twilio|smpp) /, 'brokenOff'],
] as const;

export type UnknownKey = (typeof UNKNOWN)[number][1] | 'other';

/** The key of the words for an unknown copy's reason. */
export function unknownKey(code: string | null): UnknownKey {
  return UNKNOWN.find(([pattern]) => code !== null && pattern.test(code))?.[1] ?? 'other';
}

/** A code such as `twilio 30003` or `smtp 5.1.1`, which a provider's support asks for: it is shown beside the words. */
export const isProvidersOwn = (code: string): boolean =>
  /^(?:(smtp|telegram|twilio( http)?) [\d.]+|smpp (0x[\da-f]+|[a-z]{7}( \w+)?)(: [a-z_]+)?)$/.test(code);

/** What a person reads of a reason: its words, with the code where that is shown. */
function readOf({ state, reason }: { state: string; reason: string | null }): string | null {
  // Words for unknown copies always have their code.
  if (reason === null || state === 'unknown') return reason;
  return isProvidersOwn(reason) ? reason : (reasonKey(reason) ?? reason);
}

/** Adds up failures that have the same words: a person reads one cause, whichever step found it. */
export function sameWords<
  F extends { channel: string; state: string; reason: string | null; copies: number },
>(failures: readonly F[]): F[] {
  const found = new Map<string, F>();
  for (const one of failures) {
    const line = `${one.channel} ${one.state} ${readOf(one)}`;
    const before = found.get(line);
    found.set(line, before ? { ...before, copies: before.copies + one.copies } : one);
  }
  return [...found.values()].toSorted((a, b) => b.copies - a.copies);
}

/** Copies that did not arrive, by what became of them and why. */
export interface Cause<C extends string, S extends string> {
  channel: C;
  state: S;
  reason: string | null;
  copies: number;
}

/**
 * The same with the people that got nothing for each cause; several causes may share a person. Causes of people alone come last.
 * @param missed the people that got nothing: each once
 */
export function withPeople<C extends string, S extends string>(
  failures: readonly Cause<C, S>[],
  missed: readonly (Omit<Cause<C, S>, 'copies'> & { people: number })[],
): (Cause<C, S> & { people: number })[] {
  const lines = sameWords(failures);
  const people = sameWords(missed.map(({ people: copies, ...one }) => ({ ...one, copies })));
  const isSame = (a: Cause<C, S>, b: Cause<C, S>): boolean =>
    a.channel === b.channel && a.state === b.state && readOf(a) === readOf(b);
  return [
    ...lines.map((line) => ({ ...line, people: people.find((one) => isSame(line, one))?.copies ?? 0 })),
    ...people
      .filter((one) => !lines.some((line) => isSame(line, one)))
      .map((one) => ({ ...one, copies: 0, people: one.copies })),
  ];
}

/** The key of the words for a reason; null: the reason is shown unchanged. */
export function reasonKey(code: string): ReasonKey | null {
  return REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? null;
}
