import fc from 'fast-check';
import { RepeatedNames } from './repeated-names.rules.js';

describe('the names that a file repeats', () => {
  it('are counted as they are, whatever their capitals, where the file has few', () => {
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
        expect(new Map(found.map(({ name, rows }) => [name.toLowerCase(), rows]))).toEqual(
          new Map([...expected].filter(([, rows]) => rows > 1)),
        );
        expect(found.map(({ rows }) => rows)).toEqual(
          found.map(({ rows }) => rows).toSorted((a, b) => b - a),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('are one where only what follows their first three words varies', () => {
    const repeated = new RepeatedNames();
    for (const last of ['Ani', 'Budi', 'Citra', 'Dewi']) repeated.add(`Datang  Ramai-Ramai Bersama ${last}`);
    repeated.add('Datang Ramai-Ramai');
    expect(repeated.list()).toEqual([{ name: 'Datang  Ramai-Ramai Bersama Ani', rows: 4 }]);
  });

  it('are found among 300,000 others, also when they come late', () => {
    const repeated = new RepeatedNames();
    for (let n = 0; n < 300_000; n++) {
      repeated.add(`Warga ${n}`);
      if (n >= 150_000 && n % 100 === 0) repeated.add('Joko Raja Kita');
    }
    const [first, ...others] = repeated.list();
    expect(first?.name).toBe('Joko Raja Kita');
    expect(first?.rows).toBeGreaterThanOrEqual(1_500);
    expect(first?.rows).toBeLessThan(1_510);
    expect(others.length).toBeLessThan(20);
    expect(Math.max(0, ...others.map(({ rows }) => rows))).toBeLessThan(10);
  });
});
