import fc from 'fast-check';
import {
  areComplete,
  COMPARED_MS,
  distinct,
  type Mark,
  readMark,
  toCompare,
  writeMark,
} from './claim-marks.rules.js';

const NOW = Date.UTC(2026, 10, 24);
const mark = (more: Partial<Mark> = {}): Mark => ({
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

describe('marks of claims', () => {
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
        expect(readMark(writeMark(mark(more)))).toEqual(mark(more));
      }),
    );
  });

  it.each([
    '',
    'cut off',
    writeMark(mark()).slice(0, -2),
    writeMark(mark({ claim: 'x' })),
    `${writeMark(mark())} 1`,
  ])('are not read from %j', (line) => {
    expect(readMark(line)).toBeNull();
  });

  it('count once, in whatever places they are kept', () => {
    expect(distinct([mark(), mark(), mark({ no: 2 })])).toHaveLength(2);
  });

  it('are compared from the epoch of the database on, and for some weeks', () => {
    const [old, now, later] = [mark({ epoch: 1 }), mark({ epoch: 2 }), mark({ epoch: 3 })];
    const forgotten = mark({ epoch: 2, at: NOW - COMPARED_MS });
    expect(toCompare([old, now, later, forgotten], 2, NOW)).toEqual([now, later]);
  });
});

describe('the marks of one place', () => {
  const [first, second, third] = [mark(), mark({ no: 2, at: NOW + 1 }), mark({ no: 3, at: NOW + 2 })];

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
    const other = mark({ worker: 'fedcba9876543210', at: NOW + 3 });
    expect(areComplete([first, other], [first])).toBe(true);
    expect(areComplete([first, { ...other, no: 7 }], [first])).toBe(false);
  });
});
