import { sumOf } from '../../../parts/sending/account.rules';
import {
  nextTryOn,
  brakedAlone,
  changedAt,
  endedWith,
  finishOn,
  heldEverywhere,
  lastFinish,
  retriesIn,
  strongestOn,
  uncounted,
  waitingOn,
  worstFirst,
  rateOf,
  type Sample,
} from './live.rules';

describe('what is left of a broadcast', () => {
  const away = [{ channel: 'email' }];
  const stalled = [{ channel: 'sms' }, { channel: 'telegram' }];
  const hindrances = [{ channel: 'telegram', cause: 'unserved' }];

  it('waits for a provider that does not answer, or a program that is stalled', () =>
    expect(waitingOn({ state: 'running', away, stalled, hindrances })).toEqual({
      away,
      stalled: [{ channel: 'sms' }],
    }));

  it.each(['withdrawn', 'cancelled', 'expired', 'completed'] as const)(
    'waits for nothing once it is %s',
    (state) => expect(waitingOn({ state, away, stalled, hindrances })).toEqual({ away: [], stalled: [] }),
  );
});

describe('a broadcast whose progress says that it has ended', () => {
  const shown: { state: string; hindrance: object | null; reads: string | null } = {
    state: 'running',
    hindrance: { kind: 'paused' },
    reads: 'doubted',
  };

  it('is not paused any more, nor in doubt once it is taken back, before it is fetched again', () => {
    expect(endedWith(shown, { state: 'withdrawn' })).toEqual({
      state: 'withdrawn',
      hindrance: null,
      reads: null,
    });
    expect(endedWith(shown, { state: 'completed' })).toEqual({
      state: 'completed',
      hindrance: null,
      reads: 'doubted',
    });
  });

  it('stays as it is while it runs', () => expect(endedWith(shown, { state: 'paused' })).toBe(shown));
});

it('an emergency stop leaves no part of a channel going on, however few waves go on after it', () => {
  const on = (kind: 'stopped' | 'paused', waves: number) => ({
    channel: 'sms',
    kind,
    cause: 'broadcast',
    waves,
    of: 6,
  });
  expect(strongestOn([on('stopped', 1), on('paused', 5)], 'sms')).toMatchObject({
    kind: 'stopped',
    inPart: false,
  });
  expect(strongestOn([on('paused', 5)], 'sms')).toMatchObject({ kind: 'paused', inPart: true });
});

it('a brake that holds a part says how many regions, also while one is tried or has ended', () => {
  const regions = Array.from({ length: 37 }, (_, n) => `${n}`);
  const brake = { channel: 'email', kind: 'braked' as const, cause: 'brake', waves: 37, regions };
  expect(strongestOn([{ ...brake, of: 38, all: 38 }], 'email')).toMatchObject({ inPart: true, regions: 37 });
  expect(strongestOn([{ ...brake, of: 37, all: 38 }], 'email')).toMatchObject({ inPart: false, regions: 37 });
  expect(strongestOn([{ ...brake, of: 37, all: 37 }], 'email')?.regions).toBeNull();
});

it('a channel of which nothing goes out is not told like one that is only slow', () => {
  const on = (cause: string) => ({ channel: 'sms', kind: 'slowed' as const, cause, waves: 0, of: 1 });
  expect(strongestOn([on('slow-down'), on('away')], 'sms')?.cause).toBe('away');
  expect(strongestOn([on('slow-down')], 'sms')?.cause).toBe('slow-down');
});

it('adds to the reasons what went wrong since they were read, and never takes any away', () => {
  const total = { ...sumOf([]), failed: 39, suppressed: 10, unknown: 5 };
  const of = [
    { state: 'failed', copies: 1 },
    { state: 'suppressed', copies: 1 },
    { state: 'unknown', copies: 4 },
  ];
  expect(uncounted(of, total)).toBe(47);
  expect(uncounted([{ state: 'failed', copies: 60 }], total)).toBe(0);
});

describe('what is paused in every province', () => {
  const paused = new Map([
    ['11', { paused: ['sms'], braked: [] }],
    ['51', { paused: [], braked: ['email'] }],
  ]);

  it('is said once, with its channels', () =>
    expect(heldEverywhere(paused, ['11', '51'])).toEqual({ channels: ['sms', 'email'], except: [] }));

  it('names the exception where one province of many is tried', () => {
    const codes = Array.from({ length: 38 }, (_, n) => `${n + 11}`);
    const braked = new Map(codes.slice(1).map((code) => [code, { paused: [], braked: ['email'] }]));
    expect(heldEverywhere(braked, codes)).toEqual({ channels: ['email'], except: ['11'] });
  });

  it.each([[['11', '51', '91']], [['11']], [[]]])('is shown by sign where it is not everywhere: %j', (sent) =>
    expect(heldEverywhere(paused, sent)).toBeNull(),
  );
});

describe('the regions with the worst outcome', () => {
  const of = (targeted: number, failed: number, more: object = {}) => ({
    ...sumOf([]),
    targeted,
    failed,
    accepted: targeted - failed,
    ...more,
  });

  it('are those with the greatest share that went wrong, then with the most copies', () =>
    expect(
      worstFirst([
        ['11', of(100, 5)],
        ['12', of(30, 6)],
        ['13', of(1000, 50)],
        ['14', of(100, 0, { unknown: 30 })],
      ]),
    ).toEqual(['14', '12', '13', '11']));

  it('are not those with a few copies, which come last, the most that went wrong first', () =>
    expect(
      worstFirst([
        ['92', of(8, 5)],
        ['11', of(100, 5)],
        ['91', of(29, 6)],
      ]),
    ).toEqual(['11', '91', '92']));

  it('count what was not sent at all, and leave out where all arrived', () =>
    expect(
      worstFirst([
        ['11', of(100, 3)],
        ['12', of(100, 0, { suppressed: 40 })],
        ['13', of(100, 0)],
      ]),
    ).toEqual(['12', '11']));
});

