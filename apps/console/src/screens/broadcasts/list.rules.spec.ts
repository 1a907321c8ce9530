import fc from 'fast-check';
import { BROADCAST_SORTS, BROADCAST_STATES } from '../../../../../libs/contract/lists.js';
import {
  addressOf,
  countIn,
  filterOf,
  FILTERS,
  firstOrder,
  inView,
  isSorted,
  daysOf,
  periodOf,
  repeatedTitles,
  withPeriod,
  reachedFew,
  shareReached,
  type Shown,
  shownIn,
  sortedBy,
  stageOf,
  valuesOf,
  VIEW_NAMES,
  viewOf,
  VIEWS,
  withoutOne,
} from './list.rules.js';

const anyShown: fc.Arbitrary<Shown> = fc.record({
  search: fc.string().map((text) => text.trim()),
  filters: fc.dictionary(fc.constantFrom(...FILTERS), fc.string({ minLength: 1 })) as fc.Arbitrary<
    Shown['filters']
  >,
  sort: fc.constantFrom(...BROADCAST_SORTS),
  order: fc.constantFrom('asc' as const, 'desc' as const),
});

describe('the address of a list', () => {
  it('shows what it was made for', () => {
    fc.assert(
      fc.property(anyShown, (shown) => {
        expect(shownIn(new URLSearchParams(addressOf(shown)))).toEqual({
          ...shown,
          filters: { ...shown.filters },
        });
      }),
    );
  });

  it.each([
    ['', { search: '', filters: {}, sort: 'newest', order: 'desc' }],
    ['state=paused&search= jam ', { search: 'jam', filters: { state: 'paused' } }],
    ['sort=colour&order=up', { sort: 'newest', order: 'desc' }],
    ['sort=title', { sort: 'title', order: 'asc' }],
  ])('of an older link, "%s", is read', (address, shown) => {
    expect(shownIn(new URLSearchParams(address))).toMatchObject(shown);
  });

  it('is empty for the usual list', () => {
    expect(addressOf(shownIn(new URLSearchParams()))).toEqual({});
  });

  it('turns round at the second press on a column', () => {
    const shown = shownIn(new URLSearchParams());
    const once = { ...shown, ...sortedBy(shown, 'failed') };
    expect(once).toMatchObject({ sort: 'failed', order: firstOrder('failed') });
    expect(sortedBy(once, 'failed')).toEqual({ sort: 'failed', order: 'asc' });
  });
});

describe('a filter of several values', () => {
  it.each([
    ['state=running', ['running']],
    ['state=approved,running', ['approved', 'running']],
    // In their own order, whatever the address says, each once.
    ['state=running,approved,running,colour', ['approved', 'running']],
    ['state=running&state=approved', ['approved', 'running']],
    ['state=colour', []],
    ['', []],
  ])('is read from the address "%s"', (address, values) => {
    expect(valuesOf('state', shownIn(new URLSearchParams(address)).filters)).toEqual(values);
  });

  it('stands in the address in its own order', () => {
    expect(filterOf('state', ['running', 'approved'])).toBe('approved,running');
    expect(filterOf('state', ['colour'])).toBeNull();
    expect(filterOf('channel', [])).toBeNull();
  });
});

describe('the share that was reached', () => {
  const NOBODY = {
    expected: 0,
    targeted: 0,
    pending: 0,
    claimed: 0,
    accepted: 0,
    delivered: 0,
    failed: 0,
    suppressed: 0,
    expired: 0,
    cancelled: 0,
    unknown: 0,
    unlisted: 0,
    neverListed: 0,
  };
  const run = (
    state: Parameters<typeof shareReached>[0]['state'],
    counts: Partial<typeof NOBODY> | null,
    sentAt: string | null = '2026-12-01T02:00Z',
  ): Parameters<typeof shareReached>[0] => ({ state, sentAt, counts: counts && { ...NOBODY, ...counts } });
  const SOME = { targeted: 3, accepted: 1, delivered: 1, failed: 1, unlisted: 1 };

  it.each([
    ['of a draft', run('draft', null, null), null],
    ['before anything has gone out', run('approved', SOME, null), null],
    ['of what was cancelled before that', run('cancelled', SOME, null), null],
    ['of what expired before that', run('expired', { targeted: 4, expired: 4 }, null), 0],
    ['of nobody', run('completed', {}), null],
    ['of copies that are not listed yet too', run('running', SOME), 0.5],
  ])('is, %s, as it should', (_, of, expected) => {
    expect(shareReached(of)).toBe(expected);
  });

  it.each([
    ['completed', 94, true],
    ['completed', 95, false],
    ['cancelled', 94, true],
    // It may still reach more.
    ['running', 10, false],
    ['paused', 10, false],
  ] as const)('is marked as low: %s with %i%%: %s', (state, accepted, marked) => {
    expect(reachedFew(run(state, { targeted: 100, accepted }))).toBe(marked);
  });
});

