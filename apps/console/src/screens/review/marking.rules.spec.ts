import type { Mark } from '../../api/reviews';
import { sayTheSame } from './marking.rules';

const mark = (more: Partial<Mark>): Mark => ({
  id: '1',
  code: 'hour',
  channel: 'sms',
  language: 'id',
  field: 'text',
  start: 0,
  quote: '08.00',
  expected: ['07.00', '13.00'],
  ...more,
});

it('takes marks for the same wherever they stand, unless words or expectation differ', () => {
  const one = mark({});
  expect(sayTheSame(one, mark({ id: '2', channel: 'email', language: 'en', start: 40 }))).toBe(true);
  for (const other of [
    { code: 'date' as const },
    { quote: '16.00' },
    { expected: ['07.00'] },
    { expected: ['07.00', '14.00'] },
  ])
    expect(sayTheSame(one, mark(other))).toBe(false);
});
