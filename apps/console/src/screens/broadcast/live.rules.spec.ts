import { waitingOn } from './live.rules';

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
