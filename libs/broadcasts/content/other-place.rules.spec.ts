import { otherPlacesIn } from './other-place.rules.js';

const PROVINCES = [
  { name: 'Aceh', targeted: false },
  { name: 'Riau', targeted: false },
  { name: 'Kepulauan Riau', targeted: true },
  { name: 'DKI Jakarta', targeted: false },
  { name: 'Daerah Istimewa Yogyakarta', targeted: false },
  { name: 'Papua', targeted: true },
  { name: 'Papua Barat', targeted: false },
];

it.each([
  ['Pemungutan suara ulang di Aceh dan ACEH', ['Aceh']],
  ['TPS di Yogyakarta, Papua Barat dan Riau', ['Daerah Istimewa Yogyakarta', 'Papua Barat', 'Riau']],
  ['Warga Kepulauan Riau dan Papua', []],
  ['Banda-Aceh', ['Aceh']],
  ['Acehnya, riauan', []],
  ['KPU, Jalan Imam Bonjol 29, Jakarta', []],
  ['', []],
])('finds in %j the provinces that get nothing', (text, found) => {
  expect(otherPlacesIn(text, PROVINCES)).toEqual(found);
});

it('finds none while no region is chosen, or all are', () => {
  for (const targeted of [false, true])
    expect(
      otherPlacesIn(
        'Aceh, Riau',
        PROVINCES.map((one) => ({ ...one, targeted })),
      ),
    ).toEqual([]);
});
