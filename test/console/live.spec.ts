import { byCause } from '../../apps/console/src/screens/broadcast/numbers/causes.rules.js';
import fc from 'fast-check';
import {
  type Counts,
  difference,
  everyone,
  failingOf,
  percent,
  reached,
  signsOf,
  STANDINGS,
  sumOf,
  waiting,
} from '../../apps/console/src/parts/sending/account.rules.js';
import {
  byProvince,
  finishAt,
  isHeld,
  isListingHeld,
  isSettling,
  lagsBehind,
  pausedIn,
  rateOf,
  sampleOf,
  strongestOn,
  unreachedOf,
} from '../../apps/console/src/screens/broadcast/numbers/live.rules.js';
import {
  doubtedPlaces,
  pauserOf,
  pausesOf,
  placesOf,
  together,
} from '../../apps/console/src/parts/sending/pauses.rules.js';
import {
  reasonKey,
  reasonWord,
  retryOf,
  sameWords,
  withPeople,
  takenOut,
} from '../../apps/console/src/parts/sending/provider-codes.rules.js';

const counts = (more: Partial<Counts>): Counts => {
  const all = Object.fromEntries(STANDINGS.map((one) => [one, more[one] ?? 0])) as Counts;
  const { unlisted, neverListed, ...listed } = all;
  const targeted = Object.values(listed).reduce((sum, one) => sum + one, 0);
  return { ...all, targeted, expected: more.expected ?? targeted + unlisted + neverListed };
};

const someCounts = fc
  .record(
    Object.fromEntries(STANDINGS.map((one) => [one, fc.nat(99)])) as Record<
      (typeof STANDINGS)[number],
      fc.Arbitrary<number>
    >,
  )
  .map(counts);

