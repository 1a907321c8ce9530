import { DELIVERY_STATES, type DeliveryState } from '../../../../../libs/contract/counts.js';
import { sumOf } from '../../parts/sending/account.rules.js';
import {
  against,
  asUsual,
  byCarrier,
  byHour,
  byLanguage,
  byZone,
  causesNamed,
  duration,
  earlierOf,
  figuresOf,
  isOutdated,
  latestStart,
  median,
  smsTaken,
  worstOf,
} from './report.rules.js';

describe('the carriers of a report', () => {
  const states = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as Record<
    DeliveryState,
    number
  >;
  const line = (channel: 'email' | 'sms', carrier: string | null, failed: number) => ({
    ...states,
    channel,
    carrier,
    failed,
    targeted: failed,
  });

  it('are grouped by channel in their order, and have no copies that are not listed', () => {
    const found = byCarrier({
      carriers: [line('sms', 'tri', 1), line('email', 'gmail', 2), line('email', null, 3)],
    });
    expect(found.map(([channel, lines]) => [channel, lines.map(([carrier]) => carrier)])).toEqual([
      ['email', ['gmail', null]],
      ['sms', ['tri']],
    ]);
    expect(found[0]?.[1][0]?.[1]).toMatchObject({ targeted: 2, failed: 2, unlisted: 0, neverListed: 0 });
  });
});

describe('where most of a broadcast is missing', () => {
  const states = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as Record<
    DeliveryState,
    number
  >;
  const line = (region: string, channel: 'email' | 'sms', failed: number) => ({
    ...states,
    region,
    channel,
    failed,
    targeted: 10,
    accepted: 10 - failed,
    expected: 10,
    unlisted: 0,
    neverListed: 0,
    dueAt: '',
    firstHandoverAt: null,
    lastHandoverAt: null,
    firstAcceptedAt: null,
    lastAcceptedAt: null,
  });

  it('is the region and the channel with the largest share, where there are several', () => {
    const lines = [
      line('11', 'email', 1),
      line('11', 'sms', 2),
      line('12', 'email', 0),
      line('12', 'sms', 4),
    ];
    expect(worstOf({ lines })).toEqual({
      region: { name: '12', missed: 4, all: 20 },
      channel: { name: 'sms', missed: 6, all: 20 },
    });
    expect(worstOf({ lines: [line('11', 'email', 1)] })).toEqual({ region: null, channel: null });
    expect(worstOf({ lines: [line('11', 'email', 0), line('12', 'sms', 0)] }).region).toBeNull();
    const uncertain = { ...line('11', 'email', 0), accepted: 0, unknown: 10 };
    expect(worstOf({ lines: [uncertain, line('12', 'sms', 0)] }).region).toBeNull();
  });
});

describe('the report of a broadcast that was corrected twice', () => {
  const link = (publicCode: string, begun = true) => ({ publicCode, begun });

  it('names the first correction and its companion too, as far as they reached people', () => {
    const corrections = [link('B'), link('rejected', false), link('D')];
    expect(earlierOf(corrections, [link('C')], ['A', 'D', 'E'])).toEqual([
      { role: 'earlier', link: link('B') },
      { role: 'earlierCompanion', link: link('C') },
    ]);
  });

  it('names its own companion once', () => {
    expect(earlierOf([link('D')], [link('C')], ['B', 'D', 'C'])).toEqual([]);
  });
});

it('was sent when a provider took the first copy, and never where all were refused', () => {
  const at = (minute: number): string => new Date(minute * 60_000).toISOString();
  const line = (region: string, accepted: number, cancelled: number) => ({
    ...sumOf([]),
    channel: 'sms' as const,
    region,
    dueAt: at(0),
    // It was tried, and refused, before anything was accepted.
    firstHandoverAt: at(0),
    lastHandoverAt: at(3),
    firstAcceptedAt: accepted > 0 ? at(1) : null,
    lastAcceptedAt: accepted > 0 ? at(3) : null,
    targeted: 9,
    accepted,
    cancelled,
    failed: accepted > 0 ? 0 : 4,
  });
  const region = (code: string, timeZone: string) => ({
    region: code,
    name: code,
    timeZone,
    registeredVoters: null,
    people: 0,
  });
  const report = {
    lines: [line('11', 5, 1), line('94', 0, 9)],
    regions: [region('11', 'Asia/Jakarta'), region('94', 'Asia/Jayapura')],
  };
  const found = byZone(report, (timeZone) => timeZone);
  expect(found.map(({ zone, first, last }) => [zone, first, last])).toEqual([
    ['Asia/Jakarta', at(1), at(3)],
    ['Asia/Jayapura', null, null],
  ]);
  // As late as its worst part, which is one that never began once it has ended.
  const latest = (over: boolean) => latestStart(report, (timeZone) => timeZone, over);
  expect(latest(false)).toMatchObject({ zone: 'Asia/Jakarta', seconds: 60 });
  expect(latest(true)).toMatchObject({ zone: 'Asia/Jayapura', seconds: null });
});

describe('the hours of a report', () => {
  const hour = (at: number, channel: 'email' | 'sms', reached: number) => ({
    at: new Date(at * 3_600_000).toISOString(),
    channel,
    reached,
  });
  it('have those between them in which nothing went out', () =>
    expect(byHour({ hours: [hour(9, 'email', 4), hour(7, 'email', 1), hour(7, 'sms', 2)] })).toEqual([
      { at: 7 * 3_600_000, values: { email: 1, sms: 2 } },
      { at: 8 * 3_600_000, values: {} },
      { at: 9 * 3_600_000, values: { email: 4 } },
    ]));
  it('are not filled over weeks', () =>
    expect(byHour({ hours: [hour(0, 'email', 4), hour(900, 'email', 1)] })).toHaveLength(2));
  it('are none of a report without hand-overs', () => expect(byHour({ hours: [] })).toEqual([]));
});

