import { numbered } from './numbered.rules.js';

describe('the title of a copy', () => {
  it.each([
    ['Jam buka TPS', [], 'Jam buka TPS (2)'],
    ['Jam buka TPS', ['Jam buka TPS (2)'], 'Jam buka TPS (3)'],
    ['Jam buka TPS (2)', ['Jam buka TPS', 'Jam buka TPS (2)'], 'Jam buka TPS (3)'],
    ['Jam buka TPS (Aceh)', [], 'Jam buka TPS (Aceh) (2)'],
  ])('of “%s” beside %j is “%s”', (title, taken, expected) => {
    expect(numbered(title, new Set(taken))).toBe(expected);
  });

  it('stays within the length of a title, and differs from the others', () => {
    const title = 'x'.repeat(150);
    const second = numbered(title, new Set());
    const third = numbered(second, new Set([second]));
    expect([second, third].map(({ length }) => length)).toEqual([150, 150]);
    expect(third).toMatch(/x \(3\)$/);
  });
});
