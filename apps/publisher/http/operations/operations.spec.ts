import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approvedFor } from '../../../../test/factories/crowd.js';
import { testPublisher, type TestPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';
import { Budget, Spending, WarmUp } from '#dispatch/flow-control';
import type { OperationsView } from '#contract/api/operations';

describe('the operators’ page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'siar-operations-'));
  let publisher: TestPublisher;
  let operator: Ask;
  beforeAll(async () => {
    const file = join(folder, 'accounts.yml');
    const from = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
    writeFileSync(
      file,
      `accounts:
  - { name: email, kind: smtp, rate: 100, url: 'smtp://siar:\${NOT_HERE}@127.0.0.1:1', warmUp: { from: ${from}, daily: [7, 7, 7, 7, 7] } }
  - { name: gmail, kind: smtp, rate: 100, url: 'smtp://siar:\${NOT_HERE}@127.0.0.1:1', routes: [gmail] }
`,
    );
    const settings = { PROVIDER_CONTACT_SMS: 'Dukungan Twilio, 021-555-0100', ACCOUNTS_FILE: file };
    publisher = await testPublisher(settings);
    operator = await signIn(publisher.url, 'operator');
  });
  afterAll(async () => {
    await publisher.stop();
    rmSync(folder, { recursive: true });
  });

  const view = async (): Promise<OperationsView> =>
    (await operator<OperationsView>('GET', '/api/v1/operations')).body;
  const channelOf = ({ channels }: OperationsView, name: string) =>
    channels.find(({ channel }) => channel === name);
  const waiting = async (channel: 'email' | 'sms'): Promise<string> => {
    const { source } = publisher.db;
    const { id } = await approvedFor(source, [{ state: 'released', channel }]);
    await source.query(
      `UPDATE broadcasts SET draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": [], "contents": {}}', organisation_id = $2 WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
    // Nothing of it is sent in this test: it waits.
    await source.query(
      `UPDATE waves SET targeted = 7, pending = 7, fanned_out_at = siar_now(), window_from = NULL, window_to = NULL WHERE broadcast_id = $1`,
      [id],
    );
    return id;
  };

  it('tells apart what is due and what waits for its hour, and how fast a channel goes', async () => {
    const { source } = publisher.db;
    const [due, later, closed] = [await waiting('sms'), await waiting('sms'), await waiting('sms')];
    await source.query(
      `UPDATE waves SET state = 'planned', fanned_out_at = NULL, targeted = 0, pending = 0, expected = 50, released_at = NULL, due_at = siar_now() + interval '1 hour' WHERE broadcast_id = $1`,
      [later],
    );
    await source.query(
      `UPDATE waves SET window_from = w.hour, window_to = w.hour + interval '1 minute'
       FROM (SELECT id, ((siar_now() AT TIME ZONE time_zone) + interval '6 hours')::time AS hour FROM waves) w WHERE w.id = waves.id AND broadcast_id = $1`,
      [closed],
    );
    await source.query(
      `UPDATE waves SET targeted = 307, accepted = 300, first_handover_at = siar_now() - interval '30 seconds' WHERE broadcast_id = $1`,
      [due],
    );
    await source.query(`UPDATE broadcasts SET state = 'running' WHERE id = $1`, [due]);
    const seen = await view();
    expect(seen.running).toBe(1);
    const sms = channelOf(seen, 'sms');
    expect(sms).toMatchObject({ waiting: 7 + 50 + 7, scheduled: 50 + 7 });
    expect(sms?.pace).toBeGreaterThan(5);
    expect(sms?.pace).toBeLessThan(10.1);
    await source.query(
      `UPDATE waves SET state = 'cancelled', ended_at = siar_now() WHERE broadcast_id = ANY ($1)`,
      [[due, later, closed]],
    );
    await source.query(
      `UPDATE broadcasts SET state = 'cancelled', ended_at = siar_now() - interval '1 hour' WHERE id = ANY ($1)`,
      [[due, later, closed]],
    );
  });

  it('shows the contact of a provider, where it is set', async () => {
    const found = await view();
    expect(channelOf(found, 'sms')?.contact).toBe('Dukungan Twilio, 021-555-0100');
    expect(channelOf(found, 'email')?.contact).toBeNull();
  });

  it('shows what accounts have spent of their ceilings, and the one that takes nothing any more', async () => {
    const { source } = publisher.db;
    for (const [name, ceiling] of [
      ['dear', 5_000],
      ['open', null],
    ] as const) {
      await new Budget(source, { name, channel: 'telegram', rate: null, unit: 'messages' }).open();
      const spending = new Spending(source, { name, cost: 350, ceiling });
      await spending.open();
      for (let texts = 0; texts < 2; texts++) await spending.take(10);
    }
    const accounts = channelOf(await view(), 'telegram')?.accounts;
    expect(accounts).toMatchObject([
      {
        name: 'dear',
        awayReason: 'ceiling reached',
        spending: { spent: 3_500, ceiling: 5_000, reachedAt: expect.any(String) as string },
      },
      { name: 'open', awaySince: null, spending: { spent: 7_000, ceiling: null, reachedAt: null } },
    ]);
    await source.query(`DELETE FROM budgets WHERE account IN ('dear', 'open')`);
  });

  it('shows an account’s routes, and what the mailbox providers have had of a day of its warm-up', async () => {
    const { source } = publisher.db;
    const of = { channel: 'email', rate: null, unit: 'messages' } as const;
    await new Budget(source, { name: 'email', ...of }).open();
    await new Budget(source, { name: 'gmail', ...of, routes: ['gmail'] }).open();
    const warmUp = new WarmUp(source, {
      name: 'email',
      warmUp: { from: new Date().toISOString().slice(0, 10), daily: [7, 7, 7] },
    });
    await warmUp.take('yahoo', 3, new Date());
    await warmUp.take('outlook', 30, new Date());
    expect(channelOf(await view(), 'email')?.accounts).toMatchObject([
      {
        name: 'email',
        routes: [],
        warmUp: {
          ceiling: 7,
          taken: [
            { carrier: 'outlook', copies: 7 },
            { carrier: 'yahoo', copies: 3 },
          ],
        },
      },
      { name: 'gmail', routes: ['gmail'], warmUp: null },
    ]);
    await source.query(`DELETE FROM budgets; DELETE FROM warm_ups`);
  });

  it('shows a channel as slowed by repeated "slow down" answers, and not by a single one', async () => {
    const { source } = publisher.db;
    const id = await waiting('email');
    const budget = new Budget(source, { name: 'email', channel: 'email', rate: 100, unit: 'messages' });
    await budget.open();
    await budget.slowDown(1_000, 'smtp 4.7.0');
    expect(channelOf(await view(), 'email')?.hindrance ?? null).toBeNull();
    // As after a minute in which each pause was followed by another.
    await source.query(
      `UPDATE budgets SET slowed_since = slowed_since - interval '1 minute' WHERE account = 'email'`,
    );
    await budget.slowDown(1_000, 'smtp 4.7.1');
    expect(channelOf(await view(), 'email')?.slowUntil).toBeNull();
    await source.query(
      `UPDATE budgets SET next_slot = clock_timestamp() + interval '90 seconds' WHERE account = 'email'`,
    );
    const found = await view();
    expect(channelOf(found, 'email')?.slowUntil).toEqual(expect.any(String));
    expect(channelOf(found, 'email')?.hindrance).toMatchObject({
      kind: 'slowed',
      cause: 'slow-down',
      reason: 'smtp 4.7.1',
      inPart: false,
    });
    expect(found.hindrances.filter(({ broadcastId }) => broadcastId === id)).toEqual([
      expect.objectContaining({ channel: 'email', cause: 'slow-down', title: 'Uji', waiting: 7 }),
    ]);
    // During the fan-out, unlisted recipients count too, in the card and in its hindrances.
    await source.query('UPDATE waves SET fanned_out_at = NULL, expected = 50 WHERE broadcast_id = $1', [id]);
    const listing = await view();
    expect(channelOf(listing, 'email')?.waiting).toBe(50);
    expect(listing.hindrances.find(({ broadcastId }) => broadcastId === id)?.waiting).toBe(50);
    const progress = await operator<{ hindrances: object[] }>('GET', `/api/v1/broadcasts/${id}/progress`);
    expect(progress.body.hindrances).toEqual([
      expect.objectContaining({ kind: 'slowed', cause: 'slow-down', reason: 'smtp 4.7.1' }),
    ]);
    // What is due later is not held up.
    const named = async (): Promise<(string | number)[]> =>
      (await view()).hindrances.filter((one) => one.broadcastId === id).map((one) => one.waiting);
    await source.query(
      `UPDATE waves SET due_at = due_at + interval '3 days', expires_at = expires_at + interval '3 days' WHERE broadcast_id = $1`,
      [id],
    );
    expect(await named()).toEqual([]);
    await source.query(
      `UPDATE waves SET due_at = due_at - interval '3 days', expires_at = expires_at - interval '3 days' WHERE broadcast_id = $1`,
      [id],
    );
    expect(await named()).toEqual([50]);
    // The provider has accepted messages again for a while.
    await source.query(
      `UPDATE budgets SET slowed_until = slowed_until - interval '7 seconds' WHERE account = 'email'`,
    );
    expect(channelOf(await view(), 'email')?.hindrance ?? null).toBeNull();
    // The first "slow down" after that starts a new count.
    await source.query(
      `UPDATE budgets SET slowed_until = slowed_until - interval '1 minute' WHERE account = 'email'`,
    );
    await budget.slowDown(1_000, 'smtp 4.7.0');
    expect(channelOf(await view(), 'email')?.hindrance ?? null).toBeNull();
    // A single long pause counts at once.
    await budget.slowDown(60_000, 'smtp 4.7.0');
    expect(channelOf(await view(), 'email')?.hindrance).toMatchObject({ cause: 'slow-down' });
    await source.query(
      `UPDATE budgets SET slowed_since = NULL, slowed_until = NULL, next_slot = clock_timestamp()`,
    );
  });

  it('names the held broadcasts of each channel, however many another channel has', async () => {
    const { source } = publisher.db;
    for (let n = 0; n < 51; n++) {
      const { id } = await approvedFor(source, [{ state: 'released', channel: 'email' }]);
      await source.query(
        `UPDATE waves SET state = 'paused', resume_state = 'released', paused_by = 'brake', paused_at = siar_now(), pause_reason = 'uji' WHERE broadcast_id = $1`,
        [id],
      );
    }
    // What is braked pushes nothing out that is paused on the same channel.
    const beside = await approvedFor(source, [{ state: 'released', channel: 'email' }]);
    await source.query(
      `UPDATE waves SET state = 'paused', resume_state = 'released', paused_by = 'operator', paused_at = siar_now(), pause_reason = 'uji' WHERE broadcast_id = $1`,
      [beside.id],
    );
    const { id } = await approvedFor(source, [
      { state: 'released', channel: 'sms', regionCode: '11' },
      { state: 'released', channel: 'sms', regionCode: '51' },
    ]);
    await source.query(
      `UPDATE waves SET targeted = 9, pending = 9, fanned_out_at = siar_now() WHERE broadcast_id = $1`,
      [id],
    );
    await source.query(
      `UPDATE waves SET state = 'paused', resume_state = 'released', paused_by = 'operator', paused_at = siar_now(), pause_reason = 'uji' WHERE broadcast_id = $1 AND region_code = '51'`,
      [id],
    );
    const found = await view();
    // Copies in other regions go out.
    expect(found.hindrances.find(({ broadcastId }) => broadcastId === id)?.waiting).toBe(9);
    expect(found.hindrances.map(({ broadcastId }) => broadcastId)).toContain(beside.id);
    expect(channelOf(found, 'email')?.hindrance).toMatchObject({ kind: 'braked', cause: 'brake' });
    expect(channelOf(found, 'sms')?.hindrance).toMatchObject({ kind: 'paused', cause: 'broadcast' });
  });

  it('keeps different pauses of a broadcast apart, each with its regions', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(
      source,
      (['11', '51', '11.01'] as const).flatMap((regionCode) => [
        { state: 'planned', channel: 'email', regionCode },
        { state: 'planned', channel: 'sms', regionCode },
      ]),
    );
    await source.query(
      `UPDATE broadcasts SET draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": [], "contents": {}}', organisation_id = $2 WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
    const paused = (reason: string | null, part: object) =>
      operator('POST', `/api/v1/broadcasts/${id}/pause`, {
        doubt: false,
        ...part,
        ...(reason && { reason }),
      });
    await paused('Gangguan jaringan Bali', { region: '51' });
    await paused(null, { region: '11.01', channel: 'email' });
    await paused('Nomor TPS salah', { region: '11', channel: 'sms' });
    await source.query(
      `UPDATE waves SET targeted = 2, pending = 2, expected = 50 WHERE broadcast_id = $1 AND channel = 'sms'`,
      [id],
    );
    const { body } = await operator<{ hindrances: Record<string, unknown>[] }>(
      'GET',
      `/api/v1/broadcasts/${id}/progress`,
    );
    const shown = body.hindrances.map(({ channel, regions, reason, waves, unlisted }) => [
      channel,
      regions,
      reason,
      waves,
      unlisted,
    ]);
    expect(shown).toEqual([
      ['email', ['51'], 'Gangguan jaringan Bali', 1, 0],
      ['email', ['11.01'], null, 1, 0],
      ['sms', ['51'], 'Gangguan jaringan Bali', 1, 48],
      ['sms', ['11', '11.01'], 'Nomor TPS salah', 2, 96],
    ]);
    expect(new Set(body.hindrances.map(({ since }) => since)).size).toBe(3);
    // Operations has one line for the broadcast on the channel, with its pauses.
    const held = (await view()).hindrances.filter((one) => one.broadcastId === id && one.channel === 'sms');
    expect(held).toMatchObject([
      {
        waves: 3,
        reason: 'Gangguan jaringan Bali',
        pauses: [
          { reason: 'Gangguan jaringan Bali', regions: ['51'] },
          { reason: 'Nomor TPS salah', regions: ['11', '11.01'] },
        ],
      },
    ]);
  });

  it('counts for a paused channel only what is not paused itself, each broadcast once', async () => {
    const { source } = publisher.db;
    const before = channelOf(await view(), 'telegram');
    const [partly, whole] = [
      await approvedFor(
        source,
        (['11', '51'] as const).map((regionCode) => ({ state: 'released', channel: 'telegram', regionCode })),
      ),
      await approvedFor(source, [{ state: 'released', channel: 'telegram' }]),
    ];
    await source.query(
      `UPDATE waves SET targeted = 7, pending = 7, fanned_out_at = siar_now() WHERE broadcast_id = ANY ($1)`,
      [[partly.id, whole.id]],
    );
    await source.query(
      `UPDATE waves SET state = 'paused', resume_state = 'released', paused_by = 'operator', paused_at = siar_now(), pause_reason = 'uji'
       WHERE broadcast_id = $2 OR broadcast_id = $1 AND region_code = '51'`,
      [partly.id, whole.id],
    );
    await operator('POST', '/api/v1/operations/channels/telegram/pause', { reason: 'Uji jeda' });
    const { channels, hindrances } = await view();
    await operator('POST', '/api/v1/operations/channels/telegram/resume', {});
    const held = hindrances.filter(
      ({ channel, cause, broadcastId }) =>
        channel === 'telegram' && cause === 'channel' && [partly.id, whole.id].includes(broadcastId),
    );
    expect(held).toMatchObject([{ broadcastId: partly.id, waiting: 7 }]);
    const now = channels.find(({ channel }) => channel === 'telegram');
    expect((now?.waiting ?? 0) - (before?.waiting ?? 0)).toBe(21);
    expect((now?.paused ?? 0) - (before?.paused ?? 0)).toBe(14);
  });

  it('shows a pause of the whole channel beside the brake, and what each of them holds', async () => {
    const { source } = publisher.db;
    const made = async (pausedBy: 'brake' | 'operator' | null): Promise<string> => {
      const { id } = await approvedFor(source, [{ state: 'released', channel: 'telegram' }]);
      await source.query(
        `UPDATE waves SET targeted = 7, pending = 7, fanned_out_at = siar_now() WHERE broadcast_id = $1`,
        [id],
      );
      if (pausedBy !== null)
        await source.query(
          `UPDATE waves SET state = 'paused', resume_state = 'released', paused_by = $2, paused_at = siar_now(), pause_reason = 'uji' WHERE broadcast_id = $1`,
          [id, pausedBy],
        );
      return id;
    };
    const [braked, paused, going] = [await made('brake'), await made('operator'), await made(null)];
    await source.query(`UPDATE broadcasts SET state = 'running' WHERE id = ANY ($1)`, [
      [braked, paused, going],
    ]);
    await operator('POST', '/api/v1/operations/channels/telegram/pause', { reason: 'Perawatan penyedia' });
    await operator('POST', '/api/v1/emergency-stop', { reason: 'Uji' });
    const stopped = channelOf(await view(), 'telegram');
    await operator('POST', '/api/v1/emergency-stop/lift', { note: 'Uji' });
    const found = await view();
    await operator('POST', '/api/v1/operations/channels/telegram/resume', {});
    const causes = (of: typeof stopped) =>
      [of?.hindrance, ...(of?.alsoHeldBy ?? [])].map((one) => one?.cause);
    expect(causes(stopped)).toEqual(['emergency', 'brake', 'channel', 'broadcast']);
    // Of these two all that is left is held by themselves.
    expect(found.halted).toBe(2);
    const now = channelOf(found, 'telegram');
    expect(causes(now)).toEqual(['brake', 'channel', 'broadcast']);
    expect(now?.alsoHeldBy[0]).toMatchObject({
      kind: 'paused',
      since: expect.any(String),
      reason: 'Perawatan penyedia',
      by: 'Operator',
      inPart: false,
    });
    const held = [braked, paused, going].map((id) =>
      found.hindrances
        .filter(({ channel, broadcastId }) => channel === 'telegram' && broadcastId === id)
        .map(({ cause, waiting: messages }) => [cause, messages]),
    );
    expect(held).toEqual([[['brake', 7]], [['broadcast', 7]], [['channel', 7]]]);
    await source.query('DELETE FROM waves WHERE broadcast_id = ANY ($1)', [[braked, paused, going]]);
  });

  it('counts for what stops all of a channel only the waves that go on once it ends', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(
      source,
      (['11', '51', '11.01'] as const).flatMap((regionCode) => [
        { state: 'released', channel: 'email', regionCode },
        { state: 'released', channel: 'telegram', regionCode },
      ]),
    );
    await source.query(
      `UPDATE broadcasts SET draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": [], "contents": {}}', organisation_id = $2 WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
    await operator('POST', `/api/v1/broadcasts/${id}/pause`, { region: '51', reason: 'Jaringan' });
    const counted = async () => {
      const { body } = await operator<{ hindrances: Record<string, unknown>[] }>(
        'GET',
        `/api/v1/broadcasts/${id}/progress`,
      );
      return body.hindrances
        .filter(({ kind }) => kind !== 'slowed')
        .map(({ channel, cause, waves, of }) => [channel, cause, waves, of]);
    };
    const badge = async () =>
      (await operator<{ hindrance: object }>('GET', `/api/v1/broadcasts/${id}`)).body.hindrance;
    await operator('POST', '/api/v1/emergency-stop', { reason: 'Uji' });
    const stopped = await counted();
    const stoppedBadge = await badge();
    await operator('POST', '/api/v1/operations/channels/telegram/pause', { reason: 'Uji' });
    const both = await counted();
    await operator('POST', `/api/v1/broadcasts/${id}/pause`, { channel: 'telegram', reason: 'Isi' });
    const all = await counted();
    await operator('POST', '/api/v1/operations/channels/telegram/resume', {});
    await operator('POST', '/api/v1/emergency-stop/lift', { note: 'Uji' });
    expect(stopped).toEqual([
      ['email', 'emergency', 2, 3],
      ['telegram', 'emergency', 2, 3],
      ['email', 'broadcast', 1, 3],
      ['telegram', 'broadcast', 1, 3],
    ]);
    expect(stoppedBadge).toEqual({ kind: 'stopped', channels: [], inPart: false, stands: false });
    expect(both).toContainEqual(['telegram', 'emergency', 0, 3]);
    expect(both).toContainEqual(['telegram', 'channel', 2, 3]);
    expect(all).toContainEqual(['telegram', 'channel', 0, 3]);
    await source.query('DELETE FROM waves WHERE broadcast_id = $1', [id]);
  });

  it('counts for a channel apart what is not listed of what a pause would hold, and what workers have', async () => {
    const { source } = publisher.db;
    const counts = async () => {
      const { waiting: waits, paused, unlisted, inHand } = channelOf(await view(), 'telegram') ?? {};
      return [waits, paused, unlisted, inHand].map(Number);
    };
    const before = await counts();
    const { id } = await approvedFor(
      source,
      (['11', '51', '11.01'] as const).map((regionCode) => ({
        state: 'released',
        channel: 'telegram',
        regionCode,
      })),
    );
    await source.query(
      `UPDATE waves SET targeted = 7, pending = 4, claimed = 3, expected = 50 WHERE broadcast_id = $1`,
      [id],
    );
    await source.query(
      `UPDATE waves SET state = 'paused', resume_state = 'released', paused_by = 'operator', paused_at = siar_now(), pause_reason = 'uji'
       WHERE broadcast_id = $1 AND region_code = '51'`,
      [id],
    );
    // Of what was cancelled, workers still have copies.
    await source.query(
      `UPDATE waves SET state = 'cancelled', ended_at = siar_now() WHERE broadcast_id = $1 AND region_code = '11.01'`,
      [id],
    );
    expect((await counts()).map((count, at) => count - (before[at] ?? 0))).toEqual([94, 47, 43, 9]);
    await source.query(`DELETE FROM waves WHERE broadcast_id = $1`, [id]);
  });

  it('names broadcasts with resendable unknown copies', async () => {
    const { source } = publisher.db;
    const id = await waiting('sms');
    await source.query(`UPDATE waves SET pending = 0, unknown = 7 WHERE broadcast_id = $1`, [id]);
    const mine = async () => (await view()).uncertain.filter(({ broadcastId }) => broadcastId === id);
    await source.query(`UPDATE broadcasts SET state = 'running' WHERE id = $1`, [id]);
    expect(await mine()).toEqual([{ broadcastId: id, title: 'Uji', copies: 7 }]);
    await source.query(
      `UPDATE waves SET due_at = siar_now() - interval '2 h', expires_at = siar_now() WHERE broadcast_id = $1`,
      [id],
    );
    expect(await mine()).toEqual([]);
  });

  it('lists the events of a day in Jakarta, corrections that KPU approved among them, other approvals not', async () => {
    const { source } = publisher.db;
    const [{ id: plain }, { id: original }, { id: correction }] = [
      await approvedFor(source, []),
      await approvedFor(source, []),
      await approvedFor(source, []),
    ];
    await source.query(`UPDATE broadcasts SET kind = 'correction', original_id = $2 WHERE id = $1`, [
      correction,
      original,
    ]);
    for (const id of [plain, correction])
      await source.query(
        `INSERT INTO audit_entries (act, subject, detail) VALUES ('broadcast.approve', 'broadcast:' || $1::bigint, '{"no": 1}')`,
        [id],
      );
    const acts = (of: OperationsView['events']) =>
      of
        .filter(({ act, detail }) => act === 'broadcast.approve' || detail['reason'] === 'kemarin')
        .map(({ act, subject }) => `${act} ${subject}`);
    expect(acts((await view()).events)).toEqual([`broadcast.approve broadcast:${correction}`]);

    // The trail dates its entries itself.
    await source.query('ALTER TABLE audit_entries DISABLE TRIGGER date_entry');
    await source.query(
      `INSERT INTO audit_entries (at, act, subject, detail) VALUES
         ('2026-03-01T16:59:59Z', 'channel.pause', 'channel:sms', '{"reason": "kemarin"}'),
         ('2026-03-01T17:00:00Z', 'channel.pause', 'channel:email', '{"reason": "kemarin"}')`,
    );
    await source.query('ALTER TABLE audit_entries ENABLE TRIGGER date_entry');
    const of = async (day: string) => {
      const { status, body } = await operator<Pick<OperationsView, 'events'>>(
        'GET',
        `/api/v1/operations/events?day=${day}`,
      );
      expect(status).toBe(200);
      return acts(body.events);
    };
    expect(await of('2026-03-01')).toEqual(['channel.pause channel:sms']);
    expect(await of('2026-03-02')).toEqual(['channel.pause channel:email']);
    const [{ today } = { today: '' }] = await source.query<{ today: string }[]>(
      `SELECT (siar_now() AT TIME ZONE 'Asia/Jakarta')::date::text AS today`,
    );
    expect(await of(today)).toEqual([`broadcast.approve broadcast:${correction}`]);
    expect((await operator('GET', '/api/v1/operations/events?day=kemarin')).status).toBe(400);
  });

  it('lists events with the titles of their broadcasts', async () => {
    const id = await waiting('email');
    await publisher.db.source.query(
      `INSERT INTO audit_entries (act, subject, detail) VALUES ('reconcile.lost-jobs', $1, '{"batches": 4}'), ('provider.away', 'provider:sms', '{"reason": "twilio ECONNREFUSED"}')`,
      [`broadcast:${id}`],
    );
    const { events } = await view();
    expect(events.slice(0, 2)).toEqual([
      expect.objectContaining({ act: 'provider.away', broadcast: null }),
      expect.objectContaining({ act: 'reconcile.lost-jobs', broadcast: { id, title: 'Uji' } }),
    ]);
  });

  it('lists the acts of people however many repairs came after them', async () => {
    const id = await waiting('email');
    await publisher.db.source.query(
      `INSERT INTO audit_entries (act, subject, detail) VALUES ('emergency.stop', 'emergency-stop:1', '{"reason": "uji"}'),
         ('reconcile.dead-claim', $1, '{"claim": "1", "unknown": 4}')`,
      [`broadcast:${id}`],
    );
    await publisher.db.source.query(
      `INSERT INTO audit_entries (act, subject, detail) SELECT 'reconcile.lost-jobs', $1, '{"batches": 4}' FROM generate_series(1, 40)`,
      [`broadcast:${id}`],
    );
    const { events } = await view();
    const repairs = events.filter(({ act }) => act === 'reconcile.lost-jobs');
    expect(events.slice(0, repairs.length)).toEqual(repairs);
    expect(events.slice(repairs.length, repairs.length + 2)).toEqual([
      expect.objectContaining({ act: 'reconcile.dead-claim' }),
      expect.objectContaining({ act: 'emergency.stop' }),
    ]);
  });

  it('distinguishes a correction from its original, and lists withdrawals of approved broadcasts', async () => {
    const { source } = publisher.db;
    const [original, correction] = [await waiting('email'), await waiting('email')];
    await source.query(`UPDATE broadcasts SET kind = 'correction', original_id = $1 WHERE id = $2`, [
      original,
      correction,
    ]);
    await source.query(
      `INSERT INTO audit_entries (act, subject, detail) VALUES ('broadcast.withdraw', $1, '{"from": "running"}'),
         ('broadcast.withdraw', $2, '{"from": "paused"}'), ('broadcast.withdraw', $2, '{"from": "in_review"}')`,
      [`broadcast:${original}`, `broadcast:${correction}`],
    );
    const { events, chainParts } = await view();
    expect(events.slice(0, 2).map(({ act, broadcast }) => [act, broadcast?.id])).toEqual([
      ['broadcast.withdraw', correction],
      ['broadcast.withdraw', original],
    ]);
    expect(chainParts).toMatchObject({ [correction]: 'correction' });
    expect(chainParts).not.toHaveProperty(original);
  });
});
