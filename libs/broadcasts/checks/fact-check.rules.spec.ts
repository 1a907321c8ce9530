import fc from 'fast-check';
import { dateIn, namesIn } from '#contract/language.rules';
import { KNOWN_LANGUAGES as LANGUAGES } from '../../../test/factories/languages.js';
import {
  checkFacts,
  contestantsIn,
  type ElectionFacts,
  type Finding,
  inOrder,
  type StatedText,
} from './fact-check.rules.js';
import { factsIn } from './read-facts.rules.js';

const ELECTION: ElectionFacts = {
  pollingDates: ['2024-02-14'],
  quietFrom: '2024-02-11',
  quietTo: '2024-02-13',
  opens: '07:00',
  closes: '13:00',
};
const said = (text: string, language = 'id', channel: StatedText['channel'] = 'sms'): StatedText => ({
  channel,
  language,
  field: 'text',
  text,
});
const found = (...texts: StatedText[]): string[] =>
  checkFacts(texts, ELECTION, LANGUAGES).map(({ code, quote }) => `${code}: ${quote}`);
const values = (text: string, language: string): string[] =>
  factsIn(text, language, LANGUAGES).map(({ value }) => value);

it('marks an hour that there is not once, whatever another language says', () => {
  expect(found(said('TPS tutup 25.00.'), said('Polling stations close.', 'en'))).toEqual([
    'impossible-hour: 25.00',
  ]);
});

