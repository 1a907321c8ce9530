import { copiesOf, folded, wordsOf } from './events.rules';

const event = (act: string, subject: string, detail: Record<string, unknown> = {}, at = '') => ({
  act,
  subject,
  detail,
  at,
});

describe('recent events', () => {
  it('merges repairs of each kind into the newest, with the time of the first, and keeps the acts of people', () => {
    const pause = event('broadcast.pause', 'broadcast:1');
    expect(
      folded([
        event('reconcile.lost-jobs', 'broadcast:1', { batches: 2 }, '10.05'),
        event('reconcile.dead-claim', 'broadcast:1', { unknown: 4 }, '10.04'),
        pause,
        event('reconcile.lost-jobs', 'broadcast:2', { batches: 5 }, '10.03'),
        event('reconcile.dead-claim', 'broadcast:1', { unknown: 3 }, '10.02'),
        event('reconcile.lost-jobs', 'broadcast:1', { batches: 3 }, '10.01'),
        pause,
      ]),
    ).toEqual([
      event(
        'reconcile.lost-jobs',
        'broadcast:1',
        { batches: 10, broadcasts: 2, summedSince: '10.01' },
        '10.05',
      ),
      event(
        'reconcile.dead-claim',
        'broadcast:1',
        { unknown: 7, broadcasts: 1, summedSince: '10.02' },
        '10.04',
      ),
      pause,
      pause,
    ]);
  });

  it('keeps a single repair as it is', () => {
    const one = [event('reconcile.lost-jobs', 'broadcast:1', { batches: 2 }, '10.05')];
    expect(folded(one)).toEqual(one);
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
    expect(wordsOf(event('reconcile.dead-claim', 'broadcast:1', { broadcasts: 2 }))).toBe(
      'reconcile.deadClaimsOfSome',
    );
    expect(wordsOf(event('reconcile.dead-claim', 'broadcast:1', { broadcasts: 1 }))).toBe(
      'reconcile.dead-claim',
    );
  });

  it('counts listed and unlisted copies of a stop', () => {
    expect(copiesOf(event('broadcast.cancel', 'broadcast:1', { stopped: 170, unlisted: 3 }))).toBe(173);
    expect(copiesOf(event('broadcast.cancel', 'broadcast:1', { stopped: 0, unlisted: 0 }))).toBeNull();
    expect(copiesOf(event('queue.retry', 'broadcast:1', { stopped: 1 }))).toBeNull();
  });
});
