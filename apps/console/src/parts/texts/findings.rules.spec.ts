import { thingsIn } from './findings.rules';

describe('the number of things to look at', () => {
  const mark = (quote: string) => ({ code: 'date' as const, quote, expected: ['2029-02-14'] });

  it.each([
    ['Selasa, 14 Februari 2029', 'Tuesday, 14 February 2029', true],
    ['Selasa 14 Feb 2029', 'Selasa, 14 Februari 2029', true],
    ['Rabu, 14 Februari 2029', 'Rabu, 14 Maret 2029', false],
    ['Selasa, 14 Buleuën Duwa 2029', 'Selasa, 14 Februari 2029', false],
    ['07.00', '07:00', true],
    ['hari ini', 'Hari ini', true],
    ['hari ini', 'besok', false],
  ])('%p and %p: the same is %p', (one, other, same) =>
    expect(thingsIn([mark(one), mark(other)])).toBe(same ? 1 : 2),
  );

  it('is one where the right weekday is named in the language of each text', () => {
    const wrong = { ...mark('Selasa, 14 Februari 2029'), code: 'weekday' as const };
    const inEnglish = { ...wrong, quote: 'Tuesday, 14 February 2029', expected: ['Wednesday'] };
    expect(thingsIn([{ ...wrong, expected: ['Rabu'] }, inEnglish])).toBe(1);
  });

  it('tells apart what is wrong, and what would be right', () => {
    const other = { ...mark('14 Februari'), expected: ['2029-02-24'] };
    expect(thingsIn([mark('14 Februari'), other, { ...other, code: 'weekday' }])).toBe(3);
    expect(thingsIn([])).toBe(0);
  });
});
