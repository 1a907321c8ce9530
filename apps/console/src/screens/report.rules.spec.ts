import { DELIVERY_STATES, type DeliveryState } from '../../../../libs/contract/counts.js';
import { byCarrier, earlierOf } from './report.rules.js';

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
