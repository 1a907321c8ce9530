import { setTimeout as sleep } from 'node:timers/promises';
import { runningBroadcast } from '../../../../test/factories/ledger.js';
import { testPublisher, type TestPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, asking, cookieOf, PASSWORD, signIn } from '../../../../test/factories/staff.js';
import { testConfig } from '../../../../test/factories/database.js';
import { Keys } from '#platform/crypto';
import { row } from '#platform/database';
import { LargeReads } from '#platform/database/counts';
import { LiveProgress } from './live-progress.js';

describe('the delivery account of a broadcast over HTTP', () => {
  let publisher: TestPublisher;
  let auditor: Ask;
  let cookie: string;
  let id: string;
  let waveId: string;

  beforeAll(async () => {
    publisher = await testPublisher();
    auditor = await signIn(publisher.url, 'auditor');
    const signedIn = await fetch(`${publisher.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'auditor', password: PASSWORD }),
    });
    cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const sent = await runningBroadcast(publisher.db.source, new Keys(testConfig(publisher.db.url)), {
      channel: 'sms',
      states: ['accepted', 'claimed', 'unknown', 'failed', 'claimed'],
    });
    ({ id, waveId } = sent);
    await publisher.db.source.query(
      `UPDATE broadcasts SET draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": ["sms"], "contents": {}}', organisation_id = $2 WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
  });
  afterAll(() => publisher.stop());

  const live = (): LiveProgress => publisher.app.get(LiveProgress);
  const until = async (so: () => boolean): Promise<void> => {
    for (const deadline = performance.now() + 10_000; !so();) {
      if (performance.now() > deadline) throw new Error('not so within 10 s');
      await sleep(10);
    }
  };
  /** Watches a broadcast live; `seen` grows with each event. */
  const watch = async (broadcastId: string, session = cookie): Promise<Watcher> => {
    const leaving = new AbortController();
    const response = await fetch(`${publisher.url}/api/v1/broadcasts/${broadcastId}/events`, {
      headers: { cookie: session },
      signal: leaving.signal,
    });
    const seen: { state: string; total: Record<string, number> }[] = [];
    const read = async (): Promise<void> => {
      let text = '';
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk;
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event)?.[1];
          if (data) seen.push(JSON.parse(data));
        }
      }
    };
    const ended = read().catch(() => undefined);
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      seen,
      ended,
      leave: () => leaving.abort(),
    };
  };
  const settle = (from: string, to: string): Promise<unknown> =>
    publisher.db.source.query(`UPDATE waves SET ${from} = ${from} - 1, ${to} = ${to} + 1 WHERE id = $1`, [
      waveId,
    ]);

  it('reports failures with their reason, the forecast, and a summary', async () => {
    const get = async <T>(what: string): Promise<T> =>
      (await auditor<T>('GET', `/api/v1/broadcasts/${id}/${what}`)).body;
    const { failures } = await get<{ failures: unknown[] }>('failures');
    expect(failures).toEqual([
      { channel: 'sms', state: 'failed', reason: null, copies: 1 },
      { channel: 'sms', state: 'unknown', reason: null, copies: 1 },
    ]);
    const { channels } = await get<{
      channels: { sms: { messages: number; rate: number; finishesAt: string } };
    }>('forecast');
    expect(channels.sms).toMatchObject({ messages: 2, rate: 100 });
    expect(Date.parse(channels.sms.finishesAt)).toBeGreaterThan(Date.now() - 2_000);
    const report = await get<{ people: number; lines: unknown[]; regions: unknown[] }>('report');
    expect(report).toMatchObject({
      people: 1,
      lines: [{ channel: 'sms', region: '11', targeted: 5, accepted: 1, failed: 1, unknown: 1, claimed: 2 }],
      regions: [{ region: '11', name: 'Aceh', people: 1 }],
      failures,
      corrections: [],
    });
    const { text } = await get<{ text: string }>('report.csv');
    expect(text.split('\n')[0]).toMatch(/^region,name,registeredVoters,people,channel,dueAt,/);
    expect(text.split('\n')[1]).toMatch(/^11,Aceh,,1,sms,/);
  });

  it('forecasts from the first retry on where all the rest waits for one', async () => {
    const { source } = publisher.db;
    type Rest = {
      retryAt: string | null;
      probeAt: string | null;
      retryReason: string | null;
      finishesAt: string;
    };
    const sms = async (): Promise<Rest | undefined> =>
      (await auditor<{ channels: { sms?: Rest } }>('GET', `/api/v1/broadcasts/${id}/forecast`)).body.channels
        .sms;
    const batch = (no: number, retry: string | null): Promise<unknown> =>
      source.query(
        `INSERT INTO batches (wave_id, no, size, not_before) VALUES ($1, $2, 1, siar_now() + $3::interval)`,
        [waveId, no, retry],
      );
    try {
      await source.query('UPDATE waves SET claimed = claimed - 2, pending = pending + 2 WHERE id = $1', [
        waveId,
      ]);
      await batch(101, '10 minutes');
      await batch(102, '20 minutes');
      await source.query(
        `UPDATE deliveries SET state = 'pending', reason = 'twilio 21612', batch_no = 101 WHERE wave_id = $1 AND state = 'claimed'`,
        [waveId],
      );
      const waiting = await sms();
      expect(waiting?.retryReason).toBe('twilio 21612');
      expect(waiting?.probeAt).toBeNull();
      expect(Date.parse(waiting?.retryAt ?? '')).toBeGreaterThan(Date.now() + 500_000);
      expect(waiting && waiting.finishesAt >= (waiting.retryAt ?? '')).toBe(true);
      await batch(103, null);
      expect((await sms())?.retryAt).toBeNull();
    } finally {
      await source.query(
        `UPDATE deliveries SET state = 'claimed', reason = NULL, batch_no = 0 WHERE wave_id = $1 AND batch_no = 101`,
        [waveId],
      );
      await source.query('DELETE FROM batches WHERE wave_id = $1 AND no > 100', [waveId]);
      await source.query('UPDATE waves SET claimed = claimed + 2, pending = pending - 2 WHERE id = $1', [
        waveId,
      ]);
    }
  });

  it('counts unknown copies while a large report is read', async () => {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const reading = publisher.app.get(LargeReads).run('uji', () => ended);
    try {
      const { status, body } = await auditor('GET', `/api/v1/broadcasts/${id}/unknown`);
      expect(status).toBe(200);
      expect(body).toEqual({
        groups: [expect.objectContaining({ channel: 'sms', region: '11', copies: 1 })],
        resends: [],
        acceptances: [],
      });
    } finally {
      end();
      await reading;
    }
  }, 10_000);

  it('reveals one address to the data protection officer only, for its owner’s request, and records it', async () => {
    const dpo = await signIn(publisher.url, 'dpo');
    const { body } = await dpo<{ deliveries: { addressId: string; address: string }[] }>(
      'GET',
      `/api/v1/broadcasts/${id}/deliveries`,
    );
    const [first] = body.deliveries;
    const at = `/api/v1/broadcasts/${id}/deliveries/${first?.addressId}/reveal`;
    const made = await row<{ id: string }>(
      publisher.db.source.manager,
      `INSERT INTO data_requests (wants, way, received_at, due_at, opened_by, contact_id)
       SELECT 'access', 'letter', at, at + interval '72 hours', $1, contact_id FROM addresses, (SELECT siar_now() AS at) AS t WHERE id = $2
       RETURNING id`,
      [publisher.staff.people.dpo, first?.addressId],
    );
    const requestId = made?.id;
    expect((await dpo('POST', at, { requestId, reason: ' ' })).status).toBe(400);
    const shown = await dpo<{ address: string }>('POST', at, { requestId, reason: 'Lewat surat' });
    expect(shown.body.address.slice(0, 5)).toBe(first?.address.slice(0, 5));
    expect(shown.body.address).toMatch(/^\+62\d+$/);
    const operator = await signIn(publisher.url, 'operator');
    expect((await operator('POST', at, { requestId })).status).toBe(403);
    expect(
      (await dpo('POST', at.replace(`/${first?.addressId}/`, '/999999999/'), { requestId })).status,
    ).toBe(404);
    const trail = await auditor<{ entries: { actor: { username: string }; detail: unknown }[] }>(
      'GET',
      `/api/v1/audit?act=delivery.reveal&subject=broadcast:${id}`,
    );
    expect(trail.body.entries).toMatchObject([
      {
        actor: { username: 'dpo' },
        detail: { addressId: first?.addressId, channel: 'sms', reason: 'Lewat surat', requestId },
      },
    ]);
  });

  it('shows live progress at once and on changes, with one query for all watchers', async () => {
    const watchers = await Promise.all([watch(id), watch(id), watch(id)]);
    expect(watchers[0]).toMatchObject({ status: 200, type: expect.stringContaining('text/event-stream') });
    await until(() => watchers.every(({ seen }) => seen.length === 1));
    expect(live().watching).toBe(1);
    const late = await watch(id);
    await until(() => late.seen.length === 1);
    await settle('claimed', 'accepted');
    await until(() => [...watchers, late].every(({ seen }) => seen.length === 2));
    expect(late.seen.map(({ total }) => total['accepted'])).toEqual([1, 2]);
    expect(live().watching).toBe(1);

    // Without watchers, the progress is not queried.
    for (const watcher of [...watchers, late]) watcher.leave();
    await until(() => live().watching === 0);
    const again = await watch(id);
    await until(() => again.seen.length === 1);
    expect(again.seen[0]?.total['accepted']).toBe(2);
    again.leave();
    await until(() => live().watching === 0);
  });

  it('ends the live view with the broadcast', async () => {
    const watcher = await watch(id);
    await until(() => watcher.seen.length === 1);
    await publisher.db.source.query(`UPDATE broadcasts SET state = 'cancelled' WHERE id = $1`, [id]);
    await watcher.ended;
    expect(watcher.seen.at(-1)?.state).toBe('cancelled');
    await until(() => live().watching === 0);
    await publisher.db.source.query(`UPDATE broadcasts SET state = 'running' WHERE id = $1`, [id]);
  });

  it('ends with the session it was opened in', async () => {
    const mine = await cookieOf(publisher.url, 'auditor');
    const [leaver, stayer] = [await watch(id, mine), await watch(id)];
    await until(() => leaver.seen.length > 0 && stayer.seen.length > 0);
    let over = false;
    void leaver.ended.then(() => (over = true));
    const { status } = await asking(publisher.url, mine)('DELETE', '/api/v1/session');
    expect(status).toBe(204);
    await until(() => over);
    const seen = stayer.seen.length;
    await settle('claimed', 'unknown');
    await until(() => stayer.seen.length > seen);
    await settle('unknown', 'claimed');
    stayer.leave();
    await until(() => live().watching === 0);
  });

  it('shows nobody what they may not see', async () => {
    expect((await watch('12345')).status).toBe(404);
    expect((await watch('nonsense')).status).toBe(400);
    const stranger = await fetch(`${publisher.url}/api/v1/broadcasts/${id}/events`);
    expect(stranger.status).toBe(401);
    expect(live().watching).toBe(0);
  });

  it('pages by the last id, and refuses an invalid id', async () => {
    type Page = { deliveries: { addressId: string }[]; after: string | null };
    const first = await auditor<Page>('GET', `/api/v1/broadcasts/${id}/deliveries?limit=3`);
    expect(first.body.deliveries).toHaveLength(3);
    const second = await auditor<Page>(
      'GET',
      `/api/v1/broadcasts/${id}/deliveries?limit=3&after=${first.body.after}`,
    );
    expect(second.body).toMatchObject({ after: null });
    expect(second.body.deliveries).toHaveLength(2);
    const absurd = await auditor('GET', `/api/v1/broadcasts/${id}/deliveries?after=9999999999999999999`);
    expect(absurd.status).toBe(400);
  });

  it('exports everything as masked CSV, and survives a reader who disconnects', async () => {
    const { status, headers, body } = await auditor<{ text: string }>(
      'GET',
      `/api/v1/broadcasts/${id}/deliveries.csv`,
    );
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const lines = body.text.trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[1]).toMatch(/,sms,11,accepted,.*,'\+6281\*{5}\d{3},\d+\.\d+,$/);
    const leaving = new AbortController();
    const begun = fetch(`${publisher.url}/api/v1/broadcasts/${id}/deliveries.csv`, {
      headers: { cookie },
      signal: leaving.signal,
    });
    leaving.abort();
    await expect(begun).rejects.toThrow();
    expect((await auditor('GET', `/api/v1/broadcasts/${id}/progress`)).status).toBe(200);
  });
});

interface Watcher {
  status: number;
  type: string | null;
  seen: { state: string; total: Record<string, number> }[];
  ended: Promise<void>;
  leave(): void;
}
