import { answersOf, isQuiet, nextOf } from './quiet.rules.js';

describe('the quiet hour of Beranda', () => {
  const since = '2026-12-01T00:00:00Z';

  it('says of each channel whether its provider answers, an outage before a pause', () => {
    const of = answersOf(
      ['email', 'telegram', 'sms'],
      [{ channel: 'sms', since }],
      [
        { channel: 'sms', since: 'later' },
        { channel: 'telegram', since },
      ],
      true,
    );
    expect(of).toEqual([
      { channel: 'email', how: 'answers', since: null },
      { channel: 'telegram', how: 'paused', since },
      { channel: 'sms', how: 'away', since },
    ]);
  });

  it('calls no provider one that answers before anything was sent', () =>
    expect(answersOf(['sms'], [], [], false)).toEqual([{ channel: 'sms', how: 'unused', since: null }]));

  it('names what is due first, without what is paused, and counts each of the others once', () => {
    const due = (id: string, dueAt: string, paused = false) => ({ id, dueAt, paused });
    const held = due('held', '2026-12-01T01:00:00Z', true);
    const soon = [held, due('a', '2026-12-01T03:00:00Z'), due('a', '2026-12-01T02:00:00Z')];
    const later = [due('b', '2026-12-03T02:00:00Z'), due('c', '2026-12-04T02:00:00Z')];
    expect(nextOf(soon, later, since)).toEqual({ first: soon[2], more: 3 });
    expect(nextOf([], later, since)).toEqual({ first: later[0], more: 1 });
    expect(nextOf([held], later.slice(2), since)).toEqual({ first: null, more: 1 });
    expect(nextOf([], [], since)).toEqual({ first: null, more: 0 });
  });

  it('is not quiet while something runs or is stopped on its way', () => {
    expect(isQuiet({ running: [], stopped: null })).toBe(true);
    expect(isQuiet({ running: [], stopped: [{ state: 'approved' }] })).toBe(true);
    expect(isQuiet({ running: [], stopped: [{ state: 'paused' }] })).toBe(false);
    expect(isQuiet({ running: [{}], stopped: [] })).toBe(false);
    expect(isQuiet({ running: null, stopped: null })).toBe(false);
  });
});