describe('the facts of a text', () => {
  it.each<[string, string, string[]]>([
    ['id', 'Rabu, 14 Februari 2024 pukul 07.00–13.00 WIB', ['2024-02-14', '07:00', '13:00']],
    ['id', 'hari Rabu 14 Feb, jam 7 pagi sampai jam 1 siang', ['--02-14', '07:00', '13:00']],
    ['id', 'Jum’at 16 Februari 2024', ['2024-02-16']],
    ['id', 'pada 14/02/2024 atau 14-2-2024', ['2024-02-14', '2024-02-14']],
    ['id', '203.056.748 pemilih, 1,5 juta; Rp10.000', ['203056748', '1.5', '10000']],
    ['id', 'dua minggu lagi, hari Minggu', ['wd:7']],
    ['id', 'lihat https://kpu.go.id/2019/07.30 dan {{polling_date}}', []],
    ['en', 'Wednesday, 14 February 2024, 7 a.m. to 1 pm', ['2024-02-14', '07:00', '13:00']],
    ['en', 'on February 14th, 2024 from 07:00 until 13.00', ['2024-02-14', '07:00', '13:00']],
    ['en', '203,056,748 voters may vote in 1.5 weeks', ['203056748', '1.5']],
    ['en', 'On Sunday you may vote at 9:30 pm', ['wd:7', '21:30']],
    ['id', '31 Februari 2024', ['2024-02-31']],
    ['id', 'pukul 07.00 s.d. 25.00', ['07:00', '25:00']],
    [
      'en',
      'from 07:00 to 25:00, 25.00 litres at 75.50, until 24:30',
      ['07:00', '25:00', '25.00', '75.50', '24:30'],
    ],
  ])('are read in %s: %s', (language, text, expected) => {
    expect(values(text, language)).toEqual(expected);
  });

  const anyDay = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => new Date(`${date.toISOString().slice(0, 10)}T00:00:00Z`));
  const locales = fc.constantFrom(
    ['id', 'id-ID'] as const,
    ['en', 'en-GB'] as const,
    ['en', 'en-US'] as const,
  );
  const styles = fc.constantFrom<Intl.DateTimeFormatOptions>(
    { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    { day: 'numeric', month: 'short', year: 'numeric' },
    { day: '2-digit', month: 'long', year: 'numeric' },
  );

  it('include the date in every calendar format, with its place in the text', () => {
    fc.assert(
      fc.property(
        anyDay,
        locales,
        styles,
        fc.stringMatching(/^[a-z ,]{0,20}$/),
        (day, [language, locale], style, before) => {
          const written = new Intl.DateTimeFormat(locale, { ...style, timeZone: 'UTC' }).format(day);
          const text = `${before} (${written}) {{name}}`;
          const dates = factsIn(text, language, LANGUAGES).filter(({ kind }) => kind === 'date');
          expect(dates.map(({ value }) => value)).toEqual([day.toISOString().slice(0, 10)]);
          for (const { start, quote } of factsIn(text, language, LANGUAGES))
            expect(text.startsWith(quote, start)).toBe(true);
        },
      ),
    );
  });

  it('include the dates of regional languages, with any name of a day or month, in any spelling', () => {
    const spellings: readonly ((text: string) => string)[] = [
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => text.normalize('NFD'),
      (text) => text.normalize('NFD').replaceAll(/\p{M}/gu, ''),
      (text) => text.replaceAll("'", '’'),
    ];
    const dated = [...LANGUAGES.values()].filter(({ days }) => days.every((day) => day !== ''));
    expect(dated.length).toBeGreaterThanOrEqual(6);
    fc.assert(
      fc.property(
        anyDay,
        fc.constantFrom(...dated),
        fc.constantFrom(...spellings),
        fc.nat(2),
        (day, language, spell, which) => {
          const iso = day.toISOString().slice(0, 10);
          const named = (names: readonly string[]): string[] =>
            names.map((one) => namesIn(one)[which % namesIn(one).length] ?? '');
          const words = { days: named(language.days), months: named(language.months) };
          const text = spell(`TPS (${dateIn(words, iso)}).`);
          const facts = factsIn(text, language.code, LANGUAGES);
          expect(facts.map(({ value, weekday }) => [value, weekday])).toEqual([[iso, day.getUTCDay() || 7]]);
          expect(facts.map(({ quote }) => quote)).toEqual([text.slice(5, -2)]);
        },
      ),
    );
  });

  it('include Indonesian dates in a text of a regional language, and its weekdays', () => {
    expect(values('Rabu, 14 Februari 2024', 'jv')).toEqual(['2024-02-14']);
    expect(values('dina Rebo pukul 07.00', 'jv')).toEqual(['wd:3', '07:00']);
    expect(values('satu TPS', 'min')).toEqual([]);
    expect(found(said('Kemis, 14 Pébruari 2024', 'jv'))).toEqual(['weekday: Kemis, 14 Pébruari 2024']);
  });

  it.each<[string, string, string]>([
    ['en', 'TPS open at 8:30 am. Bring', '8:30 am'],
    ['en', 'until 1 PM.', '1 PM'],
    ['en', 'until 1 p.m. on that day', '1 p.m.'],
    ['en', 'until 1 a.m', '1 a.m'],
    ['en', 'on 12 Feb.', '12 Feb'],
    ['en', 'on 12 Feb. 2024.', '12 Feb. 2024'],
    ['en', 'on Feb. 12, 2024.', 'Feb. 12, 2024'],
    ['id', 'pada 14 Feb. Datanglah', '14 Feb'],
  ])('are quoted in %s without the end of their sentence: %s', (language, text, quote) => {
    expect(factsIn(text, language, LANGUAGES).map((fact) => fact.quote)).toEqual([quote]);
  });

  it('are the same whatever ends the sentence after them', () => {
    const dates = fc
      .tuple(
        fc.integer({ min: 1, max: 28 }),
        fc.constantFrom('Feb', 'Okt', 'Mei', 'Maret', '2/2024', '-2-2024'),
      )
      .map(([day, month]) => (/^\d/.test(month) ? `${day}/${month}` : `${day} ${month}`.replace(' -', '-')));
    const hours = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(' am', ' pm', 'am', ':30 am', '.30 PM', ':00'))
      .map(([hour, half]) => `${hour}${half}`);
    const ends = fc.constantFrom('.', '.”', '.)', '...', '…', '!', '?', ',', ';');
    fc.assert(
      fc.property(
        fc.oneof(
          dates.map((said) => [said, 'id'] as const),
          hours.map((said) => [said, 'en'] as const),
        ),
        ends,
        fc.constantFrom('', ' Pemilih', '\nVoters'),
        ([stated, language], end, next) => {
          const alone = factsIn(`x ${stated}`, language, LANGUAGES);
          expect(alone.map(({ quote }) => quote)).toEqual([stated]);
          expect(factsIn(`x ${stated}${end}${next}`, language, LANGUAGES)).toEqual(alone);
        },
      ),
    );
  });

  it('include every hour and number in the format of either language', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), fc.nat(2_000_000_000), (minute, number) => {
        const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        expect(values(`pukul ${clock.replace(':', '.')} WIB`, 'id')).toEqual([clock]);
        expect(values(`at ${clock}.`, 'en')).toEqual([clock]);
        expect(values(`ada ${number.toLocaleString('id-ID')} orang`, 'id')).toEqual([String(number)]);
        expect(values(`${number.toLocaleString('en-GB')} people`, 'en')).toEqual([String(number)]);
      }),
    );
  });
});