describe('a running broadcast', () => {
  it('sums its regencies into their province, and counts every copy', () => {
    const code = fc.constantFrom('11', '11.01', '11.02', '91', 'LN.KUL', 'LN.BER');
    fc.assert(
      fc.property(fc.dictionary(code, someCounts), (regions) => {
        const provinces = byProvince(regions);
        expect(sumOf([...provinces.values()])).toEqual(sumOf(Object.values(regions)));
        for (const one of provinces.keys()) expect(['11', '91', 'LN']).toContain(one);
      }),
    );
  });

  it('has ended only once no copy waits', () => {
    expect(isSettling(false, counts({ pending: 52 }))).toBe(false);
    expect(isSettling(true, counts({ pending: 52, delivered: 3 }))).toBe(true);
    expect(isSettling(true, counts({ cancelled: 52, delivered: 3 }))).toBe(false);
  });

  it('has reasons that lag behind its totals until they account for every copy', () => {
    const total = counts({ failed: 30, cancelled: 7, unknown: 2 });
    const unknown = { state: 'unknown', copies: 2 };
    expect(lagsBehind([{ state: 'failed', copies: 29 }, unknown], total)).toBe(true);
    expect(
      lagsBehind([{ state: 'failed', copies: 30 }, { state: 'cancelled', copies: 7 }, unknown], total),
    ).toBe(false);
  });

  it('passes over nobody whom a correction did not reach while the ledger is being read', () => {
    const total = counts({ delivered: 221, cancelled: 39 });
    const cancelled = (copies: number) => ({ failures: [{ state: 'cancelled', copies }], unreached: 22 });
    expect(unreachedOf('1', undefined, total)).toEqual({ people: 0, counting: true });
    expect(unreachedOf('1', cancelled(30), total)).toEqual({ people: 22, counting: true });
    expect(unreachedOf('1', cancelled(39), total)).toEqual({ people: 22, counting: false });
    // Before anybody is listed, the ledger has no row of them: it is a correction all the same.
    const unlisted = counts({ delivered: 221, neverListed: 39 });
    expect(unreachedOf('1', undefined, unlisted)).toEqual({ people: 0, counting: false });
    expect(unreachedOf(null, undefined, total)).toEqual({ people: null, counting: false });
  });

  it.each([
    [{ failed: 1602 }, 'all'],
    [{ failed: 3 }, 'all'],
    [{ failed: 3, expired: 9 }, 'all'],
    [{ failed: 3, pending: 1 }, null],
    [{ failed: 20, delivered: 80 }, 'many'],
    [{ failed: 20, pending: 900 }, 'many'],
    [{ failed: 20, delivered: 81 }, null],
    [{ failed: 19, unknown: 1 }, null],
    [{ suppressed: 5 }, null],
  ] as const)('says of a channel with %j that %s failed', (of, said) => {
    expect(failingOf(counts(of))).toBe(said);
  });

  it('counts every copy once, and reaches 100 percent only when every recipient was reached', () => {
    fc.assert(
      fc.property(someCounts, (one) => {
        expect(STANDINGS.reduce((sum, standing) => sum + one[standing], 0)).toBe(everyone(one));
        expect(reached(one) + waiting(one)).toBeLessThanOrEqual(everyone(one));
        expect(percent(one) === 100).toBe(everyone(one) > 0 && reached(one) === everyone(one));
      }),
    );
    expect(percent(counts({ accepted: 999, pending: 1 }))).toBe(99);
    expect(percent(counts({ accepted: 99, unlisted: 1 }))).toBe(99);
    expect(percent(counts({ accepted: 99, neverListed: 1 }))).toBe(99);
    expect(percent(counts({}))).toBe(0);
  });

  it('shows failed, unknown and cancelled by different signs', () => {
    expect(signsOf(counts({ accepted: 9, pending: 1 }))).toBe('');
    expect(signsOf(counts({ failed: 1, unknown: 2, cancelled: 3, neverListed: 4 }))).toBe('!×?');
  });

  it('shows how the list differs from the estimate once it is complete', () => {
    expect(difference(counts({ accepted: 5, unlisted: 1, expected: 6 }))).toBeNull();
    expect(difference(counts({ accepted: 5, suppressed: 2, expected: 6 }))).toBe(1);
    // It ended before it was complete.
    expect(difference(counts({ accepted: 5, neverListed: 1, expected: 6 }))).toBeNull();
  });

  it('shows the rate of the last ten seconds, which falls to zero when sending stops', () => {
    const at = (seconds: number, accepted: number) =>
      sampleOf({ telegram: counts({ accepted }) }, seconds * 1000);
    const samples = [at(0, 0), at(5, 150), at(10, 300), at(15, 450)];
    expect(rateOf(samples, 'telegram', 15_000)).toBe(30);
    expect(rateOf(samples, 'telegram', 20_000)).toBe(15);
    expect(rateOf(samples, 'telegram', 30_000)).toBe(0);
    expect(rateOf(samples, 'sms', 15_000)).toBeNull();
    expect(rateOf([at(0, 0)], 'telegram', 1_000)).toBeNull();
  });

  it('does not count a receipt as another hand-over', () => {
    const before = sampleOf({ sms: counts({ accepted: 100 }) }, 0);
    const after = sampleOf({ sms: counts({ delivered: 90, failed: 10 }) }, 5_000);
    expect(rateOf([before, after], 'sms', 5_000)).toBe(0);
  });
});

