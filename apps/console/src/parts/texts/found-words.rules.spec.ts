import { foundParts } from './found-words.rules.js';

it('finds each word of a query, in any case', () =>
  expect(foundParts('Hari pemungutan suara', 'SUARA hari')).toEqual([
    '',
    'Hari',
    ' pemungutan ',
    'suara',
    '',
  ]));

it('finds the longer of two words that begin alike', () =>
  expect(foundParts('pemilihan', 'pem pemilih')).toEqual(['', 'pemilih', 'an']));

it('takes the signs of patterns as they are', () =>
  expect(foundParts('a.b (c)', '. (c)')).toEqual(['a', '.', 'b ', '(c)', '']));

it('leaves a text whole without a query', () => expect(foundParts('Siaran', ' ')).toEqual(['Siaran']));
