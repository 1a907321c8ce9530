import { copiesOf, folded, wordsOf } from './events.rules';

const event = (act: string, subject: string, detail: Record<string, unknown> = {}) => ({
  act,
  subject,
  detail,
});

describe('recent events', () => {
  it('merges requeueing of all broadcasts into the newest, and keeps the acts of people', () => {
    expect(
      folded([
        event('reconcile.lost-jobs', 'broadcast:1', { batches: 2 }),
        event('broadcast.pause', 'broadcast:1'),
        event('reconcile.lost-jobs', 'broadcast:2', { batches: 5 }),
        event('reconcile.lost-jobs', 'broadcast:1', { batches: 3 }),
        event('broadcast.pause', 'broadcast:1'),
      ]),
    ).toEqual([
      event('reconcile.lost-jobs', 'broadcast:1', { batches: 10, broadcasts: 2 }),
      event('broadcast.pause', 'broadcast:1'),
      event('broadcast.pause', 'broadcast:1'),
    ]);
  });

  it('have words of their own where something was paused before, or several broadcasts are meant', () => {
    const since = { pausedSince: '2026-11-27T22:04:00.000Z' };
    expect(wordsOf(event('broadcast.doubt', 'broadcast:1', since))).toBe('broadcast.doubtPaused');
    expect(wordsOf(event('broadcast.doubt', 'broadcast:1'))).toBe('broadcast.doubt');
    expect(wordsOf(event('broadcast.pause', 'broadcast:1', { by: 'brake' }))).toBe('broadcast.brake');
    expect(wordsOf(event('broadcast.pause', 'broadcast:1', { by: 'author', doubt: true }))).toBe(
      'broadcast.pauseInDoubt',
    );
    const cleared = { waves: 2, doubtCleared: true };
    expect(wordsOf(event('broadcast.resume', 'broadcast:1', cleared))).toBe('broadcast.resumeCleared');
    expect(wordsOf(event('broadcast.resume', 'broadcast:1', { waves: 0 }))).toBe('broadcast.release');
    expect(wordsOf(event('reconcile.lost-jobs', 'broadcast:1', { broadcasts: 2 }))).toBe(
      'reconcile.lostJobsOfSome',
    );
  });

  it('counts listed and unlisted copies of a stop', () => {
    expect(copiesOf(event('broadcast.cancel', 'broadcast:1', { stopped: 170, unlisted: 3 }))).toBe(173);
    expect(copiesOf(event('broadcast.cancel', 'broadcast:1', { stopped: 0, unlisted: 0 }))).toBeNull();
    expect(copiesOf(event('queue.retry', 'broadcast:1', { stopped: 1 }))).toBeNull();
  });
});