describe('a reason', () => {
  it('counts the addresses that a broadcast’s answers took out on a channel', () => {
    const of = (channel: string, reason: string, copies: number, state = 'failed') => ({
      channel,
      state,
      reason,
      copies,
    });
    const failures = [
      of('email', 'smtp 5.1.1', 80),
      of('email', 'smtp 5.2.1', 5),
      of('email', 'smtp 5.2.2', 7),
      of('email', 'dead before', 26, 'suppressed'),
      of('sms', 'twilio 30006', 3),
    ];
    expect(takenOut(failures, ['email'])).toBe(85);
    expect(takenOut(failures, [])).toBe(0);
  });

  it.each([
    ['smtp 5.1.1', 'noMailbox'],
    ['smtp 5.2.1', 'mailboxDisabled'],
    ['smtp 5.2.2', 'mailboxFull'],
    ['smtp 5.7.26', 'senderRefused'],
    ['smtp 550', 'mailRefused'],
    ['telegram 403 blocked', 'blocked'],
    ['twilio 30006', 'noNumber'],
    ['twilio 30003', 'phoneOff'],
    ['worker lost', 'workerLost'],
    ['not sent before expiry', 'expired'],
    ['dead before', 'dead'],
    ['dead before sending', 'dead'],
    ['suppressed before', 'left'],
    ['left or suppressed before sending', 'left'],
    ['pigeon 7', null],
  ])('%s has its own words, or stays as it is: %s', (code, key) => {
    expect(reasonKey(code)).toBe(key);
  });

  it('does not call a copy given up that is tried again', () => {
    expect(reasonWord('smtp 4.3.2', 'pending')).toBe('laterGivenUp.sofar');
    expect(reasonWord('smtp 4.3.2', 'failed')).toBe('laterGivenUp.what');
    const now = Date.parse('2035-06-01T02:00:00Z');
    const waits = { state: 'pending', attempts: 1, nextAttemptAt: '2035-06-01T02:27:00Z' };
    expect(retryOf(waits, now)).toBe('at');
    expect(retryOf({ ...waits, nextAttemptAt: '2035-06-01T01:59:00Z' }, now)).toBe('soon');
    expect(retryOf({ ...waits, attempts: 0, nextAttemptAt: null }, now)).toBeNull();
    expect(retryOf({ ...waits, state: 'failed' }, now)).toBeNull();
  });

  it('is one line for what expired, whichever step found it', () => {
    const of = (reason: string, copies: number) => ({ channel: 'sms', state: 'expired', reason, copies });
    const late = of('expired before hand-over', 39);
    expect(reasonKey(late.reason)).toBe('expired');
    const lines = sameWords([
      of('not sent before expiry', 29),
      late,
      of('twilio not sent, it would expire', 91),
      { ...late, channel: 'email' },
    ]);
    expect(lines.map(({ channel, copies }) => [channel, copies])).toEqual([
      ['sms', 159],
      ['email', 39],
    ]);
  });

  it('is one line for the same words, unless the code of the provider stands beside them', () => {
    const of = (reason: string, copies: number, state = 'suppressed') => ({
      channel: 'sms',
      state,
      reason,
      copies,
    });
    const lines = sameWords([
      of('dead before', 17),
      of('dead before sending', 5),
      of('suppressed before', 2),
      of('left or suppressed before sending', 4),
      of('twilio 30001', 8, 'failed'),
      of('twilio 30003', 9, 'failed'),
      of('pigeon 7', 1, 'failed'),
    ]);
    expect(lines.map(({ reason, copies }) => [reason, copies])).toEqual([
      ['dead before', 22],
      ['twilio 30003', 9],
      ['twilio 30001', 8],
      ['suppressed before', 6],
      ['pigeon 7', 1],
    ]);
  });
});

describe('the estimated end of a channel', () => {
  const now = Date.parse('2035-06-01T02:00:00Z');
  const zones = [
    { startsAt: '2035-06-01T01:59:00Z', messages: 1_200 },
    { startsAt: '2035-06-01T04:00:00Z', messages: 900 },
  ];
  const at = (finishesAt: string, rate: number | null): string | undefined => {
    const found = finishAt({ finishesAt, zones }, rate, now);
    return found === null ? undefined : new Date(found).toISOString().slice(11, 19);
  };

  it('is unknown until a rate is measured, where messages are due', () => {
    expect(at('2035-06-01T02:00:03Z', null)).toBeUndefined();
    expect(finishAt({ finishesAt: '2035-06-01T04:00:02Z', zones: zones.slice(1) }, null, now)).toBe(
      Date.parse('2035-06-01T04:00:02Z'),
    );
  });

  it('is never earlier than the forecast', () => {
    expect(at('2035-06-01T04:00:02Z', 4)).toBe('04:00:02');
  });

  it('is later when the rate is below the provider’s limit, counting what is due now', () => {
    expect(at('2035-06-01T02:00:03Z', 4)).toBe('02:05:00');
  });

  it('is unknown while nothing of what is due goes out', () => {
    expect(at('2035-06-01T02:00:03Z', 0)).toBeUndefined();
    expect(finishAt({ finishesAt: '2035-06-01T04:00:02Z', zones: zones.slice(1) }, 0, now)).toBe(
      Date.parse('2035-06-01T04:00:02Z'),
    );
  });
});

