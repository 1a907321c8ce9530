import type { INestApplicationContext } from '@nestjs/common';
import { approvedFor, crowd, disagreements, forget } from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { deliveryProgram } from '../../../test/factories/program.js';
import { testAccounts, testSender } from '../../../test/factories/sender.js';
import { makeStaff } from '../../../test/factories/staff.js';
import { openAddress } from '#audience/addresses';
import type { Channel, Outcome, OutgoingMessage } from '#channels';
import type { Account } from '#channels/accounts';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { FanOut } from '../fan-out/fan-out.js';
import { useOnly } from '../flow-control/budget.js';
import { AccountDecisions } from '../control/account-decisions.js';
import { NoticeRoute } from './notice-route.js';
import { REFUSES_AFTER } from '../flow-control/circuit.rules.js';
import type { Sender } from './send.js';

const PEOPLE = 200;

/** An account that answers as a test says, and records what it received. */
class Relay implements Channel {
  readonly name = 'email';
  readonly atOnce = 16;
  readonly revisions = null;
  readonly came: string[] = [];

  constructor(
    readonly account: string,
    private readonly answer: (n: number) => Outcome | Promise<Outcome> = () => ({ kind: 'accepted' }),
  ) {}

  async send({ to }: OutgoingMessage): Promise<Outcome> {
    this.came.push(to);
    return this.answer(this.came.length);
  }

