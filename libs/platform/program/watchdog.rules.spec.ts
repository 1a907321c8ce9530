import fc from 'fast-check';
import { judge, type Look } from './watchdog.rules.js';

const PATIENCE_MS = 30_000;
const LOOK_MS = 2_500;

/** Runs checks one after the other. @returns the number of the check that ended the program */
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
  it('ends a program that makes no progress although the database is available', () => {
    expect(ended(Array<Look>(20).fill(HUNG))).toBe(PATIENCE_MS / LOOK_MS);
  });

  it('never ends a program while the database is unavailable, and counts from its return', () => {
    const away: Look = { progress: false, databaseThere: false };
    expect(ended([...Array<Look>(1000).fill(away), ...Array<Look>(12).fill(HUNG)])).toBeNull();
  });

  it('ends a program only after consecutive checks that all find it hung', () => {
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
