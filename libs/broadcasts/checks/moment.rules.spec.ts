import fc from 'fast-check';
import type { ElectionFacts, StatedText } from './fact-check.rules.js';
import { checkMoments, type Sending } from './moment.rules.js';

const DAY = '2029-02-14';
const ELECTION: ElectionFacts = {
  pollingDates: [DAY],
  quietFrom: '2029-02-11',
  quietTo: '2029-02-13',
  opens: '07:00',
  closes: '13:00',
};
const said = (text: string, language = 'id'): StatedText => ({
  channel: 'sms',
  language,
  field: 'text',
  text,
});
const sent = (from: string, lastDay = from.slice(0, 10), pollingDate: string | null = DAY): Sending => ({
  from,
  lastDay,
  pollingDate,
});
const found = (text: StatedText, sendings: Sending[], election: ElectionFacts | null = ELECTION): string[] =>
  checkMoments([text], sendings, election, new Map()).map(
    ({ code, quote, expected }) => `${code} ${quote}: ${expected.join(' ')}`,
  );

describe('the times in a text and the time at which it goes out', () => {
  it.each<[string, string, string, Sending[], string[]]>([
    ['today on polling day', 'id', 'Hari ini TPS buka 07.00', [sent(`${DAY}T06:30`)], []],
    ['the eve', 'id', 'TPS buka besok', [sent('2029-02-13T09:00')], []],
    ['the quiet period', 'en', 'The quiet period begins today', [sent('2029-02-11T09:00')], []],
    [
      'today on another day',
      'id',
      'Hari ini TPS buka 07.00',
      [sent('2029-02-15T06:00')],
      ['voting-day Hari ini: 2029-02-15'],
    ],
    [
      'the eve, two years before',
      'id',
      'Besok hari pemungutan suara',
      [sent('2026-12-03T09:00')],
      ['voting-day Besok: 2026-12-04'],
    ],
    [
      'the eve, in the quiet period',
      'en',
      'Tomorrow is polling day',
      [sent('2029-02-11T09:00')],
      ['voting-day Tomorrow: 2029-02-12'],
    ],
    [
      'another act on that day',
      'id',
      'Cek TPS Anda hari ini',
      [sent('2029-01-15T06:00')],
      ['relative-day hari ini: 2029-01-15'],
    ],
    [
      'the evening, when the polls are shut',
      'id',
      'Hari ini TPS buka 07.00',
      [sent(`${DAY}T22:07`)],
      [`passed 07.00: ${DAY}T07:00`],
    ],
    ['an hour of two still to come', 'id', 'Hari ini 07.00–13.00', [sent(`${DAY}T08:00`)], []],
    ['the very hour', 'id', 'TPS buka 07.00', [sent(`${DAY}T07:00`)], []],
    [
      'copies on two days',
      'en',
      'The polls are open today',
      [sent(`${DAY}T09:00`, '2029-02-15')],
      ['relative-day today: 2029-02-14 2029-02-15'],
    ],
    [
      'copies on many days',
      'id',
      'besok',
      [sent('2029-02-10T09:00', '2029-02-20')],
      ['relative-day besok: 2029-02-11 2029-02-21'],
    ],
    [
      'regions on two days',
      'en',
      'tomorrow',
      [sent('2029-02-13T09:00'), sent('2029-02-12T09:00')],
      ['relative-day tomorrow: 2029-02-13 2029-02-14'],
    ],
    ['the day after tomorrow, once', 'en', 'the day after tomorrow', [sent('2029-02-12T09:00')], []],
    [
      'a date and hour that are over',
      'id',
      '14 Februari pukul 13.00',
      [sent('2029-02-15T08:00')],
      [`passed 13.00: ${DAY}T13:00`],
    ],
    [
      'a variable’s day',
      'en',
      '{{polling_date}} until 1 pm',
      [sent('2029-02-15T08:00')],
      [`passed 1 pm: ${DAY}T13:00`],
    ],
    [
      'words that only look alike',
      'id',
      'sehari inilah, besokan, kpu.go.id/hari/ini',
      [sent('2029-02-15T06:00')],
      [],
    ],
    ['a text before anybody said when', 'id', 'Hari ini 07.00', [], []],
  ])('%s', (_, language, text, sendings, expected) => {
    expect(found(said(text, language), sendings)).toEqual(expected);
  });

  it('mark without an election only what differs between readers or is over that day', () => {
    const one = (text: string, sending: Sending): string[] => found(said(text), [sending], null);
    expect(one('Hari ini hari terakhir', sent('2029-05-02T09:00', '2029-05-02', null))).toEqual([]);
    expect(one('Hari ini hari terakhir', sent('2029-05-02T09:00', '2029-05-03', null))).toHaveLength(1);
    expect(one('Hari ini pukul 08.00', sent('2029-05-02T09:00', '2029-05-02', null))).toEqual([
      'passed 08.00: 2029-05-02T08:00',
    ]);
    expect(one('Kantor buka 08.00', sent('2029-05-02T09:00', '2029-05-02', null))).toEqual([]);
  });

  it('name the polling day beside what another day means', () => {
    const [mark] = checkMoments([said('Kami tutup besok')], [sent('2026-12-03T09:00')], ELECTION, new Map());
    expect(mark).toMatchObject({ code: 'relative-day', expected: ['2026-12-04'], pollingDates: [DAY] });
  });

  it('call no day wrong that is polling day for some', () => {
    const text = said('Besok hari pemungutan suara');
    const both = [sent('2029-02-13T09:00'), sent('2029-02-13T09:00', '2029-02-13', '2029-02-24')];
    expect(found(text, both, { ...ELECTION, pollingDates: [DAY, '2029-02-24'] })).toEqual([]);
    expect(found(text, [sent('2029-02-12T09:00', '2029-02-13')])).toEqual([
      'relative-day Besok: 2029-02-13 2029-02-14',
    ]);
  });

  it('use a region’s own polling day', () => {
    const later = { ...ELECTION, pollingDates: [DAY, '2029-02-24'] };
    const text = said('TPS buka 07.00');
    expect(found(text, [sent('2029-02-20T08:00', '2029-02-20', '2029-02-24')], later)).toEqual([]);
    expect(found(text, [sent('2029-02-20T08:00', '2029-02-20', DAY)], later)).toHaveLength(1);
  });

  it('mark “hari ini” at every minute of every other day, and an hour exactly from its own minute on', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 9 }), fc.nat(1439), fc.nat(1439), (days, minute, hour) => {
        const day = new Date(Date.UTC(2029, 1, 14 + days)).toISOString().slice(0, 10);
        const clock = (of: number): string =>
          `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;
        const text = said(`Hari ini pukul ${clock(hour).replace(':', '.')}`);
        const codes = checkMoments([text], [sent(`${day}T${clock(minute)}`)], ELECTION, new Map()).map(
          ({ code }) => code,
        );
        expect(codes.includes('relative-day')).toBe(days > 0 || days < -3);
        expect(codes.includes('passed')).toBe(hour < minute);
      }),
    );
  });
});
