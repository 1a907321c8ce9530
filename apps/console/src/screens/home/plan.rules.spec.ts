import { isComplete, isPast, nextFirst } from './plan.rules';

const AT = '2036-06-01T02:00:00.000Z';
const one = (id: string, dueAt: string | null, sentBackAt: string | null = null) => ({
  id,
  sentBackAt,
  plan: { dueAt },
});

describe('the rows of drafts', () => {
  it('begin with what KPU returned, then with what is due first', () => {
    const rows = [
      one('timeless', null),
      one('later', '2036-06-02T02:00:00Z'),
      one('sooner', AT),
      one('returned', null, AT),
      { id: 'unread', sentBackAt: null, plan: null },
    ];
    expect(nextFirst(rows).map(({ id }) => id)).toEqual([
      'returned',
      'sooner',
      'later',
      'timeless',
      'unread',
    ]);
  });

  it('tell what is only to be submitted', () => {
    expect(isComplete({ dueAt: null, lacks: [], faults: 0 }, AT)).toBe(true);
    expect(isComplete({ dueAt: null, lacks: [], faults: 1 }, AT)).toBe(false);
    expect(isComplete({ dueAt: null, lacks: ['texts'], faults: 0 }, AT)).toBe(false);
    expect(isComplete({ dueAt: '2036-06-01T01:59:00Z', lacks: [], faults: 0 }, AT)).toBe(false);
    expect(isComplete(null, AT)).toBe(false);
  });

  it('tell a time that is over', () => {
    expect(isPast({ dueAt: '2036-06-01T01:59:00Z' }, AT)).toBe(true);
    expect(isPast({ dueAt: AT }, AT)).toBe(false);
    expect(isPast({ dueAt: null }, AT)).toBe(false);
  });
});
