import fc from 'fast-check';
import { heardOf, piecesAsHeard } from './heard.rules.js';

type Checked = Parameters<typeof heardOf>[0];
type Piece = NonNullable<Checked['match']>['pieces'][number];
const piece = (kind: Piece['kind'], text: string, grave: Piece['grave'] = null): Piece => ({
  kind,
  text,
  grave,
  gap: ' ',
  variables: [],
});
const altered = (
  standing: Checked['record']['standing'],
  kinds: readonly Piece['kind'][],
  strangeCode = false,
): Checked => ({
  answer: 'altered',
  record: { standing },
  match: { pieces: kinds.map((kind, n) => piece(kind, `kata${'x'.repeat(n)}`)) },
  strangeCode,
});

const withComma = (comma: [Piece['kind']], rest: readonly Piece['kind'][]): Checked => {
  const pieces = [piece('same', 'kata'), piece(comma[0], ','), ...rest.map((kind) => piece(kind, 'kata'))];
  return { ...altered('sent', []), match: { pieces } };
};

describe('the answer to a text that a caller reads out', () => {
  it.each<[string, Checked, string]>([
    ['it is the same', { ...altered('sent', []), answer: 'same' }, 'same'],
    ['it was corrected', { ...altered('corrected', []), answer: 'corrected' }, 'corrected'],
    [
      'its end was not read out',
      altered('sent', ['same', 'slot', 'same', 'missing', 'missing']),
      'incomplete',
    ],
    ['its greeting was not read out', altered('sent', ['missing', 'same', 'same']), 'incomplete'],
    ['part of a corrected one was read out', altered('corrected', ['same', 'missing']), 'corrected'],
    ['a word between others is missing', altered('sent', ['same', 'missing', 'same']), 'altered'],
    ['something was added', altered('sent', ['same', 'added', 'missing']), 'altered'],
    ['it carries the code of another', altered('sent', ['same', 'missing'], true), 'altered'],
    ['nothing of it was read out', altered('sent', ['missing']), 'altered'],
    ['it carries a code and says something else', { ...altered('sent', []), match: null }, 'altered'],
    ['it is incomplete', { ...altered('sent', ['same', 'missing']), answer: 'incomplete' }, 'incomplete'],
    ['only a comma was not heard', withComma(['missing'], ['same']), 'same'],
    ['a comma and its end were not heard', withComma(['added'], ['same', 'missing']), 'incomplete'],
  ])('where %s', (_, compared, expected) => expect(heardOf(compared)).toBe(expected));

  const differing = (missing: string[], added: string[], grave: Piece['grave'] = null): Checked => ({
    ...altered('sent', []),
    match: {
      pieces: [
        piece('same', 'bawa'),
        ...missing.map((word) => piece('missing', word, grave)),
        ...added.map((word) => piece('added', word, grave)),
        piece('same', 'Anda'),
      ],
    },
  });

  it('ignores how a word is joined or written', () => {
    expect(heardOf(differing(['KTP-el'], ['ktp', 'el']))).toBe('same');
    expect(heardOf(differing(['KTP-el'], ['KK']))).toBe('altered');
    expect(heardOf(differing(['Anda'], []))).toBe('altered');
    expect(heardOf(differing(['kpu.go.id'], ['kpu-go.id'], 'link'))).toBe('altered');
    expect(heardOf(differing(['1.000'], ['10.00'], 'number'))).toBe('altered');
  });

  describe('an hour', () => {
    const two = (value: number): string => String(value).padStart(2, '0');
    interface Hour {
      hour: number;
      minute: number;
    }
    const hour = fc.record({ hour: fc.nat({ max: 23 }), minute: fc.constantFrom(0, 30, 5, 59) });
    const partOf = ({ hour: at }: Hour): string[] => {
      if (at >= 1 && at <= 10) return [`${at} pagi`];
      if (at >= 12 && at <= 14) return [`${at > 12 ? at - 12 : at} siang`];
      if (at >= 16 && at <= 17) return [`${at - 12} sore`];
      return at >= 19 ? [`${at - 12} malam`] : [];
    };
    /** Every way to write or say an hour. */
    const waysOf = (one: Hour): string[] => {
      const whole = one.minute === 0 ? [String(one.hour), two(one.hour)] : [];
      const clocks = [one.hour, two(one.hour)].map((at) => `${at}.${two(one.minute)}`);
      const numbers = [...clocks, ...clocks.map((clock) => clock.replace('.', ':')), ...whole];
      const said = one.minute === 0 ? partOf(one) : [];
      return [...numbers, ...said].flatMap((way) => [way, `jam ${way}`, `pukul ${way}`, `Pukul ${way}`]);
    };
    const written = ({ hour: at, minute }: Hour): string => `${two(at)}.${two(minute)}`;
    const until = fc.constantFrom(
      '-',
      '–',
      ' - ',
      ' sampai ',
      ' hingga ',
      ' s.d. ',
      ' s/d ',
      ' sampai dengan ',
    );
    const wordsIn = (text: string): string[] => text.trim().split(/\s+/u);
    const heardFor = (approved: string, heard: string): string =>
      heardOf(differing(wordsIn(approved), wordsIn(heard), /\d/.test(approved + heard) ? 'number' : null));

    it('is recognised in every spoken form', () => {
      fc.assert(
        fc.property(hour, fc.nat(), fc.constantFrom('', 'pukul '), (one, pick, word) => {
          const ways = waysOf(one);
          const approved = word + written(one);
          const heard = ways[pick % ways.length] ?? '';
          fc.pre(approved !== heard);
          expect(heardFor(approved, heard)).toBe('same');
        }),
      );
    });

    it('is recognised in pairs, in every spoken form and with every joining word', () => {
      fc.assert(
        fc.property(hour, hour, until, until, fc.nat(), fc.nat(), (from, to, wrote, said, a, b) => {
          const approved = written(from) + wrote + written(to);
          const [first, last] = [waysOf(from), waysOf(to)];
          const heard = `${first[a % first.length] ?? ''}${said}${last[b % last.length] ?? ''}`;
          fc.pre(approved !== heard);
          expect(heardFor(approved, heard)).toBe('same');
        }),
      );
    });

    it('is never taken for another', () => {
      fc.assert(
        fc.property(hour, hour, fc.nat(), fc.nat(), until, (one, other, a, b, joined) => {
          fc.pre(one.hour !== other.hour || one.minute !== other.minute);
          const [ways, others] = [waysOf(one), waysOf(other)];
          const approved = ways[a % ways.length] ?? '';
          const heard = others[b % others.length] ?? '';
          expect(heardFor(approved, heard)).toBe('altered');
          expect(heardFor(`${written(one)}-13.00`, `${heard}${joined}13`)).toBe('altered');
        }),
      );
    });

    it.each<[string, string]>([
      ['07.00-13.00', '13.00-07.00'],
      ['07.00-13.00', '7 atau 13'],
      ['TPS 7', 'TPS 07.00'],
      ['TPS 7', 'TPS jam 7'],
      ['07.00', '5 siang'],
      ['07.00', '70.0'],
      ['07.00', 'jam'],
    ])('keeps %s and %s apart', (approved, heard) => expect(heardFor(approved, heard)).toBe('altered'));

    const beside = (before: Piece[], rest: Piece[]): string =>
      heardOf({ ...altered('sent', []), match: { pieces: [...before, ...rest] } });
    it('is recognised as the last or the first thing that was read out', () => {
      const hourThen = [piece('missing', '07.00'), piece('missing', 'Cek'), piece('missing', 'Stop')];
      const said = [piece('added', 'jam'), piece('added', '7')];
      const read = [piece('same', 'buka')];
      expect(beside([...read, ...hourThen], said)).toBe('incomplete');
      expect(beside(read, [...said, ...hourThen])).toBe('incomplete');
      expect(beside([piece('missing', 'KPU'), piece('missing', '07.00'), ...said], read)).toBe('incomplete');
      expect(beside([...read, ...hourThen], [piece('added', '8')])).toBe('altered');
      expect(beside([piece('missing', 'TPS'), ...read, ...hourThen], [...said, ...said])).toBe('altered');
    });
    it('is read together with equal words beside it', () => {
      const seven = piece('same', '7');
      expect(beside([], [piece('missing', 'pukul'), piece('added', 'jam'), seven])).toBe('same');
      expect(beside([], [piece('missing', 'Pukul'), piece('same', '07.00')])).toBe('same');
      expect(
        beside(
          [piece('same', '07.00')],
          [piece('missing', '-'), piece('added', 'sampai'), piece('same', '13.00')],
        ),
      ).toBe('same');
      expect(beside([piece('same', 'pukul'), seven], [piece('added', 'malam'), piece('same', 'di')])).toBe(
        'altered',
      );
    });
  });

  describe('a number or a date', () => {
    const said = (written: string, heard: string): string => {
      const [approved, spoken] = [written, heard].map((text) => text.split(' '));
      return heardOf(differing(approved ?? [], spoken ?? [], /\d/.test(written + heard) ? 'number' : null));
    };
    const SHORT = words('Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des');
    const LONG = words(
      'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember',
    );
    const ENGLISH = words(
      'January February March April May June July August September October November December',
    );
    function words(all: string): string[] {
      return all.split(' ');
    }
    const UNITS = words('nol satu dua tiga empat lima enam tujuh delapan sembilan');
    /** A number as it is said in Indonesian. */
    const spell = (value: number): string => {
      const and = (rest: number): string => (rest === 0 ? '' : ` ${spell(rest)}`);
      if (value < 10) return UNITS[value] ?? '';
      if (value === 10) return 'sepuluh';
      if (value === 11) return 'sebelas';
      if (value < 20) return `${UNITS[value - 10] ?? ''} belas`;
      if (value < 100) return `${spell(Math.floor(value / 10))} puluh${and(value % 10)}`;
      if (value < 200) return `seratus${and(value - 100)}`;
      if (value < 1000) return `${spell(Math.floor(value / 100))} ratus${and(value % 100)}`;
      if (value < 2000) return `seribu${and(value - 1000)}`;
      return `${spell(Math.floor(value / 1000))} ribu${and(value % 1000)}`;
    };
    const dates = fc.record({
      day: fc.integer({ min: 1, max: 31 }),
      month: fc.nat({ max: 11 }),
      year: fc.integer({ min: 2024, max: 2031 }),
    });
    type Day = typeof dates extends fc.Arbitrary<infer T> ? T : never;
    const waysOf = ({ day, month, year }: Day): string[] =>
      [String(day), String(day).padStart(2, '0'), spell(day)].flatMap((first) =>
        [SHORT, LONG, ENGLISH].flatMap((months) =>
          [String(year), spell(year)].map((last) => `${first} ${months[month] ?? ''} ${last}`),
        ),
      );

    it('is recognised in every spoken form', () => {
      fc.assert(
        fc.property(dates, fc.nat(), fc.nat(), (one, a, b) => {
          const ways = waysOf(one);
          const [written, heard] = [ways[a % ways.length] ?? '', ways[b % ways.length] ?? ''];
          fc.pre(/\d/.test(written));
          expect(said(written, heard)).toBe('same');
        }),
      );
      fc.assert(
        fc.property(fc.nat({ max: 999_999 }), (value) => {
          expect(said(`kotak ${value}`, `kotak ${spell(value)}`)).toBe('same');
        }),
      );
    });

    it('is never taken for another', () => {
      fc.assert(
        fc.property(dates, dates, fc.nat(), fc.nat(), (one, other, a, b) => {
          fc.pre(one.day !== other.day || one.month !== other.month || one.year !== other.year);
          const [ways, others] = [waysOf(one), waysOf(other)];
          const [written, heard] = [ways[a % ways.length] ?? '', others[b % others.length] ?? ''];
          expect(said(written, heard)).toBe('altered');
        }),
      );
      fc.assert(
        fc.property(fc.nat({ max: 999_999 }), fc.nat({ max: 999_999 }), (value, other) => {
          fc.pre(value !== other);
          expect(said(`TPS ${value}`, `TPS ${spell(other)}`)).toBe('altered');
        }),
      );
    });

    it.each<[string, string]>([
      ['TPS 04', 'TPS 4'],
      ['TPS 04', 'TPS nol empat'],
      ['TPS 04', 'TPS empat'],
      ['TPS 112', 'TPS satu satu dua'],
      ['12 Des 2026', 'dua belas Desember dua nol dua enam'],
      ['12 Dec 2026', 'twelve December two thousand and twenty-six'],
      ['12 Dec 2026', 'twelve December twenty twenty-six'],
      ['12 Desember 2026', '12/12/2026'],
      ['1.000 kotak', 'seribu kotak'],
      ['07.00-13.00', 'pukul tujuh sampai jam satu siang'],
      ['07.30', 'setengah delapan pagi'],
      ['12 Des 2026 pukul 09.00', 'dua belas Desember 2026 jam sembilan'],
      ['0380-112', '0380-112'],
    ])('takes %s and %s for the same', (written, heard) => expect(said(written, heard)).toBe('same'));

    it.each<[string, string]>([
      ['12 Des 2026', 'tanggal 12 Desember 2026'],
      ['12 Des 2026 pukul', '12 Desember pukul'],
      ['07.15', 'tujuh lewat seperempat'],
      ['24.00', '12 malam'],
      ['08.00', '08 00'],
      ['08.00-13.00', '08 00 sampai 13 00'],
      ['08.00-13.00', '8 00 sampai 13 00'],
      ['0380-112', '0380 112'],
    ])('leaves %s and %s to the two on the telephone', (written, heard) =>
      expect(said(written, heard)).toBe('unsure'),
    );

    it.each<[string, string]>([
      ['12 Des 2026', '13 Desember 2026'],
      ['12 Des 2026', '12 November 2026'],
      ['12 Des 2026', '12 Desember 2027'],
      ['12 Des 2026', 'dua puluh satu Desember 2026'],
      ['TPS 04', 'TPS 40'],
      ['TPS 04', 'TPS empat belas'],
      ['TPS 04', 'pos empat'],
      ['0812345', '812345'],
      ['07.00', 'tujuh malam'],
      ['08.00-13.00', '08 30 sampai 13 00'],
      ['08.00-13.00', '13 00 sampai 08 00'],
      ['0380-112', '0380 121'],
      ['0380-012', '0380 12'],
      ['TPS 04', 'TPS 0 4'],
      ['1.000 kotak', '10 00 kotak'],
    ])('keeps %s and %s apart', (written, heard) => expect(said(written, heard)).toBe('altered'));

    it('keeps the marks of words that were not read out, with their gaps', () => {
      const pieces = [
        piece('same', 'Rabu'),
        { ...piece('missing', 'Berhenti'), gap: '\n' },
        { ...piece('missing', 'menerima'), gap: ' ' },
        { ...piece('missing', ':'), gap: '' },
        { ...piece('missing', '/'), gap: ' ' },
        { ...piece('missing', 'berhenti'), gap: '' },
      ];
      const shown = piecesAsHeard(pieces).map(({ gap, text }) => gap + text);
      expect(shown.slice(1).join('')).toBe('\nBerhenti menerima: /berhenti');
    });

    it('is shown as the same, beside one that was changed', () => {
      const pieces = [
        piece('missing', 'KPU'),
        piece('same', 'Sabtu'),
        piece('missing', ','),
        piece('missing', 'Des', 'date'),
        piece('added', 'Desember', 'date'),
        piece('same', 'TPS'),
        piece('missing', '4', 'number'),
        piece('added', '5', 'number'),
        piece('same', 'buka'),
        piece('missing', '24.00', 'number'),
        piece('added', '12', 'number'),
        piece('added', 'malam'),
        piece('same', 'hari'),
        piece('missing', '07.00', 'number'),
        piece('missing', 'Cek'),
        piece('added', 'jam'),
        piece('added', '7', 'number'),
      ];
      expect(piecesAsHeard(pieces).map(({ kind, text, grave }) => [kind, text, grave])).toEqual([
        ['missing', 'KPU', null],
        ['same', 'Sabtu', null],
        ['same', 'Desember', null],
        ['same', 'TPS', null],
        ['missing', '4', 'number'],
        ['added', '5', 'number'],
        ['same', 'buka', null],
        ['missing', '24.00', null],
        ['added', '12', null],
        ['added', 'malam', null],
        ['same', 'hari', null],
        ['missing', 'Cek', null],
        ['same', 'jam', null],
        ['same', '7', null],
      ]);
    });

    it('says of a text that may no longer be used only that', () => {
      const pieces = differing(['04'], ['empat'], 'number').match;
      expect(heardOf({ ...altered('corrected', []), match: pieces })).toBe('corrected');
      const open = differing(['24.00'], ['12', 'malam'], 'number').match;
      expect(heardOf({ ...altered('corrected', []), match: open })).toBe('corrected');
    });
  });

  it('never calls texts the same when their letters differ', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });
    const letters = (all: string[]): string =>
      all
        .join('')
        .normalize('NFKC')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]/gu, '');
    fc.assert(
      fc.property(words, words, (missing, added) => {
        // Numbers may differ in how they are written.
        fc.pre(
          letters(missing) !== letters(added) &&
            !/\p{N}/u.test([...missing, ...added].join('').normalize('NFKC')),
        );
        expect(heardOf(differing(missing, added))).not.toBe('same');
      }),
    );
  });
});
