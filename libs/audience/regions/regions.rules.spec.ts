import fc from 'fast-check';
import { normaliseRegions, regionName } from './regions.rules.js';

const known = new Map<string, { parentCode: string | null }>([
  ...['11', '12', '91'].map((code) => [code, { parentCode: null }] as const),
  ...['11.01', '11.02', '12.01', '91.03'].map((code) => [code, { parentCode: code.slice(0, 2) }] as const),
]);
const codes = fc.array(fc.constantFrom(...known.keys()), { minLength: 1 });
const covered = (selection: readonly string[]): string[] =>
  [...known.keys()].filter((code) =>
    selection.some((chosen) => code === chosen || known.get(code)?.parentCode === chosen),
  );

describe('normaliseRegions', () => {
  it('covers exactly the chosen regions, none twice or inside another', () => {
    fc.assert(
      fc.property(codes, (chosen) => {
        const { regions, faults } = normaliseRegions(chosen, known);
        expect(faults).toEqual([]);
        expect(covered(regions)).toEqual(covered(chosen));
        for (const region of regions) {
          expect(covered(regions.filter((other) => other !== region))).not.toContain(region);
        }
      }),
    );
  });

  it('returns one form for any order, and is idempotent', () => {
    fc.assert(
      fc.property(codes, (chosen) => {
        const { regions } = normaliseRegions(chosen, known);
        expect(normaliseRegions([...chosen].reverse(), known).regions).toEqual(regions);
        expect(normaliseRegions(regions, known).regions).toEqual(regions);
      }),
    );
  });

  it('names each unknown code by its position, and keeps the others', () => {
    expect(normaliseRegions(['11', '99', '11.01', ''], known)).toMatchObject({
      regions: ['11'],
      faults: [
        { path: 'regions.1', message: expect.stringContaining('99') as string },
        { path: 'regions.3', message: expect.any(String) as string },
      ],
    });
  });

  it('requires at least one region', () => {
    expect(normaliseRegions([], known)).toMatchObject({ regions: [], faults: [{ path: 'regions' }] });
  });
});

describe('regionName', () => {
  it.each([
    ['DKI JAKARTA', 'DKI Jakarta'],
    ['DAERAH ISTIMEWA YOGYAKARTA', 'DI Yogyakarta'],
    ['KABUPATEN PANGKAJENE DAN KEPULAUAN', 'Kabupaten Pangkajene dan Kepulauan'],
    ['KOTA ADMINISTRASI JAKARTA PUSAT', 'Kota Administrasi Jakarta Pusat'],
    ['KABUPATEN FAK FAK', 'Kabupaten Fak Fak'],
  ])('writes %s as %s', (official, written) => {
    expect(regionName(official)).toBe(written);
  });
});
