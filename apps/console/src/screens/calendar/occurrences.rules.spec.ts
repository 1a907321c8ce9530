import fc from 'fast-check';
import {
  broadcastsIn,
  commonOf,
  conflicts,
  dayRange,
  inOrder,
  isAtOnce,
  meetingsOf,
  meetsAt,
  metBy,
  numberFirst,
  type Occurrence,
  occurrences,
  oncePerBroadcast,
} from './occurrences.rules.js';

type Entry = Occurrence['entry'];
const ZONES = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'];
const OFFSETS: Record<string, number> = { 'Asia/Jakarta': 420, 'Asia/Makassar': 480, 'Asia/Jayapura': 540 };
const offset = (timeZone: string): number => OFFSETS[timeZone] ?? 0;

const entry = (more: Partial<Entry> = {}): Entry => ({
  id: '1',
  title: 'Pengingat',
  part: null,
  kind: 'ordinary',
  organisation: 'Kementerian',
  state: 'draft',
  begun: false,
  hindrance: null,
  content: { chain: null, doubted: false, reads: null },
  channels: ['sms'],
  topics: [],
  due: [],
  version: 1,
  smsCost: null,
  move: null,
  ...more,
});
const due = (dueAt: string, timeZone = 'Asia/Jakarta', regions = ['31']): Entry['due'][number] => ({
  dueAt,
  timeZone,
  regions,
  copies: null,
});
const placed = (...entries: Entry[]): Occurrence[] =>
  entries.flatMap((one) => occurrences(one, offset, ZONES));

it.each([
  ['Pengingat hari pemungutan suara (2)', '(2) Pengingat hari pemungutan suara'],
  ['Pengingat (KPU)', 'Pengingat (KPU)'],
  ['(2)', '(2)'],
])('a card has the number of a copy first, where nothing cuts it off: %s', (title, told) =>
  expect(numberFirst(title)).toBe(told),
);

describe('a broadcast on the calendar', () => {
  it('stands once at a local time that several zones have', () => {
    const found = placed(
      entry({
        due: [
          due('2029-02-14T00:00:00Z', 'Asia/Jayapura', ['91']),
          due('2029-02-14T02:00:00Z', 'Asia/Jakarta', ['31']),
        ],
      }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ wall: Date.parse('2029-02-14T09:00Z') });
    expect(found[0]?.places.map(({ timeZone }) => timeZone)).toEqual(['Asia/Jakarta', 'Asia/Jayapura']);
  });

  it('stands once by the western clock when it goes out everywhere at one instant', () => {
    const at = '2029-02-14T02:00:00Z';
    const found = placed(entry({ due: [due(at, 'Asia/Jayapura', ['91']), due(at)] }));
    expect(found.map(({ wall }) => wall)).toEqual([Date.parse('2029-02-14T09:00Z')]);
  });

  it('has one card on a day, whatever hours its regions have', () => {
    const found = oncePerBroadcast(
      inOrder(
        placed(
          entry({
            due: [due('2029-02-14T02:00:00Z'), due('2029-02-14T04:00:00Z', 'Asia/Makassar', ['51'])],
          }),
          entry({ id: '2', due: [due('2029-02-14T03:00:00Z')] }),
        ),
      ),
    );
    expect(found.map(({ key }) => key.split(' ')[0])).toEqual(['1', '2']);
    expect(found[0]?.later).toEqual([Date.parse('2029-02-14T12:00Z')]);
    expect(found[0]?.places.map(({ timeZone }) => timeZone)).toEqual(['Asia/Jakarta', 'Asia/Makassar']);
  });

  it('stands once when its zones are sent some seconds apart, and counts as one', () => {
    const found = placed(
      entry({
        due: [
          due('2029-02-13T17:49:07Z', 'Asia/Jayapura', ['91']),
          due('2029-02-13T17:49:10Z', 'Asia/Makassar', ['51']),
          due('2029-02-13T17:49:13Z'),
        ],
      }),
      entry({ id: '2', due: [due('2029-02-14T02:00:00Z'), due('2029-02-14T05:00:00Z')] }),
    );
    expect(found.map(({ wall }) => new Date(wall).toISOString().slice(0, 16))).toEqual([
      '2029-02-14T00:49',
      '2029-02-14T09:00',
      '2029-02-14T12:00',
    ]);
    expect(found.map(isAtOnce)).toEqual([true, true, true]);
    expect(broadcastsIn(found)).toBe(2);
  });

  it('stands in the order of the first of its clocks that goes out', () => {
    const [everywhere] = placed(
      entry({
        id: '1',
        due: [due('2029-02-14T02:00:00Z'), due('2029-02-14T00:00:00Z', 'Asia/Jayapura', ['91'])],
      }),
    );
    const [jakarta] = placed(entry({ id: '2', due: [due('2029-02-14T01:00:00Z')] }));
    const all = [jakarta, everywhere].flatMap((one) => one ?? []);
    expect(inOrder(all).map(({ entry: { id } }) => id)).toEqual(['1', '2']);
  });

  it('stands in the order of going out, whichever its clocks are', () => {
    const at = (id: string, ...dues: Entry['due'][number][]): Occurrence[] =>
      placed(entry({ id, due: dues }));
    const [east] = at('2', due('2029-02-14T03:27:00Z', 'Asia/Makassar', ['51']));
    const [west] = at('1', due('2029-02-14T03:33:00Z'), due('2029-02-14T03:33:00Z', 'Asia/Jayapura', ['91']));
    const [local] = at(
      '3',
      due('2029-02-14T02:00:00Z'),
      due('2029-02-14T00:00:00Z', 'Asia/Jayapura', ['91']),
    );
    const all = [west, east, local].flatMap((one) => one ?? []);
    expect(inOrder(all).map(({ entry: { id } }) => id)).toEqual(['3', '2', '1']);
    expect(all.map(isAtOnce)).toEqual([true, true, false]);
  });

  it('stands at each of several times', () => {
    const found = placed(entry({ due: [due('2029-02-14T02:00:00Z'), due('2029-02-16T02:00:00Z')] }));
    expect(found.map(({ wall }) => wall)).toEqual([
      Date.parse('2029-02-14T09:00Z'),
      Date.parse('2029-02-16T09:00Z'),
    ]);
  });
});

