import type { BrakeFinding } from '../../api';
import {
  awayReason,
  brakePlace,
  causesOf,
  firstDue,
  freshNews,
  type Incident,
  isBrakedOn,
  pastStandsLeft,
  placeOf,
  placesOfIncidents,
  refusedSenders,
  secondsOf,
  standing,
  submittedStandsRight,
  troubledFirst,
  waitsFor,
  whatOf,
  wrongIn,
} from './incidents.rules.js';

const none = { braked: [], ownPaused: [], failing: [], expired: [], uncertain: [], doubted: [], paused: [] };

it('a broadcast that several lists have stands in the first of them alone', () => {
  const of = (...ids: string[]) => ids.map((id) => ({ id }));
  const places = placesOfIncidents({
    ...none,
    braked: of('1'),
    // Failing on two channels.
    failing: of('1', '2', '2'),
    ownPaused: of('5'),
    uncertain: of('2', '3', '5'),
    paused: of('3', '4', '5'),
  });
  expect([...places]).toEqual([
    ['1', 'braked'],
    ['5', 'ownPaused'],
    ['2', 'failing'],
    ['3', 'uncertain'],
    ['4', 'paused'],
  ]);
});

it('a channel is away for what its provider answered in the incident that stands', () => {
  const away = { kind: 'away', ended: null, channels: ['sms'], reason: 'smpp 0x0e' } as const;
  expect(awayReason([{ ...away, channels: [...away.channels] }], 'sms')).toBe('smpp 0x0e');
  expect(awayReason([{ ...away, channels: [...away.channels] }], 'email')).toBeNull();
  expect(awayReason([{ ...away, channels: ['sms'], ended: 'back' }], 'sms')).toBeNull();
});

it.each([
  [{ kind: 'away', account: null, reason: 'twilio 20503' }, 'errs'],
  [{ kind: 'away', account: null, reason: 'smtp ETIMEDOUT' }, 'silent'],
  [{ kind: 'away', account: null, reason: 'twilio 20003' }, 'refuses'],
  [{ kind: 'away', account: null, reason: null }, 'away'],
  [{ kind: 'away', account: 'relay-1', reason: 'smtp ETIMEDOUT' }, 'account'],
  [{ kind: 'slow', account: null, reason: 'twilio 20429' }, 'slow'],
] as const)('what happened in %p is said as %s', (of, what) => expect(whatOf(of)).toBe(what));

it('a brake tells its own count alone, and what expired behind it', () => {
  const failing = { kind: 'brake', ended: null, copies: 119, of: 250 } as const;
  expect(wrongIn({ ...failing, brake: { copies: 52 } })).toBeNull();
  expect(wrongIn({ ...failing, brake: { copies: null } })).toEqual({
    words: 'failing',
    copies: 119,
    of: 250,
  });
  expect(wrongIn({ ...failing, ended: 'expired', brake: { copies: 52 } })?.words).toBe('expired');
  expect(wrongIn({ ...failing, kind: 'failing', brake: null })?.words).toBe('failing');
});

it('what is in trouble comes before what runs well, the gravest first', () => {
  const one = (id: string, kind: 'stopped' | 'braked' | 'paused' | 'slowed' | null, stands = false) => ({
    id,
    hindrance: kind && { kind, stands },
  });
  const of = [
    one('a', null),
    one('b', 'slowed'),
    one('c', null),
    one('d', 'braked'),
    one('e', 'slowed'),
    one('f', 'paused'),
    one('g', 'slowed', true),
  ];
  expect(troubledFirst(of).map(({ id }) => id)).toEqual(['d', 'g', 'f', 'b', 'e', 'a', 'c']);
});

it('a brake is of a channel only where nothing else of the broadcast is paused', () => {
  const sms = { by: 'brake', channels: ['sms'] };
  expect(isBrakedOn({ pauses: [sms, sms] }, 'sms')).toBe(true);
  expect(isBrakedOn({ pauses: [sms] }, 'email')).toBe(false);
  expect(isBrakedOn({ pauses: [sms, { by: 'operator', channels: ['sms'] }] }, 'sms')).toBe(false);
  expect(isBrakedOn({ pauses: [{ by: 'brake', channels: ['email', 'sms'] }] }, 'sms')).toBe(false);
  expect(isBrakedOn({ pauses: [] }, 'sms')).toBe(false);
});

