import { unfilled, withNames } from './unfilled.rules';

describe('a copy that is not filled in', () => {
  it('names each variable that is left, once, and no other letters', () => {
    const texts = ['{{move_deadline}} {{ polling_date }}', '{{polling_date}}, {{other}}'];
    expect(unfilled(texts)).toEqual(['polling_date', 'move_deadline']);
    expect(unfilled(['Rabu, 14 Februari'])).toEqual([]);
  });

  it('shows their names', () => {
    expect(withNames('Sampai {{ move_deadline }}: {{other}}', (one) => `[${one}]`)).toBe(
      'Sampai [move_deadline]: {{other}}',
    );
  });
});
