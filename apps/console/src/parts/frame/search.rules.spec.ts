import { matching, near, recentFirst } from './search.rules.js';

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
