import { sumOf } from '../../../parts/sending/account.rules';
import { funnelOf } from './funnel.rules';
import { zoneEnds } from './zone-ends.rules';

describe('the funnel', () => {
  const total = {
    ...sumOf([]),
    targeted: 80,
    unlisted: 20,
    accepted: 40,
    delivered: 20,
    failed: 8,
    unknown: 2,
    pending: 10,
  };
  it('leads from the estimate to what arrived by SMS', () =>
    expect(funnelOf(total, { ...sumOf([]), targeted: 30, delivered: 20 })).toEqual([
      { name: 'expected', copies: 100, share: 1, lost: 0 },
      { name: 'handed', copies: 70, share: 0.7, lost: 0 },
      { name: 'accepted', copies: 60, share: 0.6, lost: 10 },
      { name: 'delivered', copies: 20, share: 0.2, lost: 0 },
    ]));
  it('says nothing of arrivals where nobody reports them', () =>
    expect(funnelOf(total, undefined).map(({ name }) => name)).toEqual(['expected', 'handed', 'accepted']));
  it('has no shares while nobody is listed', () => expect(funnelOf(sumOf([]), undefined)[0]?.share).toBe(0));
});

it('ends a zone with its last channel, on one clock for all its time zones', () => {
  const zone = (timeZone: string, startsAt: string, finishesAt: string, messages = 1) => ({
    timeZone,
    startsAt: `2026-11-30T${startsAt}Z`,
    finishesAt: `2026-11-30T${finishesAt}Z`,
    messages,
  });
  const ends = zoneEnds(
    [
      { zones: [zone('Asia/Jayapura', '00:00', '00:10'), zone('Asia/Jakarta', '02:00', '03:00')] },
      { zones: [zone('Asia/Pontianak', '01:30', '02:00'), zone('Asia/Makassar', '01:00', '09:00', 0)] },
    ],
    (timeZone) => (timeZone === 'Asia/Jayapura' ? 'WIT' : 'WIB'),
  );
  expect(ends).toEqual([
    { zone: 'WIT', timeZone: 'Asia/Jayapura', begins: '2026-11-30T00:00Z', ends: '2026-11-30T00:10Z' },
    { zone: 'WIB', timeZone: 'Asia/Jakarta', begins: '2026-11-30T01:30Z', ends: '2026-11-30T03:00Z' },
  ]);
});
