import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  type ArrowKey,
  neighbour,
  TILE_BLOCKS,
  TILES,
} from '../../apps/console/src/parts/regions/province-tiles.js';

/** Code → time zone, from the file that defines the regions. */
const PROVINCES = new Map(
  readFileSync('libs/audience/data/provinces.csv', 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([code = '', , timeZone = '']) => [code, timeZone]),
);
const ARROWS: ArrowKey[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
const offset = (timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).format(new Date('2026-06-01'));

describe('the tiles of the map', () => {
  it('are the existing provinces, one each, without overlap', () => {
    expect(TILES.map(({ code }) => code).toSorted()).toEqual([...PROVINCES.keys()].toSorted());
    expect(new Set(TILES.map(({ row, column }) => `${row} ${column}`)).size).toBe(TILES.length);
  });

  it('lie in the block of their time zone, and the blocks from west to east', () => {
    for (const { timeZone, tiles } of TILE_BLOCKS)
      for (const { code } of tiles)
        expect({ code, clock: offset(PROVINCES.get(code) ?? 'UTC') }).toEqual({
          code,
          clock: offset(timeZone),
        });
    expect(TILE_BLOCKS.map(({ name }) => name)).toEqual(['WIB', 'WITA', 'WIT']);
  });

  it('can all be reached by arrow keys from any of them, and an arrow never goes back', () => {
    const from = (start: string): Set<string> => {
      const seen = new Set([start]);
      for (const code of seen) for (const key of ARROWS) seen.add(neighbour(code, key));
      return seen;
    };
    for (const { code } of TILES) expect({ code, reached: from(code).size }).toEqual({ code, reached: 38 });
    const tile = (code: string) => TILES.find((one) => one.code === code) ?? { row: -1, column: -1 };
    fc.assert(
      fc.property(fc.constantFrom(...TILES), fc.constantFrom(...ARROWS), ({ code, row, column }, key) => {
        const there = tile(neighbour(code, key));
        if (key === 'ArrowLeft') return there.column <= column;
        if (key === 'ArrowRight') return there.column >= column;
        return key === 'ArrowUp' ? there.row <= row : there.row >= row;
      }),
    );
  });

  it.each([
    ['32', 'ArrowUp', '31'],
    ['35', 'ArrowRight', '51'],
    ['91', 'ArrowRight', '91'],
    ['11', 'ArrowDown', '12'],
  ] as const)('from %s by %s is %s', (code, key, there) => expect(neighbour(code, key)).toBe(there));
});
