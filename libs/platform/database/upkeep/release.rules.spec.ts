import fc from 'fast-check';
import { mayNotMigrate, misfit } from './release.rules.js';

const release = fc.integer({ min: 1, max: 9 });

describe('programs and the schema', () => {
  it('of neighbouring releases run together, while the next one is rolled out', () => {
    fc.assert(
      fc.property(release, (n) => {
        expect([misfit(n, n), misfit(n, n + 1)]).toEqual([null, null]);
        expect(mayNotMigrate(n + 1, n, true)).toBeNull();
      }),
    );
  });

  it.each([
    [1, 0, /release 0, and this program needs 1: run "npm run migrate"/],
    [2, 1, /run "npm run migrate" of this release first/],
    [1, 3, /start the programs of release 3/],
  ])('a program of release %i does not start on a schema of release %i', (program, schema, said) =>
    expect(misfit(program, schema)).toMatch(said),
  );

  it.each([
    [1, 2, false, /would undo parts of it/],
    [3, 1, true, /install release 2 first, or stop all programs/],
    [3, 1, false, null],
    [3, 0, true, null],
  ])(
    'code of release %i may migrate one of release %i, programs running %s: %s',
    (code, schema, running, said) =>
      said === null
        ? expect(mayNotMigrate(code, schema, running)).toBeNull()
        : expect(mayNotMigrate(code, schema, running)).toMatch(said),
  );
});