  /** Stays away once it was. */
  check(): Promise<void> {
    return Promise.reject(new Error('away'));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** An account whose connections other workers share; here they take them all after some copies. */
class Shared extends Relay {
  tell: (places: number) => void = () => undefined;

  onPlaces(tell: (places: number) => void): void {
    this.tell = tell;
  }

  override send(message: OutgoingMessage): Promise<Outcome> {
    if (this.came.length === 20) this.tell(0);
    return super.send(message);
  }
}

// A word from the server: no other worker is asked whether it is there (circuit.spec.ts).
const AWAY: Outcome = { kind: 'away', reason: 'smtp 421' };
const BROKEN: Outcome = { kind: 'failed', reason: 'smtp 5.3.0' };
const REFUSED: Outcome = { kind: 'own_fault', reason: 'smtp EAUTH' };

describe('several accounts', () => {
  let db: TestDatabase;
  let app: INestApplicationContext;
  let operator: string;
  const settings = {
    EMAIL_RATE: '0',
    CLAIM_WINDOW: '40',
    PROVIDER_TIMEOUT_SECONDS: '1',
    LEASE_SECONDS: '30',
  };

  beforeAll(async () => {
    db = await testDatabase();
    app = await deliveryProgram(testConfig(db.url, settings));
    operator = (await makeStaff(db.source, app.get(Keys))).people.operator;
  });
  afterEach(async () => {
    await forget(db.source);
    await db.source.query('DELETE FROM budgets; DELETE FROM account_spending; DELETE FROM warm_ups');
  });
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  const sender = (
    relays: [Relay, ...Relay[]],
    accounts: Record<string, Partial<Account>> = {},
  ): Promise<Sender> => testSender(app, testConfig(db.url, settings), relays, { accounts });

  /** A released wave of `PEOPLE`, in one batch. */
  const wave = async (): Promise<{ id: string; waveId: string }> => {
    await crowd(
      db.source,
      app.get(Keys),
      Array.from({ length: PEOPLE }, () => ({ on: { email: 'active' as const } })),
    );
    const { id, waves } = await approvedFor(db.source, [{}]);
    const [waveId = ''] = waves;
    await app.get(FanOut).run(waveId, 'email', new AbortController().signal, () => Promise.resolve());
    await db.source.query('UPDATE deliveries SET batch_no = 0 WHERE wave_id = $1', [waveId]);
    await db.source.query('DELETE FROM batches WHERE wave_id = $1 AND no > 0', [waveId]);
    return { id, waveId };
  };

  /** Sends with four lanes until nothing is pending, and returns how many copies have each state. */
  const sendAll = async (sending: Sender, id: string, waveId: string): Promise<Record<string, number>> => {
    for (let round = 0; round < 50; round++) {
      await Promise.all(Array.from({ length: 4 }, () => sending.batch(waveId, 0, 'fan-out')));
      await sending.settled();
      if (
        !(await row(
          db.source.manager,
          `SELECT FROM deliveries WHERE broadcast_id = $1 AND state = 'pending'`,
          [id],
        ))
      )
        break;
    }
    expect(await disagreements(db.source, id)).toEqual([]);
    const found = await rows<{ state: string; n: number }>(
      db.source.manager,
      'SELECT state, count(*)::int AS n FROM deliveries WHERE broadcast_id = $1 GROUP BY 1',
      [id],
    );
    return Object.fromEntries(found.map(({ state, n }) => [state, n]));
  };

  /** Cuts a wave's batch into one of gmail's recipients (1), one of yahoo's (2) and one of the others (0). */
  const routed = async (id: string, waveId: string): Promise<void> => {
    await db.source.query(
      `UPDATE addresses SET class = CASE id % 4 WHEN 0 THEN 'gmail' WHEN 1 THEN 'yahoo' ELSE '~a1' END`,
    );
    await db.source.query(
      `UPDATE deliveries d SET batch_no = CASE a.class WHEN 'gmail' THEN 1 WHEN 'yahoo' THEN 2 ELSE 0 END
       FROM addresses a WHERE a.id = d.address_id AND d.broadcast_id = $1`,
      [id],
    );
    await db.source.query(
      `INSERT INTO batches (wave_id, no, size, route) VALUES ($1, 1, 50, 'gmail'), ($1, 2, 50, 'yahoo')`,
      [waveId],
    );
  };
  const pending = async (id: string): Promise<number> =>
    Number(
      (
        await row<{ n: number }>(
          db.source.manager,
          `SELECT count(*)::int AS n FROM deliveries WHERE broadcast_id = $1 AND state = 'pending'`,
          [id],
        )
      )?.n,
    );
  /** The addresses of a class, as an account gets them. */
  const addressed = async (name: string): Promise<Set<string>> => {
    const keys = app.get(Keys);
    const found = await rows<{ id: string; ciphertext: Buffer; keyId: string }>(
      db.source.manager,
      'SELECT id, ciphertext, key_id AS "keyId" FROM addresses WHERE class = $1',
      [name],
    );
    return new Set(found.map((one) => openAddress(keys, one.id, 'email', one)));
  };

  const everybodyOnce = (...relays: Relay[]): void => {
    const came = relays.flatMap((relay) => relay.came);
    expect(came).toHaveLength(PEOPLE);
    expect(new Set(came).size).toBe(PEOPLE);
  };

  it('all take copies, each copy once', async () => {
    const { id, waveId } = await wave();
    const relays: [Relay, Relay, Relay] = [new Relay('first'), new Relay('second'), new Relay('third')];
    expect(await sendAll(await sender(relays), id, waveId)).toEqual({ accepted: PEOPLE });
    everybodyOnce(...relays);
    expect(relays.filter(({ came }) => came.length === 0)).toEqual([]);
  });

  it('take nothing while other workers hold all connections, and keep nothing from them', async () => {
    const { id, waveId } = await wave();
    const shared = new Shared('shared');
    const sending = await sender([shared], { shared: { rate: 500 } });
    await sending.batch(waveId, 0, 'fan-out');
    await sending.settled();
    const counts = await row<{ pending: number; accepted: number; claimed: number }>(
      db.source.manager,
      'SELECT pending, accepted, claimed FROM waves WHERE id = $1',
      [waveId],
    );
    const { length } = shared.came;
    expect(length).toBeLessThan(PEOPLE);
    expect(counts).toEqual({ pending: PEOPLE - length, accepted: length, claimed: 0 });
    expect(await row(db.source.manager, 'SELECT failures FROM budgets')).toEqual({ failures: 0 });
    shared.tell(16);
    expect(await sendAll(sending, id, waveId)).toEqual({ accepted: PEOPLE });
    everybodyOnce(shared);
  });

  it('leave to another account what they have no connection for', async () => {
    const { id, waveId } = await wave();
    const [shared, there] = [new Shared('shared'), new Relay('there')];
    expect(await sendAll(await sender([shared, there]), id, waveId)).toEqual({ accepted: PEOPLE });
    everybodyOnce(shared, there);
    expect(shared.came.length).toBeLessThan(PEOPLE / 2);
  });

  it('give what certainly did not leave to another account at once', async () => {
    const { id, waveId } = await wave();
    const [gone, there] = [new Relay('gone', () => AWAY), new Relay('there')];
    const sending = await sender([gone, there]);
    expect(await sendAll(sending, id, waveId)).toEqual({ accepted: PEOPLE });
    everybodyOnce(there);
    const accounts = await rows(
      db.source.manager,
      `SELECT account, away_reason AS reason FROM accounts_held WHERE away_since IS NOT NULL`,
    );
    expect(accounts).toEqual([{ account: 'gone', reason: 'smtp 421' }]);
    // The channel goes on: nothing hinders it, and nobody is told that it waits.
    expect(await row(db.source.manager, 'SELECT FROM providers_away')).toBeUndefined();
    expect(await row(db.source.manager, `SELECT provider_away('email') AS away`)).toEqual({ away: false });
    expect(
      await rows(db.source.manager, `SELECT DISTINCT subject FROM audit_entries WHERE act = 'provider.away'`),
    ).toEqual([{ subject: 'provider:gone' }]);
  });

  it('take the recipients of their routes alone, and the others take over where none of them can', async () => {
    const { id, waveId } = await wave();
    await routed(id, waveId);
    let answers = true;
    const own = new Relay('own', () => (answers ? { kind: 'accepted' } : AWAY));
    const [first, second] = [new Relay('first'), new Relay('second')];
    const sending = await sender([first, own, second], { own: { routes: ['gmail', 'yahoo'] } });
    await sending.batch(waveId, 0, 'fan-out');
    await sending.settled();
    expect([first.came.length + second.came.length, own.came.length]).toEqual([PEOPLE / 2, 0]);
    await sending.batch(waveId, 1, 'fan-out');
    await sending.settled();
    expect(new Set(own.came)).toEqual(await addressed('gmail'));
    answers = false;
    const before = [...first.came, ...second.came];
    for (let round = 0; round < 20 && (await pending(id)) > 0; round++) {
      await sending.batch(waveId, 2, 'fan-out');
      await sending.settled();
    }
    expect(await pending(id)).toBe(0);
    const later = [...first.came, ...second.came].filter((to) => !before.includes(to));
    expect(new Set(later)).toEqual(await addressed('yahoo'));
    // The channel goes on, also by those that take everybody's copies alone.
    expect(await row(db.source.manager, `SELECT provider_away('email') AS away`)).toEqual({ away: false });
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('of a route that answer nothing hold up no batch of other recipients', async () => {
    const { id, waveId } = await wave();
    await routed(id, waveId);
    let answer: (outcome: Outcome) => void = () => undefined;
    const held = new Promise<Outcome>((resolve) => (answer = resolve));
    const [own, everybody] = [new Relay('own', () => held), new Relay('everybody')];
    const sending = await sender([own, everybody], { own: { routes: ['gmail', 'yahoo'] } });
    // They resolve, though nothing of theirs is answered.
    for (const no of [1, 2, 1, 2, 1, 2]) await sending.batch(waveId, no, 'fan-out');
    await sending.batch(waveId, 0, 'fan-out');
    while ((await pending(id)) > PEOPLE / 2) await new Promise((resolve) => setTimeout(resolve, 20));
    answer({ kind: 'accepted' });
    await sending.settled();
    const others = await addressed('~a1');
    expect(everybody.came.filter((to) => others.has(to))).toHaveLength(others.size);
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('go on without one that refuses us, and the brake stays out', async () => {
    const { id, waveId } = await wave();
    const [refusing, there] = [new Relay('refusing', () => REFUSED), new Relay('there')];
    const sending = await sender([refusing, there], { refusing: { share: 50 } });
    expect(await sendAll(sending, id, waveId)).toEqual({ accepted: PEOPLE });
    everybodyOnce(there);
    expect(
      await row(
        db.source.manager,
        `SELECT away_reason AS reason FROM accounts_held WHERE account = 'refusing'`,
      ),
    ).toEqual({ reason: 'smtp EAUTH' });
  });

  it('go on without one that refuses everything for good, and lose only its first copies', async () => {
    const { id, waveId } = await wave();
    const [broken, there] = [new Relay('broken', () => BROKEN), new Relay('there')];
    const states = await sendAll(await sender([broken, there]), id, waveId);
    const failed = states['failed'] ?? 0;
    // Whoever was refused before the run of refusals was long enough.
    expect(failed).toBeGreaterThan(0);
    expect(failed).toBeLessThan(REFUSES_AFTER);
    expect(states).toEqual({ accepted: PEOPLE - failed, failed });
    expect(there.came).toHaveLength(PEOPLE - failed);
    expect(
      await rows(
        db.source.manager,
        'SELECT account, away_reason AS reason FROM accounts_held WHERE away_since IS NOT NULL',
      ),
    ).toEqual([{ account: 'broken', reason: 'smtp 5.3.0' }]);
    expect(await row(db.source.manager, 'SELECT state FROM waves WHERE id = $1', [waveId])).toEqual({
      state: 'released',
    });
  });

  it('pull the brake when every account refuses everything for good', async () => {
    const { id, waveId } = await wave();
    await db.source.query(`UPDATE addresses SET class = '~' || id % 7`);
    const sending = await sender([new Relay('first', () => BROKEN), new Relay('second', () => BROKEN)]);
    await sending.batch(waveId, 0, 'fan-out');
    await sending.settled();
    expect(
      await row(db.source.manager, `SELECT state, brake->>'why' AS why FROM waves WHERE id = $1`, [waveId]),
    ).toEqual({ state: 'paused', why: 'refused' });
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('pull the brake when every account refuses us', async () => {
    const { id, waveId } = await wave();
    const sending = await sender([new Relay('first', () => REFUSED), new Relay('second', () => REFUSED)]);
    await Promise.all(Array.from({ length: 4 }, () => sending.batch(waveId, 0, 'fan-out')));
    await sending.settled();
    expect(
      await row(db.source.manager, `SELECT state, paused_by AS by FROM waves WHERE id = $1`, [waveId]),
    ).toEqual({
      state: 'paused',
      by: 'brake',
    });
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('never take what may have left at another', async () => {
    const { id, waveId } = await wave();
    let unknown = 0;
    const doubtful = new Relay('doubtful', (n) => {
      if (n % 5 !== 0) return { kind: 'accepted' };
      unknown += 1;
      return { kind: 'unknown', reason: 'smtp ETIMEDOUT' };
    });
    const there = new Relay('there');
    expect(await sendAll(await sender([doubtful, there]), id, waveId)).toEqual({
      accepted: PEOPLE - unknown,
      unknown,
    });
    everybodyOnce(doubtful, there);
    expect(unknown).toBeGreaterThan(0);
  });

  it('take over from one that asks to slow down, which then rests', async () => {
    const { id, waveId } = await wave();
    const slow = new Relay('slow', () => ({ kind: 'slow_down', reason: 'smtp 4.7.0', afterMs: 60_000 }));
    const there = new Relay('there');
    expect(await sendAll(await sender([slow, there]), id, waveId)).toEqual({ accepted: PEOPLE });
    everybodyOnce(there);
    // What was under way when it said so, and nothing after that.
    expect(slow.came.length).toBeLessThanOrEqual(slow.atOnce);
  });

  it('are not kept from sending by one that hangs', async () => {
    const { id, waveId } = await wave();
    let release: (outcome: Outcome) => void = () => undefined;
    const hung = new Promise<Outcome>((resolve) => (release = resolve));
    const hanging = new Relay('hanging', () => hung);
    const there = new Relay('there');
    const sending = await sender([hanging, there]);
    // What it has not begun comes back while it hangs.
    while (hanging.came.length + there.came.length < PEOPLE) await sending.batch(waveId, 0, 'fan-out');
    expect(hanging.came).toHaveLength(hanging.atOnce);
    release({ kind: 'unknown', reason: 'smtp ETIMEDOUT' });
    const { length } = hanging.came;
    expect(await sendAll(sending, id, waveId)).toEqual({ accepted: PEOPLE - length, unknown: length });
    everybodyOnce(hanging, there);
  });

  it('of a kind that is not approved carry nothing of the broadcast', async () => {
    const { id, waveId } = await wave();
    const [other, approved] = [new Relay('other'), new Relay('approved')];
    const sending = await sender([other, approved], { other: { kind: 'api', share: 50 } });
    expect(await sendAll(sending, id, waveId)).toEqual({ accepted: PEOPLE });
    everybodyOnce(approved);
  });

  it('leave the broadcast to other workers when none of their kinds is approved', async () => {
    const { id, waveId } = await wave();
    const sending = await sender([new Relay('first'), new Relay('second')], {
      first: { kind: 'api' },
      second: { kind: 'api' },
    });
    await sending.batch(waveId, 0, 'fan-out');
    expect(
      await rows(db.source.manager, `SELECT settings FROM refusals WHERE broadcast_id = $1`, [id]),
    ).toEqual([{ settings: ['ACCOUNTS_FILE'] }]);
  });

  it('spend no more than their ceiling: others carry the rest, and what did not leave is not paid', async () => {
    const { id, waveId } = await wave();
    const dear = new Relay('dear', (n) =>
      n % 4 === 0 ? { kind: 'failed', reason: 'smtp 5.3.0' } : { kind: 'accepted' },
    );
    const ceilingReached = async (): Promise<boolean> =>
      (await row(db.source.manager, 'SELECT FROM budgets WHERE spent_at IS NOT NULL')) !== undefined;
    // Otherwise it might carry everything before the other one wants more than it may have.
    const there = new Relay('there', async () => {
      while (!(await ceilingReached())) await new Promise((resolve) => setTimeout(resolve, 20));
      return { kind: 'accepted' };
    });
    const sending = await sender([dear, there], { dear: { share: 50, cost: 10, ceiling: 400 } });
    const states = await sendAll(sending, id, waveId);
    everybodyOnce(dear, there);
    const refused = Math.floor(dear.came.length / 4);
    expect(states).toEqual({ accepted: PEOPLE - refused, ...(refused > 0 && { failed: refused }) });
    expect(
      await rows(db.source.manager, 'SELECT account, units::int, spent::int FROM account_spending'),
    ).toEqual([
      { account: 'dear', units: dear.came.length - refused, spent: 10 * (dear.came.length - refused) },
    ]);
    expect(dear.came.length - refused).toBeLessThanOrEqual(40);
    expect(
      await rows(
        db.source.manager,
        `SELECT account, away_reason AS reason FROM accounts_held WHERE away_since IS NOT NULL`,
      ),
    ).toEqual([{ account: 'dear', reason: 'ceiling reached' }]);
  });

  const warmUp = { from: '2020-01-01', daily: Array.from({ length: 20_000 }, () => 30) };

  it('warm up by a daily ceiling for each mailbox provider: another account carries the rest', async () => {
    const { id, waveId } = await wave();
    await routed(id, waveId);
    const [fresh, known] = [new Relay('fresh'), new Relay('known')];
    const sending = await sender([fresh, known], { fresh: { warmUp, share: 50 } });
    for (let round = 0; round < 20 && (await pending(id)) > 0; round++) {
      for (const no of [0, 1, 2]) await sending.batch(waveId, no, 'fan-out');
      await sending.settled();
    }
    everybodyOnce(fresh, known);
    for (const provider of ['gmail', 'yahoo']) {
      const theirs = await addressed(provider);
      expect(fresh.came.filter((to) => theirs.has(to)).length).toBeLessThanOrEqual(30);
    }
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('that warm up alone leave the rest for the next day, and none of it is lost', async () => {
    const { id, waveId } = await wave();
    await routed(id, waveId);
    const fresh = new Relay('fresh');
    const sending = await sender([fresh], { fresh: { warmUp } });
    await sending.batch(waveId, 1, 'fan-out');
    await sending.settled();
    expect(fresh.came).toHaveLength(30);
    expect(
      await rows(
        db.source.manager,
        `SELECT reason, count(*)::int AS n, bool_and(next_attempt_at AT TIME ZONE 'Asia/Jakarta' = date_trunc('day', siar_now() AT TIME ZONE 'Asia/Jakarta') + interval '1 day') AS tomorrow
         FROM deliveries WHERE broadcast_id = $1 AND batch_no = 1 AND state = 'pending' GROUP BY 1`,
        [id],
      ),
    ).toEqual([{ reason: 'warming up', n: 20, tomorrow: true }]);
    expect(
      await row(
        db.source.manager,
        'SELECT state, not_before > siar_now() AS later FROM batches WHERE wave_id = $1 AND no = 1',
        [waveId],
      ),
    ).toEqual({ state: 'waiting', later: true });
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('hold the channel up when all are away, until one is back', async () => {
    const { id, waveId } = await wave();
    const sending = await sender([new Relay('first', () => AWAY), new Relay('second', () => AWAY)]);
    const states = await sendAll(sending, id, waveId);
    expect(states).toEqual({ pending: PEOPLE });
    expect(await row(db.source.manager, `SELECT provider_away('email') AS away`)).toEqual({ away: true });
    expect(await rows(db.source.manager, 'SELECT channel, reason FROM providers_away')).toEqual([
      { channel: 'email', reason: 'smtp 421' },
    ]);
    await db.source.query(
      `UPDATE budgets SET away_since = NULL, probe_at = NULL, failures = 0 WHERE account = 'second'`,
    );
    expect(await row(db.source.manager, `SELECT provider_away('email') AS away`)).toEqual({ away: false });
  });

  it('get nothing new while they rest, also from a worker that has not heard of it, and end what they have', async () => {
    const { id, waveId } = await wave();
    let release: () => void = () => undefined;
    const both = new Promise<Outcome>((resolve) => (release = () => resolve({ kind: 'accepted' })));
    const [resting, there] = [new Relay('resting', () => both), new Relay('there', () => both)];
    const sending = await sender([resting, there], { resting: { share: 50 } });
    const lanes = Promise.all(Array.from({ length: 4 }, () => sending.batch(waveId, 0, 'fan-out')));
    while (resting.came.length < resting.atOnce || there.came.length < there.atOnce)
      await new Promise(setImmediate);
    await app.get(AccountDecisions).rest('resting', 'pemeliharaan', operator);
    const held = await row<{ n: number }>(
      db.source.manager,
      `SELECT count(*)::int AS n FROM deliveries d JOIN claims k ON k.id = d.claim_id WHERE k.account = 'resting' AND d.state = 'claimed'`,
    );
    release();
    await lanes;
    expect(await sendAll(sending, id, waveId)).toEqual({ accepted: PEOPLE });
    everybodyOnce(resting, there);
    expect(resting.came.length).toBeGreaterThanOrEqual(resting.atOnce);
    expect(resting.came.length).toBeLessThanOrEqual(held?.n ?? 0);
  });

  it('rest over a restart of the workers, and take copies again once they return', async () => {
    const { id, waveId } = await wave();
    await sender([new Relay('resting'), new Relay('there')]);
    await app.get(AccountDecisions).rest('resting', 'pemeliharaan', operator);
    const [resting, there] = [new Relay('resting'), new Relay('there')];
    expect(await sendAll(await sender([resting, there]), id, waveId)).toEqual({ accepted: PEOPLE });
    everybodyOnce(there);
    await app.get(AccountDecisions).return('resting', operator);
    await db.source.query(`UPDATE deliveries SET state = 'pending' WHERE broadcast_id = $1`, [id]);
    await db.source.query('UPDATE waves SET pending = accepted, accepted = 0 WHERE id = $1', [waveId]);
    expect(await sendAll(await sender([resting, there]), id, waveId)).toEqual({ accepted: PEOPLE });
    expect(resting.came.length).toBeGreaterThan(0);
  });

  it('get no notice while they rest, also from a worker that has not heard of it', async () => {
    const [resting, there] = [new Relay('resting'), new Relay('there')];
    const accounts = await testAccounts(app, testConfig(db.url, settings), [resting, there]);
    const route = new NoticeRoute('email', accounts, () => false, 1_000);
    await app.get(AccountDecisions).rest('resting', 'pemeliharaan', operator);
    expect(await route.send({ to: 'warga@contoh.id' } as OutgoingMessage)).toEqual({ kind: 'accepted' });
    expect([resting.came, there.came]).toEqual([[], ['warga@contoh.id']]);
  });

  it('get copies and notices first when they are preferred', async () => {
    const { waveId } = await wave();
    await sender([new Relay('other'), new Relay('preferred')]);
    await app.get(AccountDecisions).prefer('preferred', 'lebih murah', operator);
    const order: string[] = [];
    const noting = (name: string): Relay =>
      new Relay(name, () => {
        order.push(name);
        return { kind: 'accepted' };
      });
    const relays: [Relay, Relay] = [noting('other'), noting('preferred')];
    const shares = { other: { share: 1_000 }, preferred: { share: 1 } };
    const sending = await sender(relays, shares);
    await sending.batch(waveId, 0, 'fan-out');
    await sending.settled();
    expect(order[0]).toBe('preferred');
    const accounts = await testAccounts(app, testConfig(db.url, settings), relays, { accounts: shares });
    const route = new NoticeRoute('email', accounts, () => false, 1_000);
    order.length = 0;
    await route.send({ to: 'warga@contoh.id' } as OutgoingMessage);
    expect(order).toEqual(['preferred']);
  });

  it('write how long their hand-overs take into their rows', async () => {
    const accounts = await testAccounts(app, testConfig(db.url, settings), [
      new Relay('answers'),
      new Relay('gone', () => AWAY),
    ]);
    for (const { channel, circuit } of accounts) {
      await channel.send({ to: 'warga@contoh.id' } as OutgoingMessage);
      await circuit.read();
    }
    expect(
      await rows(
        db.source.manager,
        'SELECT account, answer_ms >= 0 AS took, answered_at IS NOT NULL AS answered FROM budgets ORDER BY 1',
      ),
    ).toEqual([
      { account: 'answers', took: true, answered: true },
      { account: 'gone', took: null, answered: false },
    ]);
  });

  it('have the part of their share that their row says', async () => {
    const relays: [Relay, Relay] = [new Relay('first'), new Relay('second')];
    await sender(relays);
    await db.source.query(`UPDATE budgets SET weight = 0.25 WHERE account = 'first'`);
    const accounts = await testAccounts(app, testConfig(db.url, settings), relays, {
      accounts: { first: { share: 8 }, second: { share: 8 } },
    });
    expect(accounts.map(({ share }) => share)).toEqual([2, 8]);
  });

  it('that the settings no longer name hold nothing up and get nothing', async () => {
    await sender([new Relay('old', () => AWAY), new Relay('new')]);
    await db.source.query(
      `UPDATE budgets SET away_since = siar_now(), probe_at = siar_now() WHERE account = 'new'`,
    );
    await useOnly(db.source, 'email', ['new']);
    expect(await row(db.source.manager, `SELECT provider_away('email') AS away`)).toEqual({ away: true });
    await useOnly(db.source, 'email', ['old', 'new']);
    expect(await row(db.source.manager, `SELECT provider_away('email') AS away`)).toEqual({ away: false });
  });
});
