import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, Outcome, OutgoingMessage } from '#channels';
import { Budget } from './budget.js';
import { Semaphore } from './semaphore.js';

const RATE = 50;

// A budget runs on real time. If the machine stalls for longer than the reserved margin, any sender bunches up: such a run
// proves nothing and is repeated.
const steadily = (act: () => Promise<void>) => async (): Promise<void> => {
  for (let left = 3; ; left--)
    try {
      return await act();
    } catch (error) {
      if (left === 0) throw error;
    }
};

/** The largest number of instants in any sliding second. */
function most(instants: number[]): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let first = 0;
  let found = 0;
  sorted.forEach((instant, last) => {
    while (instant - (sorted[first] ?? 0) >= 1000) first += 1;
    found = Math.max(found, last - first + 1);
  });
  return found;
}

describe('a budget', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(async () => {
    await db.drop();
  });
  const open = async (rate: number | null): Promise<Budget> => {
    const budget = new Budget(db.source, { name: 'telegram', channel: 'telegram', rate, unit: 'messages' });
    await budget.open();
    return budget;
  };
  const at = (n: number): Promise<number> => Promise.resolve(n);
  /** A hand-over that is answered after `ms`. */
  const answered = (note: () => void, ms: number) => (): Promise<void> => {
    note();
    return sleep(ms);
  };

  it(
    'is never exceeded in any sliding second by several workers with short batches',
    steadily(async () => {
      const instants: number[] = [];
      const worker = async (): Promise<void> => {
        const budget = await open(RATE);
        for (const size of [1, 7, 3, 12, 5, 9, 2, 11]) {
          await budget.pace(
            Array.from({ length: size }),
            at,
            answered(() => instants.push(performance.now()), 2),
          );
        }
      };
      await Promise.all([worker(), worker(), worker()]);
      expect(instants).toHaveLength(150);
      expect(most(instants)).toBeLessThanOrEqual(RATE);
    }),
  );

  it(
    'is never exceeded by segments either, whose texts leave whole',
    steadily(async () => {
      const instants: number[] = [];
      const worker = async (): Promise<void> => {
        const budget = new Budget(db.source, { name: 'sms', channel: 'sms', rate: RATE, unit: 'segments' });
        await budget.open();
        for (const texts of [[1], [3, 1, 2], [2, 2, 2, 2], [1, 3, 3], [1, 1, 1, 1, 1]]) {
          await budget.pace(
            texts,
            at,
            (segments) => {
              for (let n = 0; n < segments; n++) instants.push(performance.now());
              return sleep(2);
            },
            () => false,
            'broadcasts',
            (segments) => segments,
          );
        }
      };
      await Promise.all([worker(), worker(), worker()]);
      expect(instants).toHaveLength(3 * 27);
      expect(most(instants)).toBeLessThanOrEqual(RATE);
    }),
  );

  it('hands over each item once and in order', async () => {
    const budget = await open(1000);
    const seen: number[] = [];
    await budget.pace(
      Array.from({ length: 300 }, (_, i) => i),
      at,
      (item) => {
        seen.push(item);
        return Promise.resolve();
      },
    );
    expect(seen).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });

  it('delays nothing when there is no limit', async () => {
    const budget = await open(null);
    let started = 0;
    await budget.pace(
      Array.from({ length: 5000 }),
      at,
      answered(() => (started += 1), 0),
    );
    expect(started).toBe(5000);
  });

  it('pauses the whole fleet when the provider says slow down', async () => {
    const one = await open(RATE);
    const other = await open(RATE);
    const told = performance.now();
    await one.slowDown(400);
    let at1 = 0;
    await other.pace(
      [1],
      at,
      answered(() => (at1 = performance.now()), 0),
    );
    expect(at1 - told).toBeGreaterThanOrEqual(395);
  });

  it('asks a provider again after ten minutes, be it told to wait for years', async () => {
    await (await open(RATE)).slowDown(10 * 365 * 86_400_000);
    const [row] = await db.source.query<{ minutes: number }[]>(
      `SELECT extract(epoch FROM next_slot - clock_timestamp())::float8 / 60 AS minutes FROM budgets WHERE account = 'telegram'`,
    );
    expect(row?.minutes).toBeGreaterThan(9);
    expect(row?.minutes).toBeLessThanOrEqual(10);
    await db.source.query(`UPDATE budgets SET next_slot = clock_timestamp()`);
  });

  it('reserves slots only for items that have a place among the hand-overs under way', async () => {
    const budget = await open(1000);
    const places = new Semaphore(4);
    let underWay = 0;
    const seen: number[] = [];
    await budget.pace(
      Array.from({ length: 40 }),
      (n) => places.take(n),
      async () => {
        seen.push((underWay += 1));
        await sleep(2);
        underWay -= 1;
        places.give(1);
      },
    );
    expect(seen).toHaveLength(40);
    expect(Math.max(...seen)).toBeLessThanOrEqual(4);
  });

  it(
    'moves slots away from messages that may have arrived late, also all at once after a stall in transit',
    steadily(async () => {
      const budget = await open(RATE);
      const instants: number[] = [];
      let stalledUntil = 0;
      let handed = 0;
      await budget.pace(Array.from({ length: 120 }), at, async () => {
        handed += 1;
        if (handed === 40) stalledUntil = performance.now() + 150;
        await sleep(Math.max(2, stalledUntil - performance.now()));
        instants.push(performance.now());
      });
      await sleep(10);
      expect(instants).toHaveLength(120);
      expect(most(instants)).toBeLessThanOrEqual(RATE);
    }),
  );

  /** A provider that stands still for a while: what was handed over by then arrives when it goes on, all at once. */
  class Server {
    readonly arrivals: number[] = [];
    private stall: Promise<unknown> = Promise.resolve();
    private came = 0;

    standStill(ms: number): void {
      this.stall = sleep(ms);
    }

    /** @param through which of its connections stand still, of the messages in turn */
    async take(stands: (n: number) => boolean): Promise<void> {
      if (stands((this.came += 1))) await this.stall;
      this.arrivals.push(performance.now());
    }
  }

  it.each([
    ['whole', () => true],
    ['on some of its connections', (n: number) => n % 4 === 0],
  ])(
    'is not exceeded when a provider that stood still goes on, %s',
    (_, stands) =>
      steadily(async () => {
        const server = new Server();
        const worker = async (): Promise<void> => {
          const budget = await open(RATE);
          const places = new Semaphore(40);
          const lane = (): Promise<void> =>
            budget.pace(
              Array.from({ length: 60 }),
              (n) => places.takeSome(n, 250),
              async () => {
                await server.take(stands);
                places.give(1);
              },
            );
          await Promise.all([lane(), lane()]);
        };
        setTimeout(() => server.standStill(2500), 600);
        await Promise.all([worker(), worker()]);
        while (server.arrivals.length < 240) await sleep(20);
        expect(most(server.arrivals)).toBeLessThanOrEqual(RATE);
      })(),
    60_000,
  );

  it(
    'gives up its reservations when the provider says slow down',
    steadily(async () => {
      const budget = await open(RATE);
      const instants: number[] = [];
      let told = 0;
      await budget.pace(Array.from({ length: 12 }), at, () => {
        instants.push(performance.now());
        if (instants.length === 3) {
          told = performance.now();
          return budget.slowDown(400);
        }
        return Promise.resolve();
      });
      expect(instants).toHaveLength(12);
      expect(instants.filter((instant) => instant > told && instant < told + 395)).toEqual([]);
    }),
  );

  it(
    'reserves at most half a second ahead, however many workers ask',
    steadily(async () => {
      const budgets = await Promise.all(Array.from({ length: 8 }, () => open(RATE)));
      let handed = 0;
      const lanes = budgets.map((budget) =>
        budget.pace(
          Array.from({ length: 12 }),
          at,
          answered(() => (handed += 1), 0),
        ),
      );
      const furthest: number[] = [];
      while (handed < 60) {
        const [found] = await db.source.query<{ ms: number }[]>(
          `SELECT extract(epoch FROM next_slot - clock_timestamp())::float8 * 1000 AS ms FROM budgets`,
        );
        furthest.push(found?.ms ?? Number.POSITIVE_INFINITY);
        await sleep(20);
      }
      await Promise.all(lanes);
      // Checks the median: when this machine stalls, slots also move for that reason.
      const median = furthest.toSorted((a, b) => a - b)[furthest.length >> 1];
      expect(median).toBeLessThanOrEqual(500);
      expect(handed).toBe(96);
    }),
  );

  it('starts nothing more once it is stopped, and does not wait for distant slots', async () => {
    const budget = await open(RATE);
    await budget.slowDown(60_000);
    const began = performance.now();
    let over = false;
    setTimeout(() => (over = true), 100);
    let started = 0;
    await budget.pace(
      [1, 2, 3],
      at,
      answered(() => (started += 1), 0),
      () => over,
    );
    expect(started).toBe(0);
    expect(performance.now() - began).toBeLessThan(2000);
    await db.source.query(`UPDATE budgets SET next_slot = siar_now()`);
  });

  it('obeys a slow down without a limit too, also one that another process received', async () => {
    const [one, other] = [await open(null), await open(null)];
    const told = performance.now();
    await one.slowDown(400);
    let at1 = 0;
    await other.ready(() => false);
    await other.pace(
      [1],
      at,
      answered(() => (at1 = performance.now()), 0),
    );
    expect(at1 - told).toBeGreaterThanOrEqual(395);
  });

  it(
    'paces every worker by the rate that the last one started has set',
    steadily(async () => {
      const first = await open(10 * RATE);
      const budget = new Budget(db.source, {
        name: 'telegram',
        channel: 'telegram',
        rate: RATE,
        unit: 'messages',
      });
      expect(await budget.open()).toEqual({ was: 10 * RATE });
      expect(await budget.open()).toBeNull();
      const instants: number[] = [];
      await first.pace(
        Array.from({ length: 2 * RATE }),
        at,
        answered(() => instants.push(performance.now()), 0),
      );
      expect(instants).toHaveLength(2 * RATE);
      expect(most(instants)).toBeLessThanOrEqual(RATE);
    }),
  );

  describe('as notices use it', () => {
    let answer: Outcome = { kind: 'accepted' };
    let sent = 0;
    const channel: Channel = {
      name: 'telegram',
      account: 'telegram',
      atOnce: 32,
      revisions: null,
      send: () => {
        sent += 1;
        return Promise.resolve(answer);
      },
      check: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    const message = { to: '1', text: 'x' } as OutgoingMessage;
    const never = (): boolean => false;
    afterEach(async () => {
      answer = { kind: 'accepted' };
      sent = 0;
      await db.source.query(`UPDATE budgets SET next_slot = siar_now()`);
    });

    const pacing = async (size: number, seen: number[], over = never): Promise<void> =>
      (await open(RATE)).pace(
        Array.from({ length: size }),
        at,
        answered(() => seen.push(performance.now()), 0),
        over,
      );

    it('lets no crowd of notices hold up a broadcast, and no broadcast a notice', async () => {
      let over = false;
      const paced = (await open(RATE)).paced(channel, () => over, 60_000);
      const crowd = Array.from({ length: 200 }, () => paced.send(message));
      const copies: number[] = [];
      const began = performance.now();
      await Promise.all([pacing(40, copies), pacing(40, copies), pacing(40, copies)]);
      const seconds = (performance.now() - began) / 1000;
      const noticed = sent;
      over = true;
      await Promise.all(crowd);
      // Without shares, each of four lanes has a turn, and the notices get one slot in about thirty.
      expect(copies).toHaveLength(120);
      expect(noticed).toBeGreaterThanOrEqual(seconds * RATE * 0.05);
      expect(noticed).toBeLessThanOrEqual(seconds * RATE * 0.15 + 4);
    });

    it('gives the whole account to notices when no copy wants a slot', async () => {
      await db.source.query(`UPDATE budgets SET wanted_at = clock_timestamp() - interval '2 seconds'`);
      const paced = (await open(RATE)).paced(channel, never, 60_000);
      const instants: number[] = [];
      const noted = async (): Promise<void> => {
        await paced.send(message);
        instants.push(performance.now());
      };
      await Promise.all(Array.from({ length: 60 }, noted));
      // At their share alone, these would take twelve seconds.
      expect((instants.at(-1) ?? 0) - (instants[0] ?? 0)).toBeLessThan(6_000);
    });

    it('returns retry for a notice that found no slot, and never unknown', async () => {
      const budget = await open(RATE);
      await budget.slowDown(60_000);
      let over = false;
      const waiting = budget.paced(channel, () => over, 60_000).send(message);
      over = true;
      expect(await waiting).toEqual({ kind: 'retry', reason: 'no slot' });
      await db.source.query('ALTER TABLE budgets RENAME TO budgets_away');
      expect(
        await new Budget(db.source, { name: 'telegram', channel: 'telegram', rate: RATE, unit: 'messages' })
          .paced(channel, never, 60_000)
          .send(message),
      ).toEqual({ kind: 'retry', reason: 'no slot' });
      await db.source.query('ALTER TABLE budgets_away RENAME TO budgets');
      expect(sent).toBe(0);
      await db.source.query(`UPDATE budgets SET next_slot = siar_now()`);
      expect(await (await open(RATE)).paced(channel, never, 60_000).send(message)).toMatchObject({
        kind: 'accepted',
      });
    });

    it('waits for a slot no longer than its lease allows', async () => {
      const budget = await open(RATE);
      await budget.slowDown(60_000);
      expect(await budget.paced(channel, never, 300).send(message)).toEqual({
        kind: 'retry',
        reason: 'no slot',
      });
      expect(sent).toBe(0);
    });

    it('slows the whole account down when a notice is told to slow down', async () => {
      answer = { kind: 'slow_down', reason: '429', afterMs: 400 };
      const told = performance.now();
      expect(await (await open(RATE)).paced(channel, never, 60_000).send(message)).toBe(answer);
      let at1 = 0;
      await (
        await open(RATE)
      ).pace(
        [1],
        at,
        answered(() => (at1 = performance.now()), 0),
      );
      expect(at1 - told).toBeGreaterThanOrEqual(395);
    });
  });
});