describe('the fact check', () => {
  it('finds nothing when all texts agree with the election and with each other', () => {
    expect(
      found(
        said('KPU: Rabu, 14 Februari 2024, TPS buka 07.00-13.00. Masa tenang 11 Februari.'),
        said('KPU: Wednesday 14 February 2024, polls open 7 am to 1 pm. Quiet from 11 February.', 'en'),
      ),
    ).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['Selasa, 14 Februari 2024', ['weekday: Selasa, 14 Februari 2024']],
    ['Kamis, 15 Februari 2024', ['date: Kamis, 15 Februari 2024']],
    ['Pemungutan suara Selasa, 13 Februari 2024.', ['other-day: Selasa, 13 Februari 2024']],
    ['Hari pemungutan suara: 13 Februari 2024', ['other-day: 13 Februari 2024']],
    ['Datang pada 13 Februari 2024', ['other-day: 13 Februari 2024']],
    ['Masa tenang 11 Februari. Pemungutan suara 13 Februari.', ['other-day: 13 Februari']],
    ['Masa tenang 11 sampai 13 Februari.', []],
    ['Tetap tenang, datang pada 13 Februari 2024', ['other-day: 13 Februari 2024']],
    ['Pemungutan suara Rabu, 13 Februari 2024.', ['other-day: Rabu, 13 Februari 2024']],
    ['Sampai jumpa Rabu, 15 Februari 2024', ['date: Rabu, 15 Februari 2024']],
    ['Undangan dibagikan Rabu, 15 Maret 2024', ['date: Rabu, 15 Maret 2024', 'weekday: Rabu, 15 Maret 2024']],
    ['31 Februari 2024', ['impossible-date: 31 Februari 2024']],
    ['TPS tutup pukul 25.00.', ['impossible-hour: 25.00']],
    ['TPS buka 07.00–24.30 WIB.', ['impossible-hour: 24.30']],
    ['TPS tutup 24.30', ['impossible-hour: 24.30']],
    ['TPS buka jam 07.75', ['impossible-hour: 07.75']],
    ['Tutup pukul 24.00', ['hour: 24.00']],
    ['Naik 24.30 persen, Rp25.00, tanggal 25.12, pasal 28.100, 60.40', []],
    ['Datanglah hari Kamis', ['day: Kamis']],
    ['TPS buka 08.00-13.00', ['hour: 08.00']],
    ['Pemilu 2029', ['year: 2029']],
    ['14 Februari, hari Selasa 14 Februari', ['weekday: Selasa 14 Februari']],
  ])('marks what differs from the election’s data: %s', (text, expected) => {
    expect(found(said(text))).toEqual(expected);
  });

  it('returns the values that would agree', () => {
    const [finding] = checkFacts([said('Tuesday, 14 February 2024', 'en')], ELECTION, LANGUAGES);
    expect(finding).toMatchObject({ code: 'weekday', expected: ['Wednesday'], start: 0 });
  });

  it('marks what one language states and the other does not, on one channel only', () => {
    expect(found(said('Datang 07.00, 5 orang'), said('Come at 13:00, 5 people', 'en'))).toEqual([
      'languages: 07.00',
      'languages: 13:00',
    ]);
    expect(found(said('07.00'), said('13:00', 'en', 'email'))).toEqual([]);
    expect(found(said('Pada {{polling_date}}'), said('On polling day', 'en'))).toEqual([
      'languages: {{polling_date}}',
    ]);
  });

  it('names the polling day where a text says that people vote on another one', () => {
    const on = (text: string) => checkFacts([said(text)], ELECTION, LANGUAGES)[0]?.pollingDates;
    expect(on('Pemungutan suara Selasa, 13 Februari 2024')).toEqual(['2024-02-14']);
    expect(on('Pemungutan suara Rabu, 21 Februari 2024')).toEqual(['2024-02-14']);
    expect(on('Undangan dibagikan 21 Februari 2024')).toBeUndefined();
    // Polling day's weekday beside the next figure: the figure is wrong.
    expect(on('Sampai jumpa Rabu, 15 Februari 2024')).toEqual(['2024-02-14']);
    expect(on('Undangan dibagikan Rabu, 21 Februari 2024')).toBeUndefined();
  });

  it('takes the subject and the filled-in date for what a language states', () => {
    const subject = (text: string, language: string): StatedText => ({
      ...said(text, language, 'email'),
      field: 'subject',
    });
    expect(
      found(
        subject('Ke TPS', 'id'),
        said('Pemilu 2024, pukul 07.00', 'id', 'email'),
        subject('From 7 am', 'en'),
        said('The election of 14 February 2024', 'en', 'email'),
      ),
    ).toEqual(['languages: 14 February 2024']);
    expect(found(said('Pemilu 2024, {{polling_date}}'), said('{{polling_date}}', 'en'))).toEqual([]);
  });

  it('compares nothing with an election when there is none', () => {
    expect(
      checkFacts([said('Selasa, 14 Februari 2029, 09.00')], null, LANGUAGES).map(({ code }) => code),
    ).toEqual(['weekday']);
  });

  it('marks every polling date moved by some days, in both languages, and nothing else', () => {
    const election = (date: string): ElectionFacts => ({
      ...ELECTION,
      pollingDates: [date],
      quietFrom: date,
      quietTo: date,
    });
    const iso = (day: Date): string => day.toISOString().slice(0, 10);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -400, max: 400 }), (days, moved) => {
        const right = new Date(days * 86_400_000 + 946_684_800_000);
        const wrong = new Date(right.getTime() + moved * 86_400_000);
        const texts = ['id', 'en'].map((language) => {
          const style = {
            weekday: 'long',
            day: 'numeric',
            month: 'long',
            year: 'numeric',
            timeZone: 'UTC',
          } as const;
          const shown = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', style).format(wrong);
          return said(shown, language);
        });
        const codes = checkFacts(texts, election(iso(right)), LANGUAGES).map(({ code }) => code);
        expect(codes).toEqual(moved === 0 ? [] : ['date', 'date']);
      }),
    );
  });
});