it.each([
  ['operator', { correcting: false, doubtedBy: null, pauses: [{ by: 'operator', doubted: false }] }],
  ['operator', { correcting: false, doubtedBy: 'author', pauses: [{ by: 'author', doubted: true }] }],
  ['reviewer', { correcting: false, doubtedBy: 'kpu', pauses: [{ by: 'kpu', doubted: true }] }],
  // What else is paused, or braked, may go on.
  [
    'operator',
    {
      correcting: false,
      doubtedBy: 'kpu',
      pauses: [
        { by: 'kpu', doubted: true },
        { by: 'operator', doubted: false },
      ],
    },
  ],
  ['operator', { correcting: false, doubtedBy: 'kpu', pauses: [{ by: 'brake', doubted: true }] }],
  ['reviewer', { correcting: true, doubtedBy: null, pauses: [{ by: 'brake', doubted: false }] }],
] as const)('what is paused waits for the %s who can let it go on: %j', (who, of) =>
  expect(waitsFor(of)).toBe(who),
);

describe('an incident of the last day', () => {
  it('stands until it has ended, unless it only happened', () => {
    expect(standing({ kind: 'pause', ended: null })).toBe(true);
    expect(standing({ kind: 'pause', ended: 'resumed' })).toBe(false);
    expect(standing({ kind: 'failing', ended: null })).toBe(false);
  });

  it('lasts whole seconds, as elsewhere', () => {
    expect(secondsOf('2026-12-01T00:00:00Z', '2026-12-01T00:01:08.4Z')).toBe(68);
    expect(secondsOf('2026-12-01T00:00:01Z', '2026-12-01T00:00:00Z')).toBe(0);
  });

  it('leads from the number of brakes to the newest of them, among the events of its day', () => {
    const of = [
      { kind: 'brake' as const, from: '2026-12-01T01:00:00Z', eventId: '3' },
      { kind: 'brake' as const, from: '2026-12-01T18:00:00Z', eventId: '5' },
      { kind: 'pause' as const, from: '2026-12-01T19:00:00Z', eventId: '6' },
    ];
    expect(brakePlace(of)).toBe('/operasi?day=2026-12-02&event=5');
    expect(brakePlace([])).toBe('/operasi');
  });

  it('leads to its broadcast, to its event on its day in Jakarta, or to the trail', () => {
    const of = {
      kind: 'away' as const,
      from: '2026-11-30T17:30:00Z',
      to: null,
      eventId: '9',
      broadcasts: [],
      channels: ['sms' as const],
      account: null,
    };
    const broadcast = { id: '7', title: 'Uji', part: null };
    expect(placeOf({ ...of, broadcasts: [broadcast] }, true)).toBe('/siaran/7');
    const two = [broadcast, { ...broadcast, id: '8' }];
    expect(placeOf({ ...of, broadcasts: two }, true)).toBe('/operasi?day=2026-12-01&event=9');
    expect(placeOf(of, true)).toBe('/operasi?day=2026-12-01&event=9');
    // Who does not see Operasi reads its entries: of that channel, on that day.
    expect(placeOf(of, false)).toBe(
      '/audit?act=provider.&kind=provider&number=sms&from=2026-12-01&to=2026-12-01',
    );
  });
});

it('what is over stands where there is room', () => {
  expect(pastStandsLeft({ running: [], drafts: [] })).toBe(true);
  expect(pastStandsLeft({ running: [1], drafts: [1, 2] })).toBe(false);
});

it('what is submitted stands beside what waits where more waits than goes out and is over', () => {
  expect(submittedStandsRight({ running: [], ended: [1], drafts: [1, 2] })).toBe(true);
  expect(submittedStandsRight({ running: [1], ended: [1], drafts: [1, 2] })).toBe(false);
  expect(submittedStandsRight({ running: [], drafts: [], submitted: [1, 2] })).toBe(false);
});