describe('two broadcasts', () => {
  const meet = (a: Partial<Entry>, b: Partial<Entry>): boolean => {
    const both = [
      { id: '1', due: [due('2029-02-14T02:00:00Z')], ...a },
      { id: '2', due: [due('2029-02-14T02:00:00Z')], ...b },
    ];
    return conflicts(placed(...both.map((one) => entry(one)))).size > 0;
  };

  it.each([
    [true, 'to one region within an hour', {}, { due: [due('2029-02-14T03:00:00Z')] }],
    [false, 'more than an hour apart', {}, { due: [due('2029-02-14T03:00:01Z')] }],
    [false, 'on different channels', {}, { channels: ['email'] }],
    [false, 'for different topics', { topics: ['jadwal'] }, { topics: ['hoaks'] }],
    [true, 'of which one is for every topic', { topics: ['jadwal'] }, {}],
    [false, 'to other regions', {}, { due: [due('2029-02-14T02:00:00Z', 'Asia/Jakarta', ['32'])] }],
    [
      true,
      'to a province and a regency of it',
      {},
      { due: [due('2029-02-14T02:00:00Z', 'Asia/Jakarta', ['31.01'])] },
    ],
    [
      false,
      'to two regencies of it',
      { due: [due('2029-02-14T02:00:00Z', 'Asia/Jakarta', ['31.02'])] },
      { due: [due('2029-02-14T02:00:00Z', 'Asia/Jakarta', ['31.01'])] },
    ],
    [false, 'of which one has ended', {}, { state: 'completed' }],
    [false, 'of which one corrects', {}, { part: 'correction' }],
  ] as [boolean, string, Partial<Entry>, Partial<Entry>][])('meet: %s, %s', (expected, _, a, b) => {
    expect(meet(a, b)).toBe(expected);
    expect(meet(b, a)).toBe(expected);
  });

  it('are told apart from what one of them would meet at another time', () => {
    const all = placed(
      entry({ id: '1', due: [due('2029-02-14T02:00:00Z')] }),
      entry({ id: '2', title: 'Jam buka', due: [due('2029-02-15T02:00:00Z')] }),
    );
    const [first] = all;
    if (!first) throw new Error('nothing is placed');
    expect(meetsAt(all, first, first.wall)).toEqual([]);
    expect(meetsAt(all, first, first.wall + 86_400_000)).toEqual(['Jam buka']);
  });

  it('are named to each other, and no third one, with the hour where both have regions', () => {
    const at = (id: string, ...times: ReturnType<typeof due>[]) => entry({ id, due: times });
    const all = [
      at('1', due('2029-02-14T02:00:00Z')),
      at('2', due('2029-02-14T00:45:00Z', 'Asia/Jayapura', ['91']), due('2029-02-14T02:45:00Z')),
      at('3', due('2029-02-14T06:00:00Z')),
    ];
    const met = (id: string) =>
      meetingsOf(all, id).map(({ entry: other, at: when }) => [other.id, new Date(when).toISOString()]);
    expect(met('1')).toEqual([['2', '2029-02-14T02:45:00.000Z']]);
    expect(met('2')).toEqual([['1', '2029-02-14T02:00:00.000Z']]);
    expect(['3', '4'].map(met)).toEqual([[], []]);
  });

  it('meet in the zone of the region that both have, and nowhere else', () => {
    const local = entry({
      title: 'Setempat',
      due: [
        due('2029-02-14T00:00:00Z', 'Asia/Jayapura', ['81']),
        due('2029-02-14T01:00:00Z', 'Asia/Makassar', ['51']),
      ],
    });
    const bali = entry({
      id: '2',
      title: 'Bali',
      due: [due('2029-02-14T01:00:00Z', 'Asia/Makassar', ['51'])],
    });
    const all = placed(local, bali);
    const found = conflicts(all);
    const [own] = all;
    if (!own) throw new Error('nothing is placed');
    const met = own.places.map((place) => [
      place.timeZone,
      [...metBy(found, { ...own, places: [place] }).values()].map(({ title }) => title),
    ]);
    expect(met).toEqual([
      ['Asia/Makassar', ['Bali']],
      ['Asia/Jayapura', []],
    ]);
    expect([...metBy(found, own).keys()]).toEqual(['2']);
  });

  it('meet on the day that both have, and on no other', () => {
    const twice = entry({ due: [due('2029-02-14T02:00:00Z'), due('2029-02-16T02:00:00Z')] });
    const all = placed(twice, entry({ id: '2', due: [due('2029-02-16T02:30:00Z')] }));
    const found = conflicts(all);
    expect(all.map((one) => [...metBy(found, one).keys()])).toEqual([[], ['2'], ['1']]);
  });

  it('meet each other, whatever their order', () => {
    const any = fc.array(
      fc.record({
        minutes: fc.nat(300),
        regions: fc.subarray(['31', '32', '31.01', '32.02'], { minLength: 1 }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(any, (those) => {
        const all = those.map(({ minutes, regions }, n) =>
          entry({
            id: String(n),
            due: [
              due(new Date(Date.UTC(2029, 1, 14) + minutes * 60_000).toISOString(), 'Asia/Jakarta', regions),
            ],
          }),
        );
        const found = conflicts(placed(...all));
        const met = (one: Entry): string[] => placed(one).flatMap((of) => [...metBy(found, of).keys()]);
        for (const one of all)
          for (const other of met(one))
            expect(all.filter(({ id }) => id === other).flatMap(met)).toContain(one.id);
        const keys = (map: typeof found): string[] => [...map.keys()].toSorted();
        expect(keys(conflicts(placed(...all.toReversed())))).toEqual(keys(found));
      }),
    );
  });
});

describe('the days of a schedule', () => {
  it.each([
    [{ at: 'now' }, null],
    [{}, null],
    [{ at: '2029-02-14T09:00' }, { first: '2029-02-14', count: 1 }],
    [
      { at: '2029-02-14T09:00', perRegion: { '91': '2029-02-12T09:00' } },
      { first: '2029-02-12', count: 3 },
    ],
    [
      { at: '2029-02-14T09:00', perRegion: { '91': '2029-12-12T09:00' } },
      { first: '2029-02-14', count: 60 },
    ],
  ])('of %p are %p', (schedule, days) => expect(dayRange(schedule)).toEqual(days));
});

it('names what two broadcasts have in common, of a whole and its part the part', () => {
  const at = '2029-02-14T02:00:00Z';
  const one = entry({ channels: ['sms', 'email'], due: [due(at, 'Asia/Jakarta', ['11', '31.01', '32'])] });
  const other = entry({
    id: '2',
    channels: ['email', 'telegram'],
    topics: ['jadwal'],
    due: [due(at, 'Asia/Jakarta', ['11.02', '31', '91'])],
  });
  const common = { regions: ['11.02', '31.01'], channels: ['email'], topics: ['jadwal'] };
  expect(commonOf(one, other)).toEqual(common);
  expect(commonOf(other, one)).toEqual(common);
});
