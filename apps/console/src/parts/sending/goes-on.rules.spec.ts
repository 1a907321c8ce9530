import { afterResume, goesOnAfter } from './goes-on.rules.js';

const STOP = { since: '2026-11-29T05:20:00.000Z' };

describe('what nobody paused on a channel', () => {
  it.each([
    ['by itself', null, ['email'], []],
    ['once the channel is resumed', null, ['sms'], ['channel']],
    ['once the emergency stop is lifted', STOP, [], ['emergency']],
    ['once both have ended', STOP, ['sms'], ['emergency', 'channel']],
  ])('goes on %s', (_, standing, pausedChannels, expected) =>
    expect(goesOnAfter(['sms'], { standing, pausedChannels })).toEqual(expected),
  );

  it('is not said to wait before that is known', () => expect(goesOnAfter(['sms'], undefined)).toEqual([]));
});

describe('messages of a channel that is resumed', () => {
  it.each([
    ['at once', null, ['channel', 'slow-down'], []],
    ['once the emergency stop is lifted', STOP, ['emergency', 'channel'], ['emergency']],
    ['once its provider answers', null, ['channel', 'away'], ['provider']],
    ['once both have ended', STOP, ['emergency', 'channel', 'away'], ['emergency', 'provider']],
    ['once its sending program runs', null, ['channel', 'unserved'], ['program']],
  ])('go out %s', (_, standing, causes, expected) =>
    expect(afterResume('sms', { standing, pausedChannels: ['sms'] }, causes)).toEqual(expected),
  );
});
