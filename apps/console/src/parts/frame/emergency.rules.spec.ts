import { likelyWrong, stoppable } from './emergency.rules.js';

const line = (id: string, more: object = {}) => ({
  id,
  title: `Siaran ${id}`,
  doubted: false,
  counts: { pending: 4, claimed: 0, unlisted: 0 },
  ...more,
});
const page = (ids: readonly string[], after: string | null = null) => ({
  broadcasts: ids.map((id) => line(id)),
  after,
});

describe('the broadcasts that a stop can name', () => {
  it('are those that run or begin later, and paused ones with copies left that nobody doubts', () => {
    const paused = [
      line('3'),
      line('4', { doubted: true }),
      line('5', { counts: { pending: 0, claimed: 0, unlisted: 0 } }),
      line('6', { counts: null }),
    ];
    expect(stoppable(page(['1', '2'], '2'), paused, page(['7']))).toEqual({
      of: [
        { id: '1', title: 'Siaran 1', is: 'running' },
        { id: '2', title: 'Siaran 2', is: 'running' },
        { id: '3', title: 'Siaran 3', is: 'paused' },
        { id: '7', title: 'Siaran 7', is: 'scheduled' },
      ],
      more: true,
    });
  });

  it('have one marked where it alone runs', () => {
    const likely = (...of: Parameters<typeof stoppable>) => likelyWrong(stoppable(...of));
    expect(likely(page(['1']), [line('3')], page(['7']))).toEqual(['1']);
    expect(likely(page(['1', '2']), [], page([]))).toEqual([]);
    expect(likely(page(['1'], '1'), [], page([]))).toEqual([]);
    expect(likely(page([]), [line('3')], page(['7']))).toEqual([]);
  });
});
