import { lengthsOf, readingsOf } from './meant.rules.js';

const vocabulary = [
  'jam',
  'buka',
  'tps',
  'diperpanjang',
  'penundaan',
  'pemungutan',
  'kelurahan',
  'di',
  'anda',
].map((word) => ({ word, times: 1 }));
const best = (search: string, of = vocabulary): string | undefined => readingsOf(of, search)[0];

it.each([
  ['a letter missing', 'penundan', 'penundaan'],
  ['two letters swapped', 'penudnaan', 'penundaan'],
  ['two letters missing', 'penudan', 'penundaan'],
  ['a letter missing within', 'kelurhan', 'kelurahan'],
  ['a letter too many, beside words as they stand', 'jam bukka', 'jam buka'],
  ['a part of a word as it stands', 'panjang bukka', 'panjang buka'],
  ['without a short word that no text has', 'jam yo diperpanjnag', 'jam diperpanjang'],
])('reads %s', (_, search, meant) => expect(best(search)).toBe(meant));

it('takes the more frequent of two words as near as each other', () => {
  const of = [
    { word: 'kotak', times: 2 },
    { word: 'kotan', times: 9 },
  ];
  expect(readingsOf(of, 'kotax')).toEqual(['kotan', 'kotak']);
});

it.each(['kalender', 'jam kalender', 'penundaan'])('has no other reading of %s', (search) =>
  expect(readingsOf(vocabulary, search)).toEqual([]),
);

it('stays small however many words a search has', () => {
  const of = ['kotak', 'kotan', 'kotal', 'kotam'].map((word) => ({ word, times: 1 }));
  expect(readingsOf(of, Array(10).fill('kotax').join(' ')).length).toBeLessThanOrEqual(12);
});

it('asks only for words that can decide', () => {
  expect(lengthsOf('gol di')).toBeNull();
  expect(lengthsOf('penundan tps')).toEqual({ least: 1, most: 30 });
});
