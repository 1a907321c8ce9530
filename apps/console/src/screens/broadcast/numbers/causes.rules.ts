import { type Cause, isProvidersOwn, reasonKey } from '../../../parts/sending/provider-codes.rules.js';

/** Copies of one cause that became the same, on whatever channels and by whatever codes. */
interface CauseRow<C extends string, S extends string> {
  state: S;
  /** The first of its codes, for its words; null: none was noted. */
  reason: string | null;
  /** The codes that a provider's support asks for. */
  codes: string[];
  /** All of its codes. */
  reasons: string[];
  channels: C[];
  copies: number;
  people: number;
}

/** One row for each cause and what became of the copies, the most copies first; what held them back is of one channel alone. */
export function byCause<C extends string, S extends string>(
  lines: readonly (Cause<C, S> & { people: number })[],
): CauseRow<C, S>[] {
  const found = new Map<string, CauseRow<C, S>>();
  for (const { channel, state, reason, copies, people } of lines) {
    const key = reason === null || state === 'unknown' ? null : reasonKey(reason);
    const apart = key === null || state === 'cancelled' || state === 'expired';
    const line = JSON.stringify([state, key ?? reason, apart && channel]);
    const codes = reason !== null && key !== null && isProvidersOwn(reason) ? [reason] : [];
    const same = found.get(line);
    if (!same) {
      const reasons = reason === null ? [] : [reason];
      found.set(line, { state, reason, codes, reasons, channels: [channel], copies, people });
      continue;
    }
    for (const code of codes) if (!same.codes.includes(code)) same.codes.push(code);
    if (reason !== null && !same.reasons.includes(reason)) same.reasons.push(reason);
    if (!same.channels.includes(channel)) same.channels.push(channel);
    same.copies += copies;
    same.people += people;
  }
  return [...found.values()].toSorted((a, b) => b.copies - a.copies);
}
