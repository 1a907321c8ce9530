import fc from 'fast-check';
import { judge, type Look } from './watchdog.rules.js';

const PATIENCE_MS = 30_000;
const LOOK_MS = 2_500;

/** Looks one after the other. @returns when the program was ended, as the number of the look */
function ended(looks: readonly Look[]): number | null {
  let hungSince: number | null = null;
  for (const [no, look] of looks.entries()) {
    const verdict = judge(hungSince, look, no * LOOK_MS, PATIENCE_MS);
    if (verdict.end) return no;
    ({ hungSince } = verdict);
  }
  return null;
}

const HUNG: Look = { progress: false, databaseThere: true };

describe('the watchdog', () => {
  it('ends a program that makes no progress though the database is there', () => {
    expect(ended(Array<Look>(20).fill(HUNG))).toBe(PATIENCE_MS / LOOK_MS);
  });

  it('never ends one while the database is away, and counts from when it is back', () => {
    const away: Look = { progress: false, databaseThere: false };
    expect(ended([...Array<Look>(1000).fill(away), ...Array<Look>(12).fill(HUNG)])).toBeNull();
  });

  it('ends one only after looks without a break that all found it hung', () => {
    const look = fc.record({ progress: fc.boolean(), databaseThere: fc.boolean() });
    fc.assert(
      fc.property(fc.array(look, { maxLength: 60 }), (looks) => {
        const end = ended(looks);
        if (end === null) return;
        const last = looks.slice(end - PATIENCE_MS / LOOK_MS, end + 1);
        expect(last.every(({ progress, databaseThere }) => !progress && databaseThere)).toBe(true);
      }),
    );
  });
});
