import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHANNELS } from '#channels';
import { row, rows } from '#platform/database';
import { usualBackend } from '../factories/database.js';
import { testSystem, type TestSystem } from '../factories/system.js';

/** A port on which nothing listens until it is opened; then it forwards to another. */
class Door {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(readonly port: number) {}

  static async shut(): Promise<Door> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return new Door(port);
  }

  async open(to: string): Promise<void> {
    const { hostname, port } = new URL(to);
    this.server = createServer((socket) => {
      const inside = connect(Number(port), hostname);
      for (const [one, other] of [
        [socket, inside],
        [inside, socket],
      ] as const) {
        this.sockets.add(one);
        one.pipe(other).on('error', () => undefined);
        one.once('error', () => other.destroy()).once('close', () => other.destroy());
      }
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    const { server } = this;
    if (server) await new Promise((resolve) => server.close(resolve));
  }
}

/** Polls until the condition holds. */
async function eventually<T>(look: () => Promise<T>, so: (seen: T) => boolean): Promise<T> {
  const deadline = performance.now() + 40_000;
  for (;;) {
    const seen = await look();
    if (so(seen)) return seen;
    if (performance.now() > deadline) throw new Error(`it did not come to be so: ${JSON.stringify(seen)}`);
    await sleep(30);
  }
}

const LONG = 120_000;

describe.each(usualBackend())('unavailable providers, with queues on $name', ({ url }) => {
  let system: TestSystem;
  let mail: Door;
  let web: Door;
  const manager = () => system.db.source.manager;

  beforeAll(async () => {
    mail = await Door.shut();
    web = await Door.shut();
    const root = `http://127.0.0.1:${web.port}`;
    system = await testSystem({
      queueUrl: url(),
      contacts: 120,
      workers: 2,
      more: {
        SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
        TELEGRAM_API_ROOT: root,
        TWILIO_API_ROOT: root,
        PROBE_SECONDS: '0.05',
        PROVIDER_TIMEOUT_SECONDS: '5',
      },
    });
  });
  afterAll(async () => {
    await system?.stop();
    await mail.stop();
    await web.stop();
  });

  it(
    'use up nobody’s attempts, let fan-outs continue and notices wait, and get everything after they recover',
    async () => {
      const id = await system.broadcast();
      const away = await system.until(id, (progress) => progress.away.length === CHANNELS.length);
      expect(away.away.map(({ channel }) => channel).toSorted()).toEqual([...CHANNELS].toSorted());
      expect(away.total).toMatchObject({ accepted: 0, failed: 0, unknown: 0 });

      // Another broadcast is fanned out all the same, and a notice waits.
      const later = await system.broadcast({ title: 'Sesudahnya' });
      await eventually(
        () => rows(manager(), 'SELECT FROM waves WHERE broadcast_id = $1 AND fanned_out_at IS NULL', [later]),
        (unwritten) => unwritten.length === 0,
      );
      expect((await system.progress(later)).total.pending).toBeGreaterThan(100);
      const author = await system.as('penulis');
      expect((await author('POST', `/api/v1/broadcasts/${later}/test`, {})).status).toBe(202);

      // The time of ten attempts for every copy: whenever a retry is due, the provider is probed.
      const hours = async (): Promise<number[]> => {
        await system.db.source.query(
          `UPDATE deliveries SET next_attempt_at = siar_now() WHERE state = 'pending' AND next_attempt_at IS NOT NULL`,
        );
        await system.db.source.query('UPDATE batches SET not_before = NULL WHERE not_before IS NOT NULL');
        await system.db.source.query('UPDATE notices SET next_attempt_at = NULL WHERE state = $1', [
          'pending',
        ]);
        return (await rows<{ probes: number }>(manager(), 'SELECT probes FROM budgets')).map(
          ({ probes }) => probes,
        );
      };
      await eventually(hours, (probes) => probes.every((n) => n >= 12));
      const tried = await row<{ most: number }>(manager(), 'SELECT max(attempts) AS most FROM deliveries');
      // The attempt of a hand-over in progress is counted until the hand-over returns.
      expect(tried?.most).toBeLessThanOrEqual(1);
      expect(await row(manager(), 'SELECT count(*)::int AS n FROM claims')).toEqual({ n: 0 });
      expect(await rows(manager(), 'SELECT DISTINCT state, attempts FROM notices')).toEqual([
        { state: 'pending', attempts: 0 },
      ]);
      const said = async (act: string): Promise<number> =>
        (await rows(manager(), 'SELECT FROM audit_entries WHERE act = $1', [act])).length;
      expect([await said('provider.away'), await said('provider.back')]).toEqual([3, 0]);

      await mail.open(system.sandbox.smtpUrl);
      await web.open(system.sandbox.httpUrl);
      for (const broadcast of [id, later]) {
        await system.until(broadcast, ({ state }) => state === 'completed');
        expect(await system.reconcile(broadcast)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
      }
      expect(
        await rows(
          manager(),
          `SELECT DISTINCT attempts FROM deliveries WHERE state IN ('accepted', 'delivered')`,
        ),
      ).toEqual([{ attempts: 1 }]);
      await eventually(
        () =>
          rows<{ state: string; attempts: number }>(
            manager(),
            'SELECT DISTINCT state, attempts FROM notices',
          ),
        (seen) => seen.length === 1 && seen[0]?.state === 'accepted' && seen[0].attempts === 1,
      );
      expect((await system.progress(id)).away).toEqual([]);
      expect([await said('provider.away'), await said('provider.back')]).toEqual([3, 3]);
    },
    LONG,
  );

  it(
    'are shown as unavailable on every screen while they answer probes and refuse every message',
    async () => {
      const times = async (): Promise<number> =>
        (
          await rows(
            manager(),
            `SELECT FROM audit_entries WHERE act = 'provider.back' AND subject = 'provider:sms'`,
          )
        ).length;
      const before = await times();
      system.sandbox.faults.order({ channel: 'sms', kind: '5xx', share: 1 });
      const id = await system.broadcast({ channels: ['sms'] });
      const first = await system.until(id, ({ away }) => away.length === 1);
      const since = first.away[0]?.since;
      const looks = await eventually(
        async () => ({ back: await times(), away: (await system.progress(id)).away }),
        ({ back, away }) => {
          expect(away).toEqual([expect.objectContaining({ channel: 'sms', since })]);
          return back >= before + 3;
        },
      );
      expect(looks.away).toHaveLength(1);
      system.sandbox.faults.clear();
      const done = await system.until(id, ({ state }) => state === 'completed');
      expect(done.away).toEqual([]);
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    },
    LONG,
  );

  it(
    'are distinguished from a server that greylists, which is retried after half an hour and never past expiry',
    async () => {
      system.sandbox.faults.order({
        channel: 'email',
        kind: 'refuse',
        answer: '451 4.7.1 Greylisted',
        count: 12,
      });
      system.sandbox.faults.order({
        channel: 'email',
        kind: 'refuse',
        answer: '450 4.7.1 Try later',
        count: 12,
      });
      const id = await system.broadcast({ channels: ['email'] });
      await system.until(id, ({ total }) => total.claimed === 0 && total.pending === 24);
      const waits = await row<{ soonest: number; attempts: number; late: number }>(
        manager(),
        `SELECT extract(epoch FROM min(d.next_attempt_at) - siar_now())::float8 / 60 AS soonest, max(d.attempts) AS attempts,
           (count(*) FILTER (WHERE d.next_attempt_at >= w.expires_at))::int AS late
         FROM deliveries d JOIN waves w ON w.id = d.wave_id WHERE d.broadcast_id = $1 AND d.state = 'pending'`,
        [id],
      );
      expect(waits?.soonest).toBeGreaterThan(29);
      expect(waits).toMatchObject({ attempts: 1, late: 0 });
      expect((await system.progress(id)).away).toEqual([]);

      // A broadcast that expires sooner gets its last attempt before its expiry, and none after it.
      await system.db.source.query(
        `UPDATE waves SET expires_at = siar_now() + interval '20 s' WHERE broadcast_id = $1`,
        [id],
      );
      await system.db.source.query(
        `UPDATE deliveries SET next_attempt_at = siar_now() WHERE broadcast_id = $1 AND state = 'pending'`,
        [id],
      );
      await system.db.source.query('UPDATE batches SET not_before = NULL WHERE not_before IS NOT NULL');
      system.sandbox.faults.order({ channel: 'email', kind: 'refuse', answer: '451 4.7.1 Greylisted' });
      await eventually(
        () =>
          rows<{ attempts: number }>(
            manager(),
            `SELECT DISTINCT attempts FROM deliveries d JOIN waves w ON w.id = d.wave_id
             WHERE d.broadcast_id = $1 AND d.state = 'pending' AND d.next_attempt_at < w.expires_at`,
            [id],
          ),
        (seen) => seen.length === 1 && seen[0]?.attempts === 2,
      );
      await system.db.source.query(
        `UPDATE waves SET due_at = due_at - interval '1 day', expires_at = siar_now() WHERE broadcast_id = $1`,
        [id],
      );
      const over = await system.until(id, ({ state }) => state === 'completed');
      system.sandbox.faults.clear();
      expect(over.total.expired).toBe(24);
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    },
    LONG,
  );
});