describe('pauses of a part', () => {
  const paused = (
    channel: string,
    regions: string[],
    more: { since?: string; reason?: string | null } = {},
  ) => ({
    channel,
    kind: 'paused' as const,
    cause: 'broadcast',
    since: '2026-11-28T07:12:00.000Z',
    by: 'operator',
    reason: 'Gangguan jaringan Bali' as string | null,
    brake: null,
    waves: regions.length,
    of: 3,
    all: 3,
    regions,
    ...more,
  });
  const three = [
    paused('email', ['51']),
    paused('email', ['91'], { since: '2026-11-28T07:13:00.000Z', reason: null }),
    paused('sms', ['31'], { since: '2026-11-28T07:13:30.000Z', reason: 'Nomor TPS salah' }),
    paused('sms', ['51']),
  ];

  it('stay apart with their regions, and one act on several channels is one', () => {
    expect(together(three).map(({ channels, regions, reason }) => [channels, regions, reason])).toEqual([
      [['email', 'sms'], ['51'], 'Gangguan jaringan Bali'],
      [['email'], ['91'], null],
      [['sms'], ['31'], 'Nomor TPS salah'],
    ]);
  });

  it('stay apart where only one of them waits for KPU to lift a doubt', () => {
    const mixed = ['email', 'sms'].map((channel) => ({
      ...paused(channel, ['51']),
      doubted: channel === 'sms',
    }));
    expect(together(mixed).map(({ channels, doubted }) => [channels, doubted])).toEqual([
      [['email'], false],
      [['sms'], true],
    ]);
  });

  it('name no region where all of a channel is paused', () => {
    expect(together([paused('email', ['31', '51', '91'])])).toMatchObject([{ regions: null }]);
    const many = Array.from({ length: 11 }, (_, at) => String(at + 11));
    const left = { ...paused('email', many), of: 11, all: 12 };
    expect(together([left])).toMatchObject([{ regions: null }]);
    expect(together([{ ...left, of: 12 }])).toMatchObject([{ regions: many }]);
  });

  it('are told from the waves in the same way', () => {
    const wave = (channel: string, regionCode: string, more = {}) => ({
      channel,
      regionCode,
      state: 'paused',
      pausedBy: 'operator',
      pausedAt: '2026-11-28T07:12:00.000Z',
      pauseReason: 'uji',
      brake: null,
      ...more,
    });
    const other = { pausedAt: '2026-11-28T07:13:00.000Z' };
    const going = { state: 'planned', pausedBy: null, pausedAt: null, pauseReason: null };
    const all = [
      wave('email', '51'),
      wave('email', '31'),
      wave('email', '91', going),
      wave('sms', '51', other),
      wave('sms', '31'),
    ];
    expect(pausesOf(all, all).map(({ channels, regions }) => [channels, regions])).toEqual([
      [['email'], ['31', '51']],
      [['sms'], ['51']],
      [['sms'], ['31']],
    ]);
  });

  it('name channels with the same regions together', () => {
    const of = (channel: string, regions: string[] | null) => ({ channel, regions });
    expect(placesOf([of('email', ['31']), of('sms', ['31']), of('telegram', null)])).toEqual([
      { channels: ['email', 'sms'], regions: ['31'] },
      { channels: ['telegram'], regions: null },
    ]);
  });

  it('name what is in doubt', () => {
    const wave = (channel: string, regionCode: string, doubted: boolean, state = 'paused') => ({
      channel,
      regionCode,
      state,
      doubted,
      pausedBy: 'operator',
      pausedAt: null,
      pauseReason: 'uji',
      brake: null,
    });
    const waves = [wave('email', '31', true), wave('sms', '31', true), wave('sms', '51', false)];
    expect(doubtedPlaces([...waves, wave('email', '51', false, 'planned')])).toMatchObject([
      { channels: ['email', 'sms'], regions: ['31'] },
    ]);
    expect(doubtedPlaces(waves.slice(0, 2))).toEqual([]);
    // What was sent before the doubt was cast on all channels of a region is in doubt too.
    const sent = [
      wave('email', '31', true),
      wave('sms', '31', false, 'completed'),
      wave('sms', '51', false, 'completed'),
      wave('email', '51', false, 'planned'),
    ];
    expect(doubtedPlaces(sent, ({ regionCode }) => regionCode === '31')).toMatchObject([
      { channels: ['email', 'sms'], regions: ['31'] },
    ]);
  });

  it('are those of the person whose act follows them in the trail', () => {
    const act = (at: string, regionCode: string | null, name: string) => ({
      act: 'pause',
      at,
      as: 'operator',
      channel: null,
      regionCode,
      by: { name },
    });
    const stops = [
      act('2026-11-28T07:11:59.000Z', '51', 'Sebelumnya'),
      act('2026-11-28T07:12:00.010Z', '91', 'Lain'),
      act('2026-11-28T07:12:00.020Z', '51', 'Bayu'),
    ];
    const [bali, papua] = together(three);
    expect(bali && pauserOf(stops, bali)).toBe('Bayu');
    expect(papua && pauserOf(stops, papua)).toBeNull();
  });

  it('add up to a channel that is held in whole', () => {
    expect(isHeld(three, 'email')).toBe(false);
    expect(strongestOn(three, 'email')).toMatchObject({ kind: 'paused', inPart: true });
    const all = [...three, paused('email', ['31'], { reason: 'uji' })];
    expect(isHeld(all, 'email')).toBe(true);
    expect(strongestOn(all, 'email')).toMatchObject({ kind: 'paused', inPart: false });
    expect(strongestOn(all, 'telegram')).toBeNull();
  });

  it('hold the list of recipients where all that is unlisted is in what they hold', () => {
    const listing = (unlisted: number) => three.map((one) => ({ ...one, unlisted }));
    const on = three.filter(({ channel }) => channel === 'email').length;
    expect(isListingHeld(listing(10), 'email', on * 10)).toBe(true);
    expect(isListingHeld(listing(10), 'email', on * 10 + 1)).toBe(false);
    expect(isListingHeld(listing(10), 'telegram', 1)).toBe(false);
    expect(isListingHeld(listing(10), 'telegram', 0)).toBe(true);
    const slowed = listing(10).map((one) => ({ ...one, kind: 'slowed' as const }));
    expect(isListingHeld(slowed, 'email', 10)).toBe(false);
  });

  it('mark the provinces', () => {
    expect([...pausedIn([...three, paused('sms', ['91.71'])])]).toEqual([
      ['51', { paused: ['email', 'sms'], braked: [] }],
      ['91', { paused: ['email', 'sms'], braked: [] }],
      ['31', { paused: ['sms'], braked: [] }],
    ]);
  });

  it('has the people that got nothing beside the messages, each cause once', () => {
    const of = (channel: string, reason: string, state = 'failed') => ({ channel, state, reason });
    expect(
      withPeople(
        [
          { ...of('sms', 'twilio 30003'), copies: 9 },
          { ...of('email', 'dead before', 'suppressed'), copies: 5 },
        ],
        [
          { ...of('email', 'dead before sending', 'suppressed'), people: 2 },
          { ...of('telegram', 'telegram 403 blocked'), people: 1 },
        ],
      ).map(({ channel, copies, people }) => [channel, copies, people]),
    ).toEqual([
      ['sms', 9, 0],
      ['email', 5, 2],
      ['telegram', 0, 1],
    ]);
  });

  it('is one row for each cause on all channels, with every code of it; what was held is apart by channel', () => {
    const of = (channel: string, reason: string, state: string, copies: number, people = 0) => ({
      channel,
      state,
      reason,
      copies,
      people,
    });
    const rows = byCause([
      of('email', 'dead before', 'suppressed', 5, 2),
      of('sms', 'twilio 30005', 'failed', 4, 1),
      of('sms', 'twilio 30006', 'failed', 3),
      of('sms', 'dead before', 'suppressed', 3, 1),
      of('email', 'cancelled before sending', 'cancelled', 2),
      of('sms', 'cancelled before sending', 'cancelled', 1),
    ]);
    expect(
      rows.map(({ channels, codes, copies, people }) => [channels.join(), codes.join(), copies, people]),
    ).toEqual([
      ['email,sms', '', 8, 3],
      ['sms', 'twilio 30005,twilio 30006', 7, 1],
      ['email', '', 2, 0],
      ['sms', '', 1, 0],
    ]);
    expect(rows.map(({ reasons }) => reasons.join())).toEqual([
      'dead before',
      'twilio 30005,twilio 30006',
      'cancelled before sending',
      'cancelled before sending',
    ]);
  });
});
