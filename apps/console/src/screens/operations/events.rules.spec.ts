import { copiesOf, folded } from './events.rules';

const event = (act: string, subject: string, detail: Record<string, unknown> = {}) => ({
  act,
  subject,
  detail,
});

describe('recent events', () => {
  it('merges repeated requeueing of one broadcast, and keeps the acts of people', () => {
    expect(
      folded([
        event('reconcile.lost-jobs', 'broadcast:1', { batches: 2 }),
        event('broadcast.pause', 'broadcast:1'),
        event('reconcile.lost-jobs', 'broadcast:2', { batches: 5 }),
        event('reconcile.lost-jobs', 'broadcast:1', { batches: 3 }),
        event('broadcast.pause', 'broadcast:1'),
      ]),
    ).toEqual([
      event('reconcile.lost-jobs', 'broadcast:1', { batches: 5 }),
      event('broadcast.pause', 'broadcast:1'),
      event('reconcile.lost-jobs', 'broadcast:2', { batches: 5 }),
      event('broadcast.pause', 'broadcast:1'),
    ]);
  });

  it('counts listed and unlisted copies of a stop', () => {
    expect(copiesOf(event('broadcast.cancel', 'broadcast:1', { stopped: 170, unlisted: 3 }))).toBe(173);
    expect(copiesOf(event('broadcast.cancel', 'broadcast:1', { stopped: 0, unlisted: 0 }))).toBeNull();
    expect(copiesOf(event('queue.retry', 'broadcast:1', { stopped: 1 }))).toBeNull();
  });
});
