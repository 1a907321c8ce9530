import { rejectedOf, rejectedOn, waysTo } from './rejected.rules.js';

const group = (
  channel: string,
  reason: string,
  copies: number,
  withheld: 'ended' | 'braked' | null = null,
) => ({
  channel,
  region: '11',
  reason,
  copies,
  withheld,
});
const missed = (
  channel: string,
  reason: string | null,
  people: number,
  { state = 'failed', elsewhere = 0 as number | null } = {},
) => ({ channel, state, reason, people, elsewhere });

describe('what can go again on a channel', () => {
  it('leaves out what something withholds, and other channels', () => {
    const groups = [
      group('email', 'a', 3),
      group('email', 'b', 4),
      group('email', 'a', 5, 'braked'),
      group('sms', 'a', 6),
    ];
    expect(rejectedOn(groups, ['email'])).toBe(7);
    expect(rejectedOn(groups, [])).toBe(0);
  });
});

describe('rejected copies that can go again', () => {
  it('are those of every code of a cause, on its channels', () => {
    const groups = [
      group('email', 'smtp 5.3.0', 3),
      group('email', 'smtp 554', 2),
      group('sms', 'smpp 0x08', 9),
    ];
    const cause = { channels: ['email'], reasons: ['smtp 5.3.0', 'smtp 554', 'smpp 0x08'] };
    expect(rejectedOf(groups, cause)).toEqual(groups.slice(0, 2));
  });

  it('are for as many people at most as there are messages, also behind a brake', () => {
    const groups = [group('email', 'smtp 5.3.0', 3, 'braked'), group('email', 'smtp 5.3.0', 2)];
    expect(waysTo([missed('email', 'smtp 5.3.0', 4)], groups).again).toBe(4);
    expect(waysTo([missed('email', 'smtp 5.3.0', 7)], groups)).toMatchObject({ again: 5, none: 2 });
  });

  it('are for nobody once the time is over, nor for another cause or channel', () => {
    const over = [group('email', 'smtp 5.3.0', 4, 'ended')];
    expect(waysTo([missed('email', 'smtp 5.3.0', 4)], over)).toMatchObject({ again: 0, none: 4 });
    const others = [
      missed('email', 'smtp 5.1.1', 4),
      missed('sms', 'smtp 5.3.0', 4),
      missed('email', null, 4),
      missed('email', 'smtp 5.3.0', 4, { state: 'cancelled' }),
    ];
    expect(waysTo(others, [group('email', 'smtp 5.3.0', 4)])).toEqual({
      again: 0,
      elsewhere: 0,
      none: 12,
      stopped: 4,
    });
  });
});

describe('other ways to people that got nothing', () => {
  it('are other channels for those of them who have one, each person once', () =>
    expect(
      waysTo(
        [
          missed('email', 'smtp 5.1.1', 20, { elsewhere: 14 }),
          missed('email', 'smtp 5.3.0', 5, { elsewhere: 4 }),
        ],
        [group('email', 'smtp 5.3.0', 3)],
      ),
    ).toEqual({ again: 3, elsewhere: 16, none: 6, stopped: 0 }));

  it('are not told of a report that was kept before they were counted', () =>
    expect(waysTo([missed('email', null, 5, { elsewhere: null }), missed('sms', null, 2)], [])).toEqual({
      again: 0,
      elsewhere: null,
      none: null,
      stopped: 0,
    }));
});
