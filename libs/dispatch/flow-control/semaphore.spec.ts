import fc from 'fast-check';
import { Semaphore } from './semaphore.js';

describe('permits', () => {
  it('never admit more at once than there are places, and admit everybody in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(
          fc.record({ some: fc.boolean(), wants: fc.integer({ min: 1, max: 12 }), stays: fc.nat(4) }),
          {
            minLength: 1,
            maxLength: 30,
          },
        ),
        async (total, guests) => {
          const permits = new Semaphore(total);
          const order: number[] = [];
          let inside = 0;
          await Promise.all(
            guests.map(async ({ some, wants, stays }, n) => {
              const places = await (some ? permits.takeSome(wants, 60_000) : permits.take(wants));
              expect(places).toBeLessThanOrEqual(Math.min(wants, total));
              expect(places).toBeGreaterThanOrEqual(some ? 1 : Math.min(wants, total));
              order.push(n);
              inside += places;
              expect(inside).toBeLessThanOrEqual(total);
              for (let turn = 0; turn < stays; turn++) await Promise.resolve();
              inside -= places;
              permits.give(places);
            }),
          );
          expect(order).toEqual(guests.map((_, n) => n));
        },
      ),
    );
  });

  it('are taken as before while there are fewer, and admit again once enough are returned or there are more', async () => {
    const permits = new Semaphore(3);
    expect(permits.takeNow(2)).toBe(2);
    permits.resize(1);
    expect(permits.takeNow(1)).toBe(0);
    expect(await permits.takeSome(1, 1)).toBe(0);
    const next = permits.takeSome(5, 60_000);
    permits.give(2);
    expect(await next).toBe(1);
    const more = permits.takeSome(5, 60_000);
    permits.resize(4);
    expect(await more).toBe(3);
  });

  it('hand out the places freed in one turn of the event loop together, to one taker', async () => {
    const permits = new Semaphore(4);
    await permits.take(4);
    const some = permits.takeSome(9, 60_000);
    const next = permits.takeSome(1, 60_000);
    for (let guest = 0; guest < 3; guest++) permits.give(1);
    expect(await some).toBe(3);
    permits.give(1);
    expect(await next).toBe(1);
  });

  it('are not waited for longer than asked', async () => {
    const permits = new Semaphore(1);
    await permits.take(1);
    expect(await permits.takeSome(1, 1)).toBe(0);
    const next = permits.takeSome(1, 60_000);
    permits.give(1);
    expect(await next).toBe(1);
  });

  it('refuse to take back more than was taken', async () => {
    const permits = new Semaphore(3);
    await permits.take(2);
    permits.give(2);
    expect(() => permits.give(1)).toThrow('given back');
  });
});
