import fc from 'fast-check';
import {
  areComplete,
  COMPARED_MS,
  distinct,
  type ClaimNote,
  readNote,
  toCompare,
  writeNote,
} from './claim-notes.rules.js';

const NOW = Date.UTC(2026, 10, 24);
const note = (more: Partial<ClaimNote> = {}): ClaimNote => ({
  epoch: 0,
  claim: '12',
  leasedUntil: NOW + 60_000,
  at: NOW,
  broadcast: '340',
  wave: '5',
  batch: 3,
  copies: 100,
  system: '7577700000000000001',
  timeline: '00000001',
  worker: '0123456789abcdef',
  no: 1,
  ...more,
});

describe('notes of claims', () => {
  it('are read as they were written', () => {
    const numbers = fc.record({
      epoch: fc.nat(),
      batch: fc.nat(),
      copies: fc.nat(),
      no: fc.nat(),
      claim: fc.bigInt({ min: 1n, max: 2n ** 62n }).map(String),
    });
    fc.assert(
      fc.property(numbers, (more) => {
        expect(readNote(writeNote(note(more)))).toEqual(note(more));
      }),
    );
  });

  it.each([
    '',
    'cut off',
    writeNote(note()).slice(0, -2),
    writeNote(note({ claim: 'x' })),
    `${writeNote(note())} 1`,
  ])('are not read from %j', (line) => {
    expect(readNote(line)).toBeNull();
  });

  it('count once, in whatever places they are kept', () => {
    expect(distinct([note(), note(), note({ no: 2 })])).toHaveLength(2);
  });

  it('are compared from the epoch of the database on, and for some weeks', () => {
    const [old, now, later] = [note({ epoch: 1 }), note({ epoch: 2 }), note({ epoch: 3 })];
    const forgotten = note({ epoch: 2, at: NOW - COMPARED_MS });
    expect(toCompare([old, now, later, forgotten], 2, NOW)).toEqual([now, later]);
  });
});

describe('the notes of one place', () => {
  const [first, second, third] = [note(), note({ no: 2, at: NOW + 1 }), note({ no: 3, at: NOW + 2 })];

  it('are complete from some that the database has to the last', () => {
    expect(areComplete([first, second, third], [first])).toBe(true);
    expect(areComplete([second, third], [second])).toBe(true);
  });

  it('are not when the database has none of them', () => {
    expect(areComplete([first, second, third], [])).toBe(false);
  });

  it('are not when one of a worker is left out', () => {
    expect(areComplete([first, third], [first])).toBe(false);
  });

  it('are not when a worker began before them', () => {
    const other = note({ worker: 'fedcba9876543210', at: NOW + 3 });
    expect(areComplete([first, other], [first])).toBe(true);
    expect(areComplete([first, { ...other, no: 7 }], [first])).toBe(false);
  });
});