it('lists Indonesian first and erased people last', () => {
  const one = (language: string | null) => ({ language, channel: 'sms' as const, reached: 1 });
  expect(
    byLanguage({ languages: [one(null), one('su'), one('jv'), one('id')] }).map(([language]) => language),
  ).toEqual(['id', 'jv', 'su', null]);
});

it('says of one or two earlier broadcasts nowhere what is usual', () => {
  const one = { figure: 'share' as const, own: 0.9, median: 0.7, last: 0.7, alike: true };
  expect(against(one, [1])).toBeNull();
  expect(against(one, [1, 2])).toBeNull();
  expect(against(one, [1, 2, 3])).toBe('better');
});

describe('the causes named beside those who got nothing', () => {
  const cause = (channel: 'sms' | 'email', reason: string, copies: number) => ({
    channel,
    state: 'failed' as const,
    reason,
    copies,
  });
  const failures = [cause('email', 'smtp 5.1.1', 30), cause('sms', 'twilio 30003', 2)];

  it('are those that left people with nothing, as their table has them', () => {
    const missed = [
      { channel: 'email' as const, state: 'failed' as const, reason: 'smtp 5.1.1', people: 21, elsewhere: 0 },
    ];
    expect(
      causesNamed({ failures, gotNothingBy: missed }).map(({ reason, people }) => [reason, people]),
    ).toEqual([['smtp 5.1.1', 21]]);
  });

  it('are the causes of most copies where people were not counted', () =>
    expect(causesNamed({ failures, gotNothingBy: null }).map(({ reason }) => reason)).toEqual([
      'smtp 5.1.1',
      'twilio 30003',
    ]));
});

describe('a comparison with earlier broadcasts', () => {
  const outline = (messages: number, failed: number, seconds: number | null) => ({
    endedAt: null,
    messages,
    reached: messages - failed,
    delivered: 0,
    failed,
    delaySeconds: 2,
    seconds,
  });
  it('has the median and the last of them', () => {
    const found = figuresOf(outline(100, 10, 50), [
      outline(10, 5, null),
      outline(100, 0, 20),
      outline(200, 2, 100),
    ]);
    expect(found.find(({ figure }) => figure === 'failedShare')).toMatchObject({
      own: 0.1,
      median: 0.01,
      last: 0.5,
    });
    expect(found.find(({ figure }) => figure === 'perSecond')).toMatchObject({
      own: 2,
      median: 3.5,
      last: null,
    });
  });
  it('say whether it went better than usual, or worse', () => {
    const usual = Array.from({ length: 3 }, () => outline(100, 10, 20));
    const how = (failed: number) => asUsual(outline(100, failed, 20), usual)?.how;
    expect([how(2), how(10), how(30)]).toEqual(['better', 'same', 'worse']);
    expect(asUsual(outline(100, 10, 20), usual.slice(1))).toBeNull();
  });
  it.each([
    ['share', 0.9, 0.8, 'better'],
    ['share', 0.8, 0.805, 'same'],
    ['failedShare', 0.1, 0.02, 'worse'],
    ['delay', 20, 200, 'better'],
    ['delay', 20, 50, 'same'],
    ['seconds', 900, 20, 'worse'],
    ['seconds', 21, 20, 'same'],
    ['perSecond', 5, 90, 'worse'],
    ['perSecond', 0, 0, 'same'],
    // Neither good nor bad.
    ['messages', 900, 20, null],
    ['share', null, 0.8, null],
  ] as const)('says of %s, %s against %s: %s', (figure, own, usual, how) =>
    expect(against({ figure, own, median: usual, last: null, alike: true }, [1, 2, 3])).toBe(how),
  );
  it('says of how long it took nothing where it is larger or smaller than usual', () => {
    const usual = Array.from({ length: 3 }, () => outline(100, 10, 20));
    const how = (messages: number) =>
      figuresOf(outline(messages, 10, 90), usual)
        .filter(({ figure }) => figure === 'seconds')
        .map((one) => against(one, usual));
    expect([how(120), how(500)]).toEqual([['worse'], [null]]);
  });
  it('counts what the SMS cost that were taken, at the price that was named', () => {
    const line = (channel: 'sms' | 'email', accepted: number) => ({
      ...sumOf([]),
      channel,
      accepted,
      region: '11',
      dueAt: '',
      firstHandoverAt: null,
      lastHandoverAt: null,
      firstAcceptedAt: null,
      lastAcceptedAt: null,
    });
    const lines = [line('sms', 30), line('email', 50)];
    expect(smsTaken({ lines }, 400)).toEqual({ all: 12_000, each: 400, messages: 30 });
    expect([smsTaken({ lines }, null), smsTaken({ lines: [line('email', 50)] }, 400)]).toEqual([null, null]);
  });
  it.each([
    [[], null],
    [[3], 3],
    [[4, 1, 2], 2],
    [[1, 9, 2, 4], 3],
  ])('takes the middle of %j', (values, middle) => expect(median(values)).toBe(middle));
  it('gives durations in minutes', () =>
    expect([duration(61), duration(3_700)]).toEqual(['1:01', '1:01:40']));
});

it('the figures of a broadcast that runs are outdated after a minute, those of one that is over never', () => {
  const counted = '2026-12-01T21:41:00Z';
  const at = (text: string) => Date.parse(text);
  expect(isOutdated(counted, false, at('2026-12-01T21:41:59Z'))).toBe(false);
  expect(isOutdated(counted, false, at('2026-12-01T21:48:00Z'))).toBe(true);
  expect(isOutdated(counted, true, at('2026-12-01T21:48:00Z'))).toBe(false);
});
