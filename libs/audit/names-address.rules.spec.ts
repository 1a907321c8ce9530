import fc from 'fast-check';
import { namesAddress } from './names-address.rules.js';

describe('a reason in the trail', () => {
  it.each([
    ['Nomor 0812-3456-7890 aktif lagi', true],
    ['dari siti@example.id', true],
    ['+62 812 3456 7890', true],
    ['(0812) – 3456 . 7890', true],
    ['NIK 3171234567890001', true],
    ['nomor ٠٨١٢٣٤٥٦٧٨٩٠', true],
    ['nomor ０８１２３４５６７８９０', true],
    ['diminta @siti_aminah', true],
    ['0812, 3456, 7890', true],
    ['0812, 3-4/2007', true],
    ['0812/3456/7890', true],
    ['0812\u20113456\u20117890', true],
    ['0812; 3456:7890', true],
    ['0812\n3456\n7890', true],
    ['08.12.34.56.78.90', true],
    ['08-12-3456-7890', true],
    ['08:12 34:56 78:90', true],
    ['(+62), 812, 3456, 7890', true],
    ['dari budi @ example.id', true],
    ['dari budi(at)example.id', true],
    ['dari budi [at] example [dot] id', true],
    ['dari budi at example.id', true],
    ['budi＠example.id', true],
    ['t.me/siti_aminah', true],
    ['Surat 812/PL.01.8-SD/05/2024, Pasal 40 ayat (1) huruf (a) UU 7/2017', false],
    ['3 spanduk @ Rp 1.250.000', false],
    ['24.11.2026 08.00–10.00, lalu 25/11/26 13:00', false],
    ['Tiket 20481, 08.12.2026 09.00', false],
    ['pukul 08:00, 09:00, 10:00, dan 11:00', false],
    ['naik 12,5%, turun 99,8%', false],
    ['Tiket 20481, dicek petugas 24.11.2026', false],
    ['Kotak surat sudah dikosongkan; diminta pemilik lewat telepon pukul 10.30', false],
    ['Dicek lagi 2026-11-24 09:00, lalu 24/11/2026 10.30', false],
    ['Siaran 375299276767234 keliru', false],
    ['TPS 001, 002, 003 dan 004 salah alamat', false],
  ])('%s: names an address %s', (reason, names) => expect(namesAddress(reason)).toBe(names));

  const word = fc.stringMatching(/^[a-z ]{0,20}$/);

  it('names a telephone number at any place, with any grouping and any separators', () => {
    const mark = fc.constantFrom(...Array.from(' -./)(_,;:|+*~\n\t\u2011\u2013\u00a0\u30fb\uff0c'));
    const gap = fc.array(mark, { maxLength: 2 }).map((marks) => marks.join(''));
    const digits = fc.array(fc.tuple(fc.nat(9), gap), { minLength: 8, maxLength: 12 });
    const start = fc.constantFrom('08', '628', '+62 8', '0062-8', '0,8', '٠٨', '０８');
    // What is written as a date is one, even where the digits beside it could be the rest of a number.
    const date = /\d([./-])\d\d?\1(?:19|20)\d\d|(?:19|20)\d\d-\d\d?-\d/;
    fc.assert(
      fc.property(word, start, digits, word, (before, first, rest, after) => {
        const number = first + rest.map(([digit, between]) => between + String(digit)).join('');
        fc.pre(!date.test(number));
        expect(namesAddress(`${before} ${number} ${after}`)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('names no address when it is an ordinary one', () => {
    const two = (n: number): string => String(n).padStart(2, '0');
    const date = fc
      .tuple(
        fc.integer({ min: 1, max: 28 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 2019, max: 2029 }),
      )
      .chain(([day, month, year]) =>
        fc.constantFrom(
          `${two(day)}.${two(month)}.${year}`,
          `${day}/${month}/${year}`,
          `${year}-${two(month)}-${two(day)}`,
          `${day} Desember ${year}`,
        ),
      );
    const time = fc
      .tuple(fc.nat(23), fc.nat(59), fc.constantFrom('.', ':'))
      .map(([hour, minute, mark]) => `${two(hour)}${mark}${two(minute)}`);
    const amount = fc.nat(9_999_999).map((n) => `Rp ${n.toLocaleString('id-ID')}`);
    const piece = fc.oneof(
      date,
      time,
      fc.tuple(date, time).map((parts) => parts.join(' ')),
      fc.tuple(time, time).map((parts) => parts.join('–')),
      amount,
      fc.nat(999_999).map((n) => `tiket ${n}`),
      fc.nat(99).map((n) => `Pasal ${n} ayat (${n % 7})`),
      fc.tuple(fc.nat(99), fc.nat(99)).map(([one, other]) => `TPS ${one}, ${other}`),
      fc.nat(100).map((n) => `${n},5%`),
    );
    const joint = fc.constantFrom(' dan ', ', lalu ', '; dicek ');
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, joint), { minLength: 1, maxLength: 5 }), (parts) => {
        expect([parts.flat().join(''), namesAddress(parts.flat().join(''))]).toEqual([
          parts.flat().join(''),
          false,
        ]);
      }),
      { numRuns: 2000 },
    );
  });
});
