import { setTimeout as sleep } from 'node:timers/promises';
import { HeldSlots } from './held-slots.js';

/** How long the provider takes for every answer, in ms. */
const ANSWERS_MS = 900;

/** Hands a message over every 20 ms for some seconds. @returns for each second how many messages took a further slot in it */
async function held(seconds: number, answer: () => Promise<unknown>): Promise<number[]> {
  const began = performance.now();
  const slots = Array<number>(seconds).fill(0);
  const heldSlots = new HeldSlots((n) => {
    const second = Math.floor((performance.now() - began) / 1000);
    if (second < seconds) slots[second] = (slots[second] ?? 0) + n;
    return Promise.resolve({ first: performance.now(), step: 0 });
  });
  const answers: Promise<unknown>[] = [];
  while (performance.now() - began < seconds * 1000) {
    const one = heldSlots.begin(performance.now(), 1);
    answers.push(answer().then(() => heldSlots.end(one)));
    await sleep(20);
  }
  await Promise.all(answers);
  return slots;
}

it('takes further slots for a provider that stands still, and only at first for one that is always slow', async () => {
  const stands = sleep(3_000);
  const [slow, still] = await Promise.all([held(4, () => sleep(ANSWERS_MS)), held(3, () => stands)]);
  // It has learned that from the answers of a second, which the first ones waited for.
  const atFirst = (slow[0] ?? 0) + (slow[1] ?? 0);
  expect(atFirst).toBeGreaterThan(10);
  expect(slow[3]).toBeLessThan(atFirst / 4);
  expect(still[2]).toBeGreaterThan(still[1] ?? 0);
});
