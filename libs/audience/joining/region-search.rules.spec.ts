import fc from 'fast-check';
import type { Region } from '#contract/api/elections';
import { findPlaces, placesOf } from './region-search.rules.js';

const region = (
  code: string,
  name: string,
  parentCode: string | null,
  kind: Region['kind'],
): [string, Region] => [
  code,
  { code, name, parentCode, kind, timeZone: 'Asia/Jakarta', registeredVoters: null },
];
const places = placesOf(
  new Map([
    region('32', 'Jawa Barat', null, 'province'),
    region('32.04', 'Kabupaten Bandung', '32', 'regency'),
    region('32.17', 'Kabupaten Bandung Barat', '32', 'regency'),
    region('32.73', 'Kota Bandung', '32', 'regency'),
    region('61', 'Kalimantan Barat', null, 'province'),
    region('61.71', 'Kota Pontianak', '61', 'regency'),
    region('LN', 'Luar Negeri', null, 'overseas'),
    region('LN.KUL', 'PPLN Kuala Lumpur', 'LN', 'overseas'),
  ]),
);
const found = (typed: string): string[] => findPlaces(typed, places).map(({ code }) => code);

describe('the search for a place of registration', () => {
  it('offers every regency and overseas area, and no province', () => {
    expect(places.map(({ code }) => code)).toEqual(['32.04', '32.17', '32.73', '61.71', 'LN', 'LN.KUL']);
  });

  it.each<[string, string[]]>([
    ['Kota Bandung, Jawa Barat', ['32.73']],
    ['  kota bandung jawa barat ', ['32.73']],
    ['kota bandung', ['32.73']],
    ['kab. bandung', ['32.04', '32.17']],
    ['bandung', ['32.04', '32.73', '32.17']],
    ['jawa barat', ['32.04', '32.17', '32.73']],
    ['ponti', ['61.71']],
    ['Kuala Lumpur', ['LN.KUL']],
    ['luar negeri', ['LN']],
    ['luar', ['LN', 'LN.KUL']],
    ['atlantis', []],
    ['  ', []],
    ['<script>', []],
  ])('understands %j', (typed, codes) => {
    expect(found(typed)).toEqual(codes);
  });

  it('finds each place by its own label alone, and never throws', () => {
    for (const { code, label } of places) expect(found(label)).toEqual([code]);
    fc.assert(
      fc.property(fc.string(), (text) => expect(found(text).length).toBeLessThanOrEqual(places.length)),
    );
  });
});
