import fc from 'fast-check';
import { type Departure, LastWords, readDeparture, writeDeparture } from './journal.rules.js';

const departure: fc.Arbitrary<Departure> = fc
  .record({
    at: fc.integer({ min: 0, max: 5 }).map((second) => new Date(second * 1000).toISOString()),
    no: fc.integer({ min: 1, max: 30 }).map(String),
    channel: fc.constantFrom('email' as const, 'telegram' as const, 'sms' as const),
    hash: fc.integer({ min: 0, max: 2 }).map((n) => Buffer.alloc(32, n).toString('base64url')),
    act: fc.constantFrom(
      'out' as const,
      'back' as const,
      'moved' as const,
      'restricted' as const,
      'free' as const,
    ),
    reason: fc.constantFrom('left' as const, 'erased' as const),
    detail: fc.constantFrom('', 'smtp 5.1.1'),
  })
  .map(({ reason, ...one }) => ({ ...one, reason: one.act === 'out' ? reason : null }));

it('reads what it writes, and nothing else', () => {
  fc.assert(fc.property(departure, (one) => expect(readDeparture(writeDeparture(one))).toEqual(one)));
  fc.assert(
    fc.property(departure, fc.integer({ min: 0, max: 100 }), (one, cut) =>
      expect(readDeparture(writeDeparture(one).slice(0, cut))).toBeNull(),
    ),
  );
  for (const text of ['', 'null', '{}', '[1]', '{"at":"x"}']) expect(readDeparture(text)).toBeNull();
});

it('reads no line that a table would refuse, and cuts what is too long', () => {
  const [one] = fc.sample(departure, 1);
  if (!one) throw new Error('there is no departure');
  const out = { ...one, act: 'out', reason: 'left' } as const;
  expect(readDeparture(JSON.stringify({ ...out, reason: null }))).toBeNull();
  expect(readDeparture(JSON.stringify({ ...out, reason: 'whim' }))).toBeNull();
  expect(readDeparture(JSON.stringify({ ...out, act: 'back' }))).toBeNull();
  expect(readDeparture(writeDeparture({ ...out, detail: 'x'.repeat(1000) }))?.detail).toHaveLength(200);
});

it('has the latest word on each address, whatever the order of the lines and however often they come', () => {
  // Two lines with the same time and number do not exist.
  const lines = fc.uniqueArray(departure, { selector: ({ at, no }) => `${at} ${no}`, maxLength: 20 });
  const wordsOf = (all: readonly Departure[]): string[] => {
    const words = new LastWords();
    for (const one of all) words.add(one);
    return [...words.of('out', 'back', 'moved', 'restricted', 'free')].map(writeDeparture).sort();
  };
  fc.assert(
    fc.property(
      lines.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
      ),
      ([all, shuffled]) => {
        expect(wordsOf(shuffled)).toEqual(wordsOf(all));
        const words = new LastWords();
        for (const one of all) words.add(one);
        for (const word of words.of('out', 'back', 'moved'))
          for (const other of all)
            if (
              other.channel === word.channel &&
              other.hash === word.hash &&
              !['restricted', 'free'].includes(other.act)
            )
              expect(other.at <= word.at).toBe(true);
      },
    ),
  );
});
