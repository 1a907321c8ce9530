import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { projectRoot } from '#platform/program';
import { type Limit, type LimitName, LIMITS, take } from './limits.rules.js';

const limits = fc.record({
  burst: fc.integer({ min: 1, max: 20 }),
  everySeconds: fc.integer({ min: 1, max: 3600 }),
});
const waits = fc.array(fc.nat(5_000_000), { minLength: 1, maxLength: 200 });

/** Requests once after each wait, in ms; returns the instants at which it was allowed. */
function ask(limit: Limit, after: readonly number[]): number[] {
  let now = 1_800_000_000_000;
  let paidUntil: number | null = null;
  return after.flatMap((wait) => {
    now += wait;
    const taken = take(paidUntil, now, limit);
    paidUntil = taken.paidUntil;
    return taken.allowed ? [now] : [];
  });
}

describe('a limit', () => {
  it('allows the burst at once, and no more', () => {
    fc.assert(
      fc.property(limits, (limit) => {
        expect(ask(limit, Array<number>(limit.burst + 5).fill(0))).toHaveLength(limit.burst);
      }),
    );
  });

  it("never allows more in any period than the burst and the period's refill", () => {
    fc.assert(
      fc.property(limits, waits, (limit, after) => {
        const at = ask(limit, after);
        for (let first = 0; first < at.length; first++) {
          for (let last = first; last < at.length; last++) {
            const span = ((at[last] ?? 0) - (at[first] ?? 0)) / 1000;
            expect(last - first + 1).toBeLessThanOrEqual(limit.burst + span / limit.everySeconds);
          }
        }
      }),
    );
  });

  it('returns the exact time of the next allowed request', () => {
    fc.assert(
      fc.property(limits, fc.nat(1_000_000), (limit, owed) => {
        const now = 1_800_000_000_000;
        const paidUntil = now + owed * 1000;
        const { allowed, retryAt } = take(paidUntil, now, limit);
        expect(take(paidUntil, retryAt, limit).allowed).toBe(true);
        if (!allowed) expect(take(paidUntil, retryAt - 1, limit).allowed).toBe(false);
      }),
    );
  });

  it('charges nothing for a refusal', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 50 }), (limit, refusals) => {
        const full = [...Array<number>(limit.burst).fill(0), ...Array<number>(refusals).fill(0)];
        expect(ask(limit, [...full, limit.everySeconds * 1000])).toHaveLength(limit.burst + 1);
      }),
    );
  });
});

/** The limits of each row of the table in docs/public.md, in its order. */
const ON_PUBLIC_PAGES: readonly (readonly [row: string, limits: readonly LimitName[]])[] = [
  ['signing up', ['address', 'network', 'networkSms', 'sms', 'everybody']],
  ['wrong codes', ['guesses']],
  ['comparing a text', ['pastes']],
  ['seeing, changing', ['ownData']],
  ['answers of the bot', ['chat', 'chats']],
];
const period = (seconds: number): string =>
  seconds >= 3600 ? `${seconds / 3600} h` : seconds >= 60 ? `${seconds / 60} min` : `${seconds} s`;

it.each(ON_PUBLIC_PAGES)('says in docs/public.md how often: %s', (row, names) => {
  const page = readFileSync(join(projectRoot, 'docs/public.md'), 'utf8').split('\n');
  const cells = page.find((line) => line.startsWith(`| ${row}`))?.split('|') ?? [];
  const figures = names
    .map((name) => `${LIMITS[name].burst}, ${period(LIMITS[name].everySeconds)}`)
    .join(' · ');
  expect(cells[3]?.trim()).toMatch(new RegExp(`^${figures.replaceAll('.', '\\.')}(;|$)`));
});
