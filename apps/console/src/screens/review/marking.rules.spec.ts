import type { Mark } from '../../api/reviews';
import { lookedAt, sayTheSame } from './marking.rules';

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

describe('the ticks of an earlier submission', () => {
  const submitted = (no: number, text: string) =>
    ({
      no,
      digest: String(no),
      submittedAt: String(no),
      document: {
        contents: { sms: { id: { text } }, email: { id: { subject: 'S', text: 'Sama' } } },
        alternatives: {},
      },
    }) as never;
  const kept = { no: 1, acknowledged: ['a', 'b'], pins: [] };
  const marks = [mark({ id: 'a' }), mark({ id: 'b', channel: 'email' }), mark({ id: 'c', channel: 'email' })];

  it('count where the text around the mark did not change', () => {
    const now = lookedAt(kept, 2, [submitted(2, 'Buka 08.00'), submitted(1, 'Tutup 08.00')], marks);
    expect(now).toEqual({ no: 2, acknowledged: ['b'], pins: [] });
  });

  it('are gone where the earlier submission is not known', () =>
    expect(lookedAt(kept, 2, [submitted(2, 'Buka 08.00')], marks).acknowledged).toEqual([]));
});
