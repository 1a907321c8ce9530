import { setTimeout as sleep } from 'node:timers/promises';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import type { Channel, Outcome, OutgoingMessage } from '#channels';
import { row } from '#platform/database';
import { createLogger } from '#platform/logging';
import { Budget } from './budget.js';
import { Circuit } from './circuit.js';
import { OPENS_AFTER } from './circuit.rules.js';

const ACCOUNT = 'surel';
const REFUSED: Outcome = { kind: 'away', reason: 'smtp ECONNREFUSED' };
const SILENT: Outcome = { kind: 'unknown', reason: 'smtp ETIMEDOUT' };
const CLOSING: Outcome = { kind: 'away', reason: 'smtp 421 4.3.2' };

describe('a provider whose messages get no answer', () => {
  let db: TestDatabase;
  const circuits: Circuit[] = [];
  beforeEach(async () => {
    db = await testDatabase();
    await new Budget(db.source, { name: ACCOUNT, channel: 'email', rate: null, unit: 'messages' }).open();
  });
  afterEach(async () => {
    for (const circuit of circuits.splice(0)) await circuit.stop();
    await db.drop();
  });

  /** A worker of its own. Its hand-overs end as `way.sends` says, and it reaches the provider as `way.reaches` does. */
  const worker = (way: { sends: Outcome; reaches: boolean }) => {
    const channel: Channel = {
      name: 'email',
      account: ACCOUNT,
      atOnce: 4,
      revisions: null,
      send: () => Promise.resolve(way.sends),
      check: () => (way.reaches ? Promise.resolve() : Promise.reject(new Error('not there'))),
      close: () => Promise.resolve(),
    };
    let places = 4;
    let returned = 0;
    const circuit = new Circuit({
      channel,
      database: db.source,
      config: testConfig(db.url, { PROBE_SECONDS: '0.1' }),
      logger: createLogger('test', 'silent'),
      several: false,
      onClosed: () => Promise.resolve((returned += 1)),
    });
    circuits.push(circuit);
    const guarded = circuit.withCircuitBreaker();
    guarded.onPlaces?.((now) => (places = now));
    return {
      circuit,
      places: () => places,
      returned: () => returned,
      fail: async (): Promise<void> => {
        for (let copy = 0; copy < OPENS_AFTER; copy++) await guarded.send({} as OutgoingMessage);
      },
    };
  };
  const isAway = async (): Promise<boolean | undefined> =>
    (
      await row<{ away: boolean }>(
        db.source.manager,
        'SELECT probe_at IS NOT NULL AS away FROM budgets WHERE account = $1',
        [ACCOUNT],
      )
    )?.away;
  const asked = async (): Promise<boolean> =>
    (await row(
      db.source.manager,
      'SELECT FROM budgets WHERE account = $1 AND failures >= $2 AND away_reason IS NOT NULL',
      [ACCOUNT, OPENS_AFTER],
    )) !== undefined;
  const until = async (so: () => boolean | Promise<boolean | undefined>): Promise<void> => {
    while (!(await so())) await sleep(5);
  };

  it('is away for all where it says so itself, without a question', async () => {
    const a = worker({ sends: CLOSING, reaches: false });
    await a.fail();
    await until(isAway);
    expect(a.places()).toBe(4);
  });

  it.each([REFUSED, SILENT])(
    'is away for all where the worker reaches it otherwise: $reason',
    async (sends) => {
      const a = worker({ sends, reaches: true });
      await a.fail();
      await until(isAway);
      await until(() => a.places() === 4);
    },
  );

  it.each([REFUSED, SILENT])(
    'is there for the others, and one alone takes nothing until it reaches it again: $reason',
    async (sends) => {
      const way = { sends, reaches: false };
      const a = worker(way);
      const b = worker({ sends: { kind: 'accepted' }, reaches: true });
      await a.fail();
      await until(asked);
      expect(a.places()).toBe(0);
      // What was under way ends after the question and changes nothing.
      await a.fail();
      b.circuit.start();
      await until(async () => !(await asked()));
      a.circuit.start();
      expect([await isAway(), a.places(), b.circuit.takes]).toEqual([false, 0, true]);
      way.reaches = true;
      await until(() => a.places() === 4 && a.returned() === 1);
      expect(await isAway()).toBe(false);
    },
  );

  it('is away once another does not reach it either', async () => {
    const a = worker({ sends: REFUSED, reaches: false });
    const b = worker({ sends: REFUSED, reaches: false });
    await a.fail();
    await until(asked);
    b.circuit.start();
    await until(isAway);
  });

  it('is away once two workers have failed to hand over, whoever looks first', async () => {
    await worker({ sends: REFUSED, reaches: false }).fail();
    await until(asked);
    await worker({ sends: SILENT, reaches: false }).fail();
    await until(isAway);
  });

  it('is away for a worker without others, which comes back by its own probe', async () => {
    const way = { sends: REFUSED, reaches: false };
    const a = worker(way);
    a.circuit.start();
    await a.fail();
    await until(isAway);
    way.reaches = true;
    await until(async () => !(await isAway()) && a.places() === 4);
  });
});
