import fc from 'fast-check';
import { isName } from './name.rules.js';
import { FAMILY_NAMES, GIVEN_NAMES } from '../seeding/names.js';

describe('a name', () => {
  it.each([
    'Siti',
    'Siti Rahayu',
    'M. Nur',
    "Ma'ruf Amin",
    'Ma’ruf',
    'Siti Nur-Aini, S.Pd.',
    'Dr. H. Ahmad Nur bin Abdullah, S.Ag., M.Pd.I',
    'DRA. HJ. SRI MULYATI, M.SI',
    'Ir. Joko',
    'St. Nurhaliza (Ani)',
    'Tn/Ny. Budi',
    'I Gusti Ayu Made Rai',
    'Wa Ode Siti',
    "O'Neil",
    'Łukasz Ünal–Žižek',
    'Nguyễn Thị Ánh',
    'A.Rahman',
    '王小明',
    'محمد',
    'ꦱꦶꦠꦶ',
    'A',
    'Kamis',
    'Hari Sabarno',
    'Sabtu Nugroho',
    'Juli Astuti',
    'Agustus Marpaung',
    'April Lestari',
    'Will Siregar',
    'Menang Ginting',
    'Ida Lili',
    'Cali',
    'ŁUKASZ ĐORĐE',
  ])('accepts %j', (name) => {
    expect(isName(name)).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['PEMILU DITUNDA, cek http://palsu.id', 'a sentence with a link'],
    ['Pemilu Ditunda', 'a sentence'],
    ['Ibu, pemilu batal', 'a sentence'],
    ['P E M I L U', 'a word in single letters'],
    ['D.I.T.U.N.D.A', 'a word with full stops'],
    ['PEMI-LU', 'a word with a hyphen'],
    ['Pémilu', 'a word with an accent'],
    ['Pemılu', 'a word with a dotless i'],
    ['Datang Hari Kamis Saja Budi', 'a sentence of words that are seldom names'],
    ['Hari Kamis', 'a day'],
    ['Come Sunday Ani', 'a sentence in English'],
    ['Minggu-Depan Datang', 'a sentence with a hyphen'],
    ['Joko Sudah Menang', 'a sentence'],
    ['Jangan Budi', 'a word of a sentence'],
    ['Coblos Budi', 'a word of the campaign'],
    ['Vote Budi', 'the same in English'],
    ['PemiIu', 'a capital I for a small l'],
    ['PEMlLU', 'a small l for a capital I'],
    ['KIik Ani', 'a short word with a capital I for a small l'],
    ['Pemllu', 'a small l for a small i'],
    ['Plndah Siti', 'the same in another word'],
    ['DÏTUNDA', 'capitals with an accent'],
    ['palsu.id', 'a host'],
    ['Budi t.me', 'a host'],
    ["www.x.com'", 'a host before an apostrophe'],
    ['S.Ag/masuk', 'a degree with a path'],
    ['s.ag', 'a host like a degree'],
    ['Budi 0812', 'a number'],
    ['Budi@contoh', 'an address'],
    ['{{region}}', 'a variable'],
    ['<b>Ani</b>', 'markup'],
    ['Ani & Budi', 'a sign'],
    ['Siti 🌸', 'a picture'],
    ['Sit\u200bi', 'a zero-width space'],
    ['Siti \u202Eidub', 'a change of direction'],
    ['Ѕiti', 'Cyrillic among Latin'],
    ['РОССИЯ', 'Cyrillic'],
    ['ＰＥＭＩＬＵ', 'full-width letters'],
    ['𝐏𝐄𝐌𝐈𝐋𝐔', 'mathematical letters'],
    ['ᴘᴇᴍɪʟᴜ', 'phonetic letters'],
    ['Z̸̧͈a̷l̸g̴o̵', 'piled marks'],
    ['Satu Dua Tiga Empat Lima Enam Tujuh Delapan', 'eight words'],
    ['....', 'marks alone'],
    ['Budi -- Ani', 'a pattern'],
    ['A'.repeat(31), 'an endless word'],
  ])('rejects %j: %s', (text) => {
    expect(isName(text)).toBe(false);
  });

  it('accepts every common Indonesian name', () => {
    const names = fc
      .tuple(fc.constantFrom(...GIVEN_NAMES), fc.array(fc.constantFrom(...FAMILY_NAMES), { maxLength: 3 }))
      .map(([given, families]) => [given, ...families].join(' '));
    const dressed = fc.constantFrom<(name: string) => string>(
      (name) => name,
      (name) => name.toUpperCase(),
      (name) => name.toLowerCase(),
      (name) => `Hj. ${name}, S.Pd.`,
      (name) => `M. ${name}`,
      (name) => `Drs. H. ${name}, M.Si.`,
    );
    fc.assert(fc.property(names, dressed, (name, dress) => isName(dress(name))));
  });

  it('ignores white space around and between words', () => {
    const pieces = fc.array(fc.constantFrom('Siti', 'Nur', 'pemilu', 'x.id', 'S.Ag', "Ma'ruf"), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        pieces,
        fc.constantFrom(' ', '  ', '\n', '\u00a0'),
        (words, gap) => isName(words.join(' ')) === isName(`${gap}${words.join(gap)}${gap}`),
      ),
    );
  });
});
