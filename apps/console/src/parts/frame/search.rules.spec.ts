import { matching, near, ranked, rankOf, RANKS, recentFirst, withoutSign } from './search.rules.js';

const ENTRIES = [
  { name: 'Siaran' },
  { name: 'Tulis siaran baru' },
  { name: 'Gelombang', about: 'Bagian dari siaran: satu saluran di satu wilayah.' },
  { name: 'Déwi Lestari', about: 'bantuan' },
];
const names = (query: string): string[] => matching(ENTRIES, query).map(({ name }) => name);

it('finds entries in which every word of the query begins a word', () => {
  expect(names('sia')).toEqual(['Siaran', 'Tulis siaran baru', 'Gelombang']);
  expect(names('baru TUL')).toEqual(['Tulis siaran baru']);
  expect(names('iaran')).toEqual([]);
  expect(names('siaran operasi')).toEqual([]);
});

it('finds names without regard to accents, and by what is said of them', () => {
  expect(names('dewi')).toEqual(['Déwi Lestari']);
  expect(names('saluran wilayah')).toEqual(['Gelombang']);
});

it('finds nothing without a word', () => {
  expect(names('  ')).toEqual([]);
});

it('puts what was opened last first, and keeps the order of the rest', () => {
  const value = (one: string): string => one;
  expect(recentFirst(['a', 'b', 'c', 'd'], value, ['c', 'b'])).toEqual(['c', 'b', 'a', 'd']);
  expect(recentFirst(['a', 'b'], value, [])).toEqual(['a', 'b']);
});

it('compares other words for a screen too', () => {
  expect(near([{ name: 'Kalender', also: 'jadwal agenda' }], 'jadal')).toHaveLength(1);
});

it.each([
  ['a letter mistyped', 'gelonbang', ['Gelombang']],
  ['two letters swapped', 'gleombang', ['Gelombang']],
  ['the beginning of a word, mistyped', 'gelonb', ['Gelombang']],
  ['one word of several', 'tuliz siaran', ['Tulis siaran baru']],
  ['nothing that is far from it', 'kalender', []],
  ['nothing for a few letters', 'gol', []],
])('finds what may be meant: %s', (_, query, found) =>
  expect(near(ENTRIES, query).map(({ name }) => name)).toEqual(found),
);

it.each([
  ['siti', 'Sidik'],
  ['siti', 'Arti'],
  ['tema', 'Tempat sampah'],
])('takes no short word for one that is only like it: %s, %s', (query, name) =>
  expect(near([{ name }], query)).toEqual([]),
);

it('takes a mistyped word with the short ones beside it', () => {
  const of = ['Jam buka TPS diperpanjang', 'Tulis siaran baru', 'Jam malam'].map((name) => ({ name }));
  expect(near(of, 'jam buak tps').map(({ name }) => name)).toEqual(['Jam buka TPS diperpanjang']);
});

it('puts the name that is meant before others that have the word', () => {
  const of = [{ name: 'Tulis siaran baru' }, { name: 'Siaran langsung' }, { name: 'Siaran' }];
  expect(matching(of, 'siaran').map(({ name }) => name)).toEqual([
    'Siaran',
    'Siaran langsung',
    'Tulis siaran baru',
  ]);
});

it('finds a screen by other words for it, after its name', () => {
  const screen = { name: 'Kalender', also: 'jadwal agenda' };
  expect(rankOf(screen, 'jadwal')).toBe(RANKS.about);
  expect(rankOf(screen, 'kalender')).toBe(RANKS.same);
  expect(rankOf(screen, 'audit')).toBeNull();
});

it.each([
  ['#12', '12'],
  ['no. 12', '12'],
  ['Nomor 12', '12'],
  ['12', '12'],
  ['no 12 TPS', 'no 12 TPS'],
  ['nol', 'nol'],
])('reads the number of a broadcast: %s', (query, expected) => expect(withoutSign(query)).toBe(expected));

it('puts a broadcast found by its number first, then by its title, then by its texts', () => {
  const of = [
    { id: '7', title: 'Undangan' },
    { id: '8', title: 'Besok pukul 12 TPS tutup' },
    { id: '12', title: 'Pengingat' },
  ];
  expect(ranked(of, '12', true).map(({ one }) => one.id)).toEqual(['12', '8', '7']);
  const [long] = ranked([{ id: '377047123', title: 'Undangan' }], '3770', false);
  expect(long?.rank).toBe(RANKS.number);
  // Before the API has answered.
  expect(ranked(of, '12', false).map(({ one }) => one.id)).toEqual(['12', '8']);
});