describe('the end of what is left', () => {
  const counts = { ...sumOf([]), pending: 100 };
  const due = {
    finishesAt: '2029-02-07T00:00:10Z',
    zones: [{ startsAt: '2029-02-06T00:00:00Z', messages: 100 }],
  };
  const now = Date.parse('2029-02-07T00:00:00Z');
  const pause = { channel: 'sms', kind: 'paused' as const, waves: 1, of: 1, cause: 'broadcast' };
  const cause = (of: string) => ({ ...pause, kind: 'slowed' as const, cause: of });

  it.each([
    ['is that at the measured rate', [], 2, now + 50_000],
    ['is unknown while all of it is paused', [pause], 2, null],
    ['is unknown before the rate is measured', [], null, null],
    ['is unknown while the provider is away, whatever went out before', [cause('away')], 9.5, null],
    ['is unknown while a carrier refuses it', [cause('refused')], 9.5, null],
    ['is that of a provider that asks to go slower', [cause('slow-down')], 2, now + 50_000],
    [
      'is that of the channel, whatever stops another',
      [{ ...cause('away'), channel: 'email' }],
      2,
      now + 50_000,
    ],
  ])('%s', (_, hindrances, rate, end) =>
    expect(finishOn('sms', counts, hindrances, due, rate, now)).toBe(end),
  );

  it('is unknown while a brake holds a part, and of the region that is tried nothing goes out', () => {
    const braked = [{ channel: 'sms', kind: 'braked' as const, cause: 'brake', waves: 37, of: 38 }];
    const tried = { finishesAt: '2026-12-01T00:47:00Z', zones: [] };
    const waits = { ...sumOf([]), targeted: 1_600, pending: 1_588 };
    expect(finishOn('sms', waits, braked, tried, 0, 0)).toBeNull();
    expect(finishOn('sms', waits, braked, tried, 2, 0)).not.toBeNull();
  });

  it('is that of the last channel, and unknown where one of them has none', () => {
    expect(lastFinish([1, 3, 2])).toBe(3);
    expect(lastFinish([1, null])).toBeNull();
    expect(lastFinish([])).toBeNull();
  });
});

it('lets go on the braked channel alone where nothing else is held, and asks otherwise', () => {
  const on = (channel: string, cause: string) => ({ channel, cause });
  expect(brakedAlone([on('email', 'brake'), on('email', 'brake'), on('sms', 'away')])).toBe('email');
  expect(brakedAlone([on('email', 'brake'), on('sms', 'brake')])).toBeNull();
  expect(brakedAlone([on('email', 'brake'), on('sms', 'broadcast')])).toBeNull();
  expect(brakedAlone([on('sms', 'away')])).toBeNull();
});

describe('when a screen says that its figures changed', () => {
  it.each([
    ['never, with the first that it is given', null, { sent: 3 }, null, null],
    ['not with the same given once more', { sent: 3 }, { sent: 3 }, '00:48', '00:48'],
    ['with another one', { sent: 3 }, { sent: 4 }, '00:48', '00:50'],
  ])('is %s', (_, before, next, last, at) => expect(changedAt(before, next, last, '00:50')).toBe(at));
});

describe('the next try', () => {
  const now = Date.parse('2026-12-01T10:00:00Z');
  const [past, soon, later] = ['2026-12-01T09:59:59Z', '2026-12-01T10:00:20Z', '2026-12-01T10:05:00Z'];
  it.each([
    ['of a provider that is away', { probeAt: soon, retryAt: later }, soon],
    ['of what waits, where that is due by now', { probeAt: past, retryAt: later }, later],
    ['is not known', { probeAt: null, retryAt: past }, null],
    ['is not asked for yet', undefined, null],
  ])('%s', (_, of, at) => expect(nextTryOn(of, now)).toBe(at));
});

describe('the rate of now', () => {
  const sample = (seconds: number, handed: number): Sample => ({
    at: seconds * 1000,
    handed: new Map([['sms', handed]]),
  });
  it.each([
    ['is that of the last ten seconds', [sample(0, 0), sample(10, 500), sample(20, 700)], 20, 90, 20],
    ['falls with time', [sample(0, 0), sample(10, 500)], 20, 90, 0],
    [
      'is no more than the limit, which holds though counts come in groups',
      [sample(0, 0), sample(10, 330)],
      10,
      30,
      30,
    ],
    ['is not measured of a moment', [sample(0, 0), sample(1, 30)], 1, null, null],
  ])('%s', (_, samples, seconds, limit, rate) =>
    expect(rateOf(samples, 'sms', seconds * 1000, limit)).toBe(rate),
  );
});

it('counts what waits for another try alone', () => {
  const now = Date.parse('2026-12-01T03:00:00.000Z');
  const later = { messages: 3, retryAt: '2026-12-01T03:10:00.000Z' };
  const sooner = { messages: 2, retryAt: '2026-12-01T03:05:00.000Z' };
  expect(retriesIn([later, sooner, undefined], now)).toEqual({ messages: 5, at: sooner.retryAt });
  expect(retriesIn([{ messages: 9, retryAt: null }, later], now)).toEqual({ messages: 3, at: later.retryAt });
  expect(
    retriesIn(
      [
        { ...later, messages: 0 },
        { messages: 9, retryAt: null },
      ],
      now,
    ),
  ).toBeNull();
  expect(retriesIn([later], Date.parse(later.retryAt))).toBeNull();
});
