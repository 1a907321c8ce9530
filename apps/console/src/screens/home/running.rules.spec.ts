import { mayStillGoOut } from './running.rules';

describe('copies that workers hold', () => {
  it.each([
    ['under an emergency stop', 'running', 'stopped', 99, true],
    ['while a channel is paused', 'running', 'paused', 46, true],
    ['under the brake', 'running', 'braked', 3, true],
    ['after a cancellation', 'cancelled', null, 206, true],
    ['of a running broadcast', 'running', null, 99, false],
    ['of one that is slowed down', 'running', 'slowed', 99, false],
    ['of which none is left', 'paused', 'paused', 0, false],
  ] as const)('%s', (_, state, kind, claimed, may) =>
    expect(mayStillGoOut({ state, hindrance: kind && { kind }, claimed })).toBe(may),
  );
});
