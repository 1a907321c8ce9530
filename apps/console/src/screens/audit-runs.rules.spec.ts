import { runs } from './audit-runs.rules.js';

const entry = (id: number, act: string, subject = 'broadcast:1', actor: object | null = null) => ({
  id,
  act,
  subject,
  actor,
});
const ids = (of: readonly (readonly { id: number }[])[]): number[][] =>
  of.map((run) => run.map(({ id }) => id));

describe('runs of the audit trail', () => {
  it('merge repeated acts of Siar on one subject', () => {
    const again = 'reconcile.lost-jobs';
    const found = runs([
      entry(7, again),
      entry(6, again),
      entry(5, 'broadcast.resume', 'broadcast:1', { id: '3' }),
      entry(4, again),
      entry(3, again, 'broadcast:2'),
      entry(2, again, 'broadcast:2'),
    ]);
    expect(ids(found)).toEqual([[7, 6], [5], [4], [3, 2]]);
  });

  it('never merge acts of a person', () => {
    const by = { id: '3' };
    const act = 'helpdesk.verify';
    expect(ids(runs([entry(2, act, 'code:A', by), entry(1, act, 'code:A', by)]))).toEqual([[2], [1]]);
  });
});
