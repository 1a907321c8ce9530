import fc from 'fast-check';
import { Window } from './window.rules.js';

it('gives each request back once: by its answer, or with all that are left', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (answers) => {
      const window = new Window<number>(20);
      const sent = Array.from({ length: 20 }, (_, index) => {
        const sequence = window.next();
        window.put(sequence, index);
        return sequence;
      });
      expect(window.hasRoom).toBe(false);
      const answered = answers.flatMap((index) => window.take(sent[index] ?? 99) ?? []);
      const left = window.takeAll();
      expect([...answered, ...left].toSorted((a, b) => a - b)).toEqual(sent.map((_, index) => index));
      expect(window.used).toBe(0);
    }),
  );
});

it('begins again at 1 after the last sequence number, and passes over numbers in use', () => {
  const window = new Window<string>(3, 0x7fff_ffff - 1);
  expect(window.next()).toBe(0x7fff_ffff);
  window.put(1, 'slow');
  expect(window.next()).toBe(2);
});
