import { endedWith, strongestOn, waitingOn } from './live.rules';

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
  const on = (kind: 'stopped' | 'paused', waves: number) => ({ channel: 'sms', kind, waves, of: 6 });
  expect(strongestOn([on('stopped', 1), on('paused', 5)], 'sms')).toEqual({ kind: 'stopped', inPart: false });
  expect(strongestOn([on('paused', 5)], 'sms')).toEqual({ kind: 'paused', inPart: true });
});
