import { rows } from '#platform';
import { queueBackends } from '../factories/database.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const LONG = 120_000;

describe.each(queueBackends())('a correction, queues on $name', ({ url }) => {
  let system: TestSystem;
  afterEach(() => system.stop());

  /** Whom a broadcast reached, as the sandbox and the ledger's unknown ones say. */
  const arrivals = async (id: string, channel: string): Promise<string[]> => {
    const answer = await fetch(
      `${system.sandbox.httpUrl}/sandbox/messages?channel=${channel}&broadcast=${id}&brief=true`,
    );
    return ((await answer.json()) as { to: string }[]).map(({ to }) => to).sort();
  };
  /** Corrects a broadcast: written by the author, approved by KPU. @returns its id */
  const correct = async (id: string): Promise<string> => {
    const author = await system.as('penulis');
    const reviewer = await system.as('kpu-nasional');
    const begun = await author('POST', `/api/v1/broadcasts/${id}/corrections`, { title: 'Ralat' });
    expect(begun.status).toBe(201);
    const correction = begun.body as unknown as { id: string; version: number };
    const edited = await author('PATCH', `/api/v1/broadcasts/${correction.id}`, {
      version: correction.version,
      schedule: { at: 'now', leaveWindow: true },
    });
    expect(edited.status).toBe(200);
    const submitted = await author('POST', `/api/v1/broadcasts/${correction.id}/submit`, {
      confirmLocalHours: true,
    });
    expect(submitted.status).toBe(200);
    expect((await system.progress(id)).state).toMatch(/paused|completed/);
    const { submission } = submitted.body as unknown as { submission: { digest: string } };
    const approved = await reviewer('POST', `/api/v1/broadcasts/${correction.id}/approve`, {
      digest: submission.digest,
      confirmLocalHours: true,
    });
    expect({ status: approved.status, title: approved.body['title'] }).toMatchObject({ status: 200 });
    return correction.id;
  };

  it(
    'stops the original and goes to exactly those whom it reached, along the chain, less those who left',
    async () => {
      system = await testSystem({
        queueUrl: url(),
        contacts: 300,
        more: { EMAIL_RATE: '60', TELEGRAM_RATE: '30', SMS_RATE: '40' },
      });
      const original = await system.broadcast();
      await system.until(original, ({ total }) => total.accepted + total.delivered > 60);
      const first = await correct(original);
      // Somebody who got the original leaves before the correction of the correction.
      await system.until(first, ({ state }) => state === 'completed');
      const stopped = await system.until(
        original,
        ({ state, total }) => state === 'cancelled' && total.pending + total.claimed === 0,
      );
      expect(stopped.total.cancelled).toBeGreaterThan(0);
      for (const channel of ['email', 'telegram', 'sms']) {
        expect(await arrivals(first, channel)).toEqual(await arrivals(original, channel));
      }

      const [left] = await rows<{ id: string }>(
        system.db.source.manager,
        `SELECT d.address_id AS id FROM deliveries d JOIN waves w ON w.id = d.wave_id
         WHERE d.broadcast_id = $1 AND w.channel = 'email' AND d.state = 'accepted' ORDER BY 1 LIMIT 1`,
        [first],
      );
      if (!left) throw new Error('nobody got the correction by e-mail');
      const token = system.keys.deliveryToken('unsubscribe', { broadcastId: first, addressId: left.id });
      expect((await fetch(`${system.gateway.url}/unsubscribe/${token}`, { method: 'POST' })).status).toBe(
        200,
      );

      const second = await correct(first);
      const ended = await system.until(second, ({ state }) => state === 'completed');
      expect((await arrivals(second, 'email')).length).toBe((await arrivals(original, 'email')).length - 1);
      expect(await arrivals(second, 'sms')).toEqual(await arrivals(original, 'sms'));
      expect(ended.channels.email?.suppressed).toBe(1);
      for (const id of [original, first, second]) {
        expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
      }
    },
    LONG,
  );
});
