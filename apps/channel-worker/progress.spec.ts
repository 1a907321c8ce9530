import { Progress } from './progress.js';

describe('the progress of a worker whose channel is stalled while jobs wait', () => {
  const SECONDS = 60;
  let now = 0;
  const progress = (): Progress =>
    new Progress(
      { stalled: () => Promise.resolve([{ channel: 'email', since: new Date(0) }]) },
      { depth: () => Promise.resolve({ waiting: 1, active: 0, delayed: 0, failed: 0 }) },
      SECONDS,
      () => now,
    );
  const later = (seconds: number): void => void (now += seconds * 1000);

  it('is absent after a long period without activity, on its own channels only', async () => {
    const made = progress();
    later(SECONDS - 1);
    expect(await made.made(['email'])).toBe(true);
    later(2);
    expect(await made.made(['email'])).toBe(false);
    expect(await made.made(['sms'])).toBe(true);
  });

  it('is made by fan-out chunks, notices and copies', async () => {
    const made = progress();
    const observer = made.observing({ handedOver: () => undefined });
    for (const move of [() => made.moved(), () => observer.handedOver('email', 'email', 'accepted', 0.1)]) {
      later(SECONDS + 1);
      expect(await made.made(['email'])).toBe(false);
      move();
      expect(await made.made(['email'])).toBe(true);
    }
  });

  it('is not required while the worker holds outcomes that it cannot write', async () => {
    const made = progress();
    made.sparing({ keepsOutcomes: true });
    later(SECONDS + 1);
    expect(await made.made(['email'])).toBe(true);
  });
});
