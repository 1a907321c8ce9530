import { refused } from './hold.rules';

describe('refused', () => {
  const hold = { by: { id: 'p1', name: 'Sari' }, since: '2026-11-20T03:00:00.000Z' };

  it.each([
    ['another person has it', { status: 409, title: '', hold }, { by: hold }],
    ['it has been decided on', { status: 409, title: '', code: 'wrong-state' as const }, 'changed'],
    ['another conflict', { status: 409, title: '' }, 'failed'],
    ['the person may not decide', { status: 403, title: '' }, 'failed'],
    ['Siar was not reached', null, 'failed'],
  ])('%s', (_, problem, expected) => {
    expect(refused(problem)).toEqual(expected);
  });
});
