import fc from 'fast-check';
import { RepeatedNames } from './repeated-names.rules.js';

describe('the names that a file repeats', () => {
  it('are counted exactly, ignoring case, in a small file', () => {
    const names = fc.array(fc.constantFrom('Siti', 'SITI', 'Budi', 'Ani Lestari', 'Wayan'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(names, (all) => {
        const repeated = new RepeatedNames();
        for (const name of all) repeated.add(name);
        const expected = new Map<string, number>();
        for (const name of all) expected.set(name.toLowerCase(), (expected.get(name.toLowerCase()) ?? 0) + 1);
        const found = repeated.list();
        expect(new Map(found.map(({ name, people }) => [name.toLowerCase(), people]))).toEqual(
          new Map([...expected].filter(([, rows]) => rows > 1)),
        );
        expect(found.map(({ people }) => people)).toEqual(
          found.map(({ people }) => people).toSorted((a, b) => b - a),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('are grouped when only the words after the first three differ', () => {
    const repeated = new RepeatedNames();
    for (const last of ['Ani', 'Budi', 'Citra', 'Dewi']) repeated.add(`Datang  Ramai-Ramai Bersama ${last}`);
    repeated.add('Datang Ramai-Ramai');
    expect(repeated.list()).toEqual([{ name: 'Datang  Ramai-Ramai Bersama Ani', people: 4 }]);
  });

  it('are found among 300,000 others, also when they appear late', () => {
    const repeated = new RepeatedNames();
    for (let n = 0; n < 300_000; n++) {
      repeated.add(`Warga ${n}`);
      if (n >= 150_000 && n % 100 === 0) repeated.add('Joko Raja Kita');
    }
    const [first, ...others] = repeated.list();
    expect(first?.name).toBe('Joko Raja Kita');
    expect(first?.people).toBeGreaterThanOrEqual(1_500);
    expect(first?.people).toBeLessThan(1_510);
    expect(others.length).toBeLessThan(20);
    expect(Math.max(0, ...others.map(({ people }) => people))).toBeLessThan(10);
    expect(repeated.shared()).toEqual([first]);
  });

  it('are shared by ten people, and listed by their common words', () => {
    const repeated = new RepeatedNames();
    for (let n = 0; n < 9; n++) repeated.add('Siti Aminah');
    for (const last of 'abcdefghij') repeated.add(`Siti Nur Aini ${last.repeat(4)}`);
    const before = repeated.copy();
    repeated.add('Siti Aminah');
    expect(before.shared()).toEqual([{ name: 'Siti Nur Aini …', people: 10 }]);
    expect(repeated.shared().map(({ name, people }) => [name, people])).toEqual([
      ['Siti Aminah', 10],
      ['Siti Nur Aini …', 10],
    ]);
    expect([before.people, repeated.people]).toEqual([19, 20]);
  });
});
