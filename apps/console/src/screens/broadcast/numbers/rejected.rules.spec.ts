import { peopleAgain, rejectedOf } from './rejected.rules.js';

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
const missed = (channel: string, reason: string | null, people: number, state = 'failed') => ({
  channel,
  state,
  reason,
  people,
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
    expect(peopleAgain([missed('email', 'smtp 5.3.0', 4)], groups)).toBe(4);
    expect(peopleAgain([missed('email', 'smtp 5.3.0', 7)], groups)).toBe(5);
  });

  it('are for nobody once the time is over, nor for another cause or channel', () => {
    expect(peopleAgain([missed('email', 'smtp 5.3.0', 4)], [group('email', 'smtp 5.3.0', 4, 'ended')])).toBe(
      0,
    );
    const groups = [group('email', 'smtp 5.3.0', 4)];
    expect(
      peopleAgain(
        [
          missed('email', 'smtp 5.1.1', 4),
          missed('sms', 'smtp 5.3.0', 4),
          missed('email', null, 4),
          missed('email', 'smtp 5.3.0', 4, 'cancelled'),
        ],
        groups,
      ),
    ).toBe(0);
  });
});
