import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '#dispatch/reports';
import { row, rows } from '#platform/database';
import { DELIVERY_STATES } from '#contract';
import { queueBackends } from '../factories/database.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const sums = ({ total }: Progress): boolean =>
  total.targeted === DELIVERY_STATES.reduce((sum, state) => sum + total[state], 0);
const completed = ({ state }: Progress): boolean => state === 'completed';

/** Polls until the condition holds. */
async function eventually(so: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await so())) {
    if (performance.now() > deadline) throw new Error('it did not come to be so within 20 s');
    await sleep(50);
  }
}

// Everything runs in this one process, on two shared cores: ms for one test.
const LONG = 120_000;

describe.each(queueBackends())('the pipeline, queues on $name', ({ url }) => {
  let system: TestSystem;
  const start = async (options: Parameters<typeof testSystem>[0] = {}): Promise<void> => {
    system = await testSystem({ queueUrl: url(), ...options });
  };
  afterEach(() => system.stop());

  it(
    'delivers an approved broadcast to every recipient once, and accounts for every copy',
    async () => {
      await start({
        contacts: 300,
        provinces: 'every',
        sandbox: { deadShare: 0.05, lateBounceShare: 0.05 },
      });
      const id = await system.broadcast();
      await system.until(id, completed);
      const ended = await system.until(
        id,
        ({ channels, total }) =>
          channels.sms?.accepted === 0 && (channels.email?.failed ?? 0) > 0 && total.claimed === 0,
      );
      expect(sums(ended)).toBe(true);
      for (const counts of [...Object.values(ended.channels), ...Object.values(ended.regions)]) {
        expect(sums({ ...ended, total: counts })).toBe(true);
      }
      expect(Object.keys(ended.regions)).toHaveLength(38);
      expect(ended.total.failed).toBeGreaterThan(0);
      expect(ended.total.suppressed).toBeGreaterThan(0);
      expect(ended.total.unknown).toBe(0);
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    },
    LONG,
  );

  it(
    'sends once with several publishers and workers at the same work',
    async () => {
      await start({ contacts: 400, publishers: 3, workers: 3 });
      const id = await system.broadcast();
      const ended = await system.until(id, completed);
      expect(sums(ended)).toBe(true);
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    },
    LONG,
  );

  it(
    'retries what the provider could not take, and does not double it',
    async () => {
      await start({ contacts: 120 });
      system.sandbox.faults.order({
        channel: 'email',
        kind: 'refuse',
        answer: '452 4.5.3 Busy',
        share: 1,
        count: 20,
      });
      const id = await system.broadcast({ channels: ['email'] });
      await system.until(id, ({ total }) => total.targeted > 0 && total.pending > 0 && total.claimed === 0);
      // The retries are due in seconds: the test waits instead of moving the clock.
      await system.until(id, completed, 90);
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
      const retried = await row<{ n: number }>(
        system.db.source.manager,
        `SELECT count(*)::int AS n FROM deliveries WHERE broadcast_id = $1 AND attempts > 1`,
        [id],
      );
      expect(retried?.n).toBeGreaterThan(0);
    },
    LONG,
  );

  it(
    'marks a hand-over without an answer unknown, and resends it only on request',
    async () => {
      await start({ contacts: 60, more: { PROVIDER_TIMEOUT_SECONDS: '1' } });
      system.sandbox.faults.order({ channel: 'telegram', kind: 'hang', share: 1, count: 5, holdSeconds: 3 });
      const id = await system.broadcast({ channels: ['telegram'] });
      const ended = await system.until(id, completed);
      expect(ended.total.unknown).toBe(5);
      const operator = await system.as('operator');
      expect(
        (await operator('POST', `/api/v1/broadcasts/${id}/resend-unknown`, { unknown: 4, reason: 'uji' }))
          .status,
      ).toBe(409);
      const resent = await operator('POST', `/api/v1/broadcasts/${id}/resend-unknown`, {
        unknown: 5,
        reason: 'uji',
      });
      expect(resent).toMatchObject({ status: 200, body: { resent: 5 } });
      const after = await system.until(id, (progress) => completed(progress) && progress.total.unknown === 0);
      expect(sums(after)).toBe(true);
      // All five had arrived the first time: the doubled ones are exactly the audited resends.
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    },
    LONG,
  );

  it(
    'sends again on request what a provider rejected, once it takes it, and nothing else',
    async () => {
      await start({ contacts: 60 });
      const answer = '554 5.3.0 Rejected';
      system.sandbox.faults.order({ channel: 'email', kind: 'refuse', answer, share: 1, count: 20 });
      const id = await system.broadcast({ channels: ['email'] });
      const ended = await system.until(id, completed);
      expect(ended.total.failed).toBe(20);
      const operator = await system.as('operator');
      const path = `/api/v1/broadcasts/${id}`;
      const { groups } = (await operator('GET', `${path}/rejected`)).body as unknown as {
        groups: { reason: string; copies: number }[];
      };
      expect([...new Set(groups.map(({ reason }) => reason))]).toEqual(['smtp 5.3.0']);
      expect(groups.reduce((sum, { copies }) => sum + copies, 0)).toBe(20);
      const decided = { causes: ['smtp 5.3.0'], reason: 'uji' };
      expect(await operator('POST', `${path}/resend-rejected`, { rejected: 19, ...decided })).toMatchObject({
        status: 409,
        body: { code: 'other-rejected' },
      });
      expect(await operator('POST', `${path}/resend-rejected`, { rejected: 20, ...decided })).toMatchObject({
        status: 200,
        body: { resent: 20, left: 0 },
      });
      const after = await system.until(id, (now) => completed(now) && now.total.failed === 0);
      expect(sums(after)).toBe(true);
      expect(after.total.accepted + after.total.delivered).toBe(
        ended.total.accepted + ended.total.delivered + 20,
      );
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    },
    LONG,
  );

  it(
    'pauses the channel, and invalidates no address, when the sender is at fault',
    async () => {
      await start({ contacts: 80 });
      system.sandbox.faults.order({ channel: 'email', kind: 'sender_at_fault', share: 1 });
      const id = await system.broadcast({ channels: ['email', 'sms'] });
      await system.until(
        id,
        ({ channels }) =>
          channels.sms?.pending === 0 && channels.sms.claimed === 0 && channels.email?.claimed === 0,
      );
      const paused = async (): Promise<{ channel: string; brake: object | null }[]> =>
        rows(
          system.db.source.manager,
          `SELECT DISTINCT channel, brake FROM waves WHERE broadcast_id = $1 AND state = 'paused'`,
          [id],
        );
      await eventually(async () => (await paused()).length > 0);
      expect(await paused()).toEqual([
        {
          channel: 'email',
          brake: expect.objectContaining({ why: 'fault', code: 'smtp 5.7.26' }),
        },
      ]);
      const suppressed = await row<{ n: number }>(
        system.db.source.manager,
        `SELECT count(*)::int AS n FROM suppressions WHERE detail LIKE 'refused%'`,
      );
      expect(suppressed?.n).toBe(0);
      const trail = await rows(
        system.db.source.manager,
        `SELECT 1 FROM audit_entries WHERE act = 'broadcast.pause' AND subject = $1 AND detail->>'by' = 'brake'`,
        [`broadcast:${id}`],
      );
      expect(trail.length).toBeGreaterThan(0);
    },
    LONG,
  );

  it(
    'loses nothing when the queue is lost in the middle',
    async () => {
      await start({ contacts: 200, more: { SMS_RATE: '50', EMAIL_RATE: '50', TELEGRAM_RATE: '50' } });
      const id = await system.broadcast();
      await system.until(id, ({ total }) => total.accepted + total.delivered > 20);
      if (url()) {
        const { Redis } = await import('ioredis');
        const redis = new Redis(system.config.QUEUE_URL ?? '');
        await redis.flushdb();
        redis.disconnect();
      } else {
        await system.db.source.query(
          `DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq' AND tablename LIKE '%job%' LOOP
           EXECUTE format('TRUNCATE bullmq.%I CASCADE', t); END LOOP; END $$`,
        );
      }
      await system.until(id, completed, 90);
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    },
    LONG,
  );
});