describe('the incidents of a day', () => {
  const one = (kind: Incident['kind'], minute: number, more: Partial<Incident> = {}): Incident => ({
    eventId: `${kind}${minute}`,
    kind,
    from: `2026-12-01T00:${String(minute).padStart(2, '0')}:00Z`,
    to: null,
    ended: null,
    endedBy: null,
    by: null,
    forCorrection: false,
    channels: ['sms'],
    account: null,
    carrier: null,
    times: 1,
    broadcast: null,
    copies: null,
    of: null,
    held: null,
    reason: null,
    brake: null,
    ...more,
  });
  const at = (id: string) => ({ broadcast: { id, title: `Siaran ${id}`, part: null } });
  const told = (of: Incident[]) =>
    causesOf(of).map(({ eventId, broadcasts }) => [eventId, ...broadcasts.map(({ id }) => id)].join(' '));

  it('are one where several broadcasts have one cause within minutes, with the sum of their copies', () => {
    const brake = (copies: number) =>
      ({ channel: 'sms', why: 'fault', code: '5', copies, of: 10, carrier: null }) as const;
    const of = [
      one('carrier', 3, { ...at('2'), carrier: 'x' }),
      one('brake', 2, { ...at('2'), copies: 4, of: 10, brake: brake(3) }),
      one('carrier', 3, { ...at('1'), carrier: 'x' }),
      one('brake', 1, { ...at('1'), copies: 3, of: 10, brake: brake(2) }),
    ];
    expect(told(of)).toEqual(['brake1 1 2', 'carrier3 2 1']);
    expect(causesOf(of)[0]).toMatchObject({ copies: 7, of: 20, brake: { copies: 5, of: 20 } });
  });

  it('stay apart by time, reason, end and channel, and where they are of no broadcast', () => {
    const of = [
      one('pause', 1, { ...at('1'), reason: 'A' }),
      one('pause', 2, { ...at('2'), reason: 'B' }),
      one('pause', 3, { ...at('3'), reason: 'A', ended: 'resumed', to: '2026-12-01T00:09:00Z' }),
      one('pause', 4, { ...at('4'), reason: 'A', channels: ['email'] }),
      one('pause', 30, { ...at('5'), reason: 'A' }),
      one('slow', 1),
      one('slow', 2),
    ];
    expect(causesOf(of)).toHaveLength(7);
  });

  it('have what stands first, then the gravest, then the newest', () => {
    const over = { ended: 'back', to: '2026-12-01T00:50:00Z' } as const;
    expect(
      told([
        one('slow', 40),
        one('pause', 30, at('1')),
        one('away', 1, over),
        one('away', 5, { ...over, reason: 'x' }),
        one('away', 2, { reason: 'y' }),
        one('failing', 0, at('2')),
      ]),
    ).toEqual(['away2', 'pause30 1', 'slow40', 'failing0 2', 'away5', 'away1']);
  });
});

it('the first sending to come is neither paused nor past', () => {
  const due = (dueAt: string, paused = false) => ({ dueAt, paused });
  const next = [
    due('2026-12-02T02:00:00Z'),
    due('2026-12-02T00:00:00Z'),
    due('2026-12-01T23:00:00Z', true),
    due('2026-12-01T21:00:00Z'),
  ];
  expect(firstDue(next, '2026-12-01T22:00:00Z')).toBe(next[1]);
  expect(firstDue(next, '2026-12-02T03:00:00Z')).toBeNull();
});

it('fresh news are unread, not over, and told by no other list', () => {
  const line = (id: string | null, read = false, over = false) => ({
    read,
    over,
    broadcast: id === null ? null : { id },
  });
  const news = [line('1'), line('2', true), line('3', false, true), line('4'), line(null)];
  expect(freshNews(news, new Set(['4']))).toEqual([line('1')]);
});

it('the brake names the senders of a channel only where the sender or the content is refused', () => {
  const brake = (channel: 'email' | 'sms', why: BrakeFinding['why']) => ({ brake: { channel, why } });
  const senders = [
    { channel: 'email', sender: 'info@siar.go.id' },
    { channel: 'sms', sender: 'KPU' },
  ] as const;
  expect(refusedSenders([brake('email', 'fault'), brake('sms', 'dead'), { brake: null }], senders)).toEqual([
    { channel: 'email', names: ['info@siar.go.id'] },
  ]);
  expect(refusedSenders([brake('sms', 'sender')], [senders[0]])).toEqual([]);
});