describe('contestants in the quiet period', () => {
  const names = ['Ratna Wijaya', 'Joko'];
  const marks = (text: string): Pick<Finding, 'quote' | 'expected'>[] =>
    contestantsIn([said(text)], names).map(({ quote, expected }) => ({ quote, expected }));

  it('are marked at their place, as whole words, regardless of case and marks', () => {
    expect(marks('Pilih RATNA  wijáya! Jokowi bukan Joko.')).toEqual([
      { quote: 'RATNA  wijáya', expected: ['Ratna Wijaya'] },
      { quote: 'Joko', expected: ['Joko'] },
    ]);
    expect(marks('Ratna dan Wijaya datang')).toEqual([]);
  });

  it('are at the place of the mark, whatever comes before it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (before) => {
        const text = `${before} Ratna Wijaya`;
        for (const { start, quote } of contestantsIn([said(text)], ['Ratna Wijaya']))
          expect(text.slice(start, start + quote.length)).toBe(quote);
        expect(contestantsIn([said(text)], ['Ratna Wijaya']).length).toBeGreaterThan(0);
      }),
    );
  });
});

it('are told in the order in which the texts are read, whatever found them first', () => {
  const one = (channel: string, language: string, field: 'subject' | 'text', start: number) => ({
    channel: channel as Finding['channel'],
    language,
    field,
    start,
  });
  const read = [
    one('email', 'id', 'subject', 9),
    one('email', 'id', 'text', 1),
    one('email', 'id', 'text', 5),
    one('email', 'en', 'text', 0),
    one('sms', 'id', 'text', 0),
    one('easy', 'id', 'text', 0),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(read, { minLength: read.length }), (shuffled) => {
      expect(inOrder(shuffled, ['email', 'telegram', 'sms'])).toEqual(read);
    }),
  );
});