it('knows a list that somebody sorted', () => {
  expect(isSorted({ sort: 'newest', order: 'desc' })).toBe(false);
  expect(isSorted({ sort: 'newest', order: 'asc' })).toBe(true);
  expect(isSorted({ sort: 'title', order: 'desc' })).toBe(true);
});

it('leaves out one filter at a time, or the search', () => {
  const shown: Shown = {
    search: 'TPS',
    filters: { state: 'draft', channel: 'sms' },
    sort: 'newest',
    order: 'desc',
  };
  expect(withoutOne(shown).map(({ name, rest }) => [name, addressOf(rest)])).toEqual([
    ['search', { state: 'draft', channel: 'sms' }],
    ['state', { search: 'TPS', channel: 'sms' }],
    ['channel', { search: 'TPS', state: 'draft' }],
  ]);
});

describe('the views of the list', () => {
  const shown: Shown = { search: 'TPS', filters: { channel: 'sms' }, sort: 'title', order: 'asc' };

  it('have each state once, and the whole has all', () => {
    expect(VIEW_NAMES.flatMap((view) => VIEWS[view]).toSorted()).toEqual(BROADCAST_STATES.toSorted());
    expect(countIn('all', { draft: 2, paused: 1, expired: 4 })).toBe(7);
    expect(countIn('running', { running: 3, paused: 1, expired: 4 })).toBe(4);
    expect(countIn('review', {})).toBe(0);
  });

  it.each(VIEW_NAMES)('are found again in the address: %s', (view) => {
    const there = shownIn(new URLSearchParams(addressOf(inView(shown, view))));
    expect(viewOf(there.filters)).toBe(view);
    expect({ ...there, filters: { ...there.filters, state: undefined } }).toEqual({
      ...shown,
      filters: { channel: 'sms', state: undefined },
    });
  });

  it('are none where other states are chosen', () => {
    expect(viewOf({ state: 'draft' })).toBeNull();
    expect(viewOf({ state: 'paused,running' })).toBe('running');
  });
});

it.each([
  ['a stage', { state: 'paused,running', kind: 'urgent' }, { state: 'running,paused' }],
  ['states that are no stage', { state: 'draft', kind: 'urgent' }, {}],
  ['a state that it does not know', { state: 'lost' }, {}],
  ['nothing', {}, {}],
])('keeps the stage where all filters are taken off: %s', (_, filters, kept) =>
  expect(stageOf(filters)).toEqual(kept),
);

it('tells the titles that stand there more than once', () => {
  const of = ['Jam buka TPS', 'DPTb', 'Jam buka TPS'].map((title) => ({ title }));
  expect([...repeatedTitles(of)]).toEqual(['Jam buka TPS']);
});

describe('a period of days', () => {
  it.each([
    ['today', '2026-12-02', '2026-12-02'],
    ['yesterday', '2026-12-01', '2026-12-01'],
    ['week', '2026-11-26', '2026-12-02'],
    ['lastWeek', '2026-11-23', '2026-11-29'],
    ['month', '2026-12-01', '2026-12-02'],
  ] as const)('%s, on a Wednesday', (period, from, to) => {
    expect(periodOf(period, '2026-12-02')).toEqual({ from, to });
  });

  it('stands in the address by its name, so that it moves on with the days', () => {
    const shown = shownIn(new URLSearchParams('sent=week'));
    expect(addressOf(shown)).toEqual({ sent: 'week' });
    expect(daysOf(shown.filters, '2026-12-02')).toEqual({ from: '2026-11-26', to: '2026-12-02' });
    expect(daysOf(shown.filters, '2026-12-09')).toEqual({ from: '2026-12-03', to: '2026-12-09' });
  });

  it('takes the place of days, and days of it', () => {
    const days = { from: '2026-11-26', to: '2026-12-02' };
    expect(daysOf(days, '2026-12-09')).toEqual(days);
    expect(daysOf({ ...days, ...withPeriod('today') }, '2026-12-09').from).toBe('2026-12-09');
    expect(daysOf({ ...withPeriod(null), ...days }, '2026-12-09')).toEqual(days);
    expect(daysOf({ sent: 'aeon' }, '2026-12-09')).toEqual({ from: '', to: '' });
  });
});
