import { approvedFor } from '../../../../test/factories/crowd.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

interface Listed {
  id: string;
  title: string;
}
interface Plan {
  dueAt: string | null;
  atOnce: boolean;
  people: number | null;
  lacks: string[];
  meets: { title: string } | null;
}
interface Home {
  drafts:
    | (Listed & {
        state: string;
        sentBackAt: string | null;
        returned: { by: string | null; reason: string | null } | null;
        updatedAt: string;
        plan: Plan | null;
      })[]
    | null;
  submitted: (Listed & { submittedAt: string; plan: Plan | null })[] | null;
  reviews: (Listed & { decide: { before: string; why: string }; takenBy: string | null })[] | null;
  stopped:
    | (Listed & {
        pausedBy: string;
        reason: string;
        pausedWaves: number;
        braked: boolean;
        expiresAt: string | null;
        pauses: { channels: string[]; doubted: boolean }[];
      })[]
    | null;
  uncertain: (Listed & { copies: number })[] | null;
  lastDay: {
    ended: number;
    braked: number;
    corrections: number;
    unknown: number;
    incidents: Record<string, unknown>[];
  } | null;
  ended:
    | (Listed & { state: string; troubled: boolean; begun: boolean; accepted: number; unknown: number })[]
    | null;
  running: (Listed & { targeted: number; settled: number; mayStillGoOut: number })[] | null;
  next:
    | (Listed & { timeZone: string; dueAt: string; channels: string[]; regions: number; paused: boolean })[]
    | null;
  later: (Listed & { timeZone: string; dueAt: string; channels: string[] })[] | null;
  last: { state: string; unknown: number; troubled: boolean } | null;
  away: { channel: string; since: string }[] | null;
  carrierHolds: Record<string, unknown>[] | null;
  channelPauses: { channel: string; reason: string }[] | null;
  requests: { open: number; dueAt: string | null; overdue: boolean } | null;
}
interface Broadcast {
  id: string;
  submission: { digest: string };
}

const named = (list: Listed[] | null): string[] | undefined => list?.map(({ title }) => title);

describe('the home screen’s request', () => {
  let publisher: TestPublisher;
  const ask: Record<string, Ask> = {};
  beforeAll(async () => {
    publisher = await testPublisher();
    for (const who of [
      'penulis',
      'operator',
      'auditor',
      'kpu-nasional',
      'kpu-aceh',
      'kpu-admin',
      'dpo',
    ] as const)
      ask[who] = await signIn(publisher.url, who);
  });
  afterAll(() => publisher.stop());

  /** Claims with a worker: the reconciler makes what is claimed without a claim unknown. */
  const holdClaims = (id: string): Promise<unknown> =>
    publisher.db.source.query(
      `INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until)
       SELECT broadcast_id, id, 0, 'email', 'uji', siar_now() + interval '1 hour' FROM waves WHERE broadcast_id = $1`,
      [id],
    );
  const asked = async (who: string): Promise<Home> => (await ask[who]!<Home>('GET', '/api/v1/home')).body;
  /** A local time this many hours ahead, on Jakarta's clock. */
  const inHours = (hours: number): string =>
    new Date(Date.now() + (7 + hours) * 3_600_000).toISOString().slice(0, 16);
  const write = async (title: string, more: Record<string, unknown> = {}): Promise<string> => {
    const { status, body } = await ask['penulis']!<Broadcast>('POST', '/api/v1/broadcasts', {
      title,
      kind: 'urgent',
      channels: ['sms', 'email'],
      contents: { sms: { id: { body: 'KPU: cek TPS' } }, email: { id: { subject: 'TPS', body: 'Cek TPS' } } },
      audience: { regions: ['11'] },
      schedule: { at: inHours(3), leaveWindow: true },
      ...more,
    });
    expect(status).toBe(201);
    return body.id;
  };
  const at = (id: string, rest: string): string => `/api/v1/broadcasts/${id}${rest}`;
  const submit = async (id: string): Promise<string> => {
    const { body } = await ask['penulis']!<Broadcast>('POST', at(id, '/submit'), { confirmLocalHours: true });
    return body.submission.digest;
  };

  it('answers by role and visibility, the most pressing decision first', async () => {
    await write('Draf');
    const later = await write('Nanti', { kind: 'ordinary', schedule: { at: '2036-06-02T09:00' } });
    const sooner = await write('Lusa', { kind: 'ordinary', schedule: { at: '2036-06-01T09:00' } });
    await submit(later);
    await submit(sooner);
    await submit(await write('Seluruh negeri', { schedule: { at: 'now', leaveWindow: true } }));

    const author = await asked('penulis');
    expect(named(author.drafts)).toEqual(['Draf']);
    expect(author.drafts?.[0]?.plan).toMatchObject({ atOnce: false, people: 0, lacks: [], meets: null });
    expect(author.submitted?.map(({ plan }) => [plan?.dueAt, plan?.atOnce])).toEqual([
      [null, true],
      ['2036-06-01T02:00:00.000Z', false],
      ['2036-06-02T02:00:00.000Z', false],
    ]);
    expect([author.reviews, author.away]).toEqual([null, null]);
    expect(named(author.submitted)).toEqual(['Seluruh negeri', 'Lusa', 'Nanti']);
    const reviewer = await asked('kpu-nasional');
    expect([reviewer.drafts, reviewer.submitted]).toEqual([null, null]);
    // People on call got an urgent broadcast with a decision time of its own.
    expect(named(reviewer.reviews)).toEqual(['Seluruh negeri', 'Lusa', 'Nanti']);
    expect(reviewer.reviews?.[1]?.decide).toMatchObject({ before: '2036-06-01T02:00:00.000Z', why: 'due' });
    expect(named((await asked('kpu-aceh')).reviews)).toContain('Lusa');
    expect(await asked('auditor')).toMatchObject({ drafts: null, reviews: null, running: [], away: null });
    expect((await asked('operator')).away).toEqual([]);
  });

  it('shows when KPU sent a draft back, also after later changes to its row', async () => {
    const id = await write('Salah');
    await submit(id);
    await ask['kpu-nasional']!('POST', at(id, '/reject'), { reason: 'Jamnya salah' });
    const mine = async () => (await asked('penulis')).drafts?.find((one) => one.id === id);
    const before = await mine();
    await publisher.db.source.query(
      `UPDATE broadcasts SET updated_at = updated_at + interval '1 hour' WHERE id = $1`,
      [id],
    );
    expect(await mine()).toMatchObject({ state: 'rejected', sentBackAt: before?.sentBackAt });
    expect(before?.sentBackAt).toEqual(expect.any(String));
    expect(before?.returned).toMatchObject({
      by: expect.any(String),
      reason: 'Jamnya salah',
      left: 0,
      comments: 0,
    });
    expect((await asked('penulis')).drafts?.find(({ title }) => title === 'Draf')?.sentBackAt).toBeNull();
    const bare = await write('Belum jadi', { channels: [], schedule: undefined, audience: { regions: [] } });
    const { plan } = (await asked('penulis')).drafts?.find((one) => one.id === bare) ?? {};
    expect(plan).toMatchObject({ dueAt: null, people: null, lacks: ['channels', 'audience', 'schedule'] });
  });

  it('tells a draft from a broadcast that was withdrawn after copies of it went out', async () => {
    const { source } = publisher.db;
    const { id, waves } = await approvedFor(source, [{}]);
    await source.query(`UPDATE waves SET first_handover_at = siar_now() WHERE id = ANY ($1)`, [waves]);
    const owned = `author_id = (SELECT id FROM people WHERE username = 'penulis')`;
    await source.query(`UPDATE broadcasts SET state = 'withdrawn', ${owned} WHERE id = $1`, [id]);
    const { drafts } = await asked('penulis');
    expect(drafts?.find((one) => one.id === id)).toMatchObject({ state: 'withdrawn', begun: true });
    expect(drafts?.find(({ title }) => title === 'Draf')).toMatchObject({ begun: false });
  });

  it('lists a withdrawn correction only until a later one holds in its place', async () => {
    const { source } = publisher.db;
    const [original, first] = [await write('Semula'), await write('Ralat 1')];
    await source.query(
      `UPDATE broadcasts SET state = 'withdrawn', kind = 'correction', original_id = $2 WHERE id = $1`,
      [first, original],
    );
    const listed = async () => named((await asked('penulis')).drafts)?.includes('Ralat 1');
    expect(await listed()).toBe(true);
    const { id: second } = await approvedFor(source, []);
    await source.query(`UPDATE broadcasts SET kind = 'correction', original_id = $2 WHERE id = $1`, [
      second,
      first,
    ]);
    expect(await listed()).toBe(false);
  });

  it('counts, for the data protection officer alone, the open requests, and names the first deadline', async () => {
    expect((await asked('dpo')).requests).toEqual({ open: 0, dueAt: null, overdue: false });
    const received = async (hours: number): Promise<void> => {
      const { status } = await ask['dpo']!('POST', '/api/v1/data-requests', {
        wants: 'access',
        way: 'letter',
        asker: 'Budi',
        receivedAt: new Date(Date.now() - hours * 3_600_000).toISOString(),
      });
      expect(status).toBe(201);
    };
    await received(1);
    expect((await asked('dpo')).requests).toMatchObject({ open: 1, overdue: false });
    await received(73);
    expect((await asked('dpo')).requests).toMatchObject({ open: 2, overdue: true });
    expect((await asked('operator')).requests).toBeNull();
  });

  it('lists what is due within a day by clock, who paused what and why, and what is away', async () => {
    const id = await write('Tiga jam lagi');
    const digest = await submit(id);
    await ask['kpu-nasional']!('POST', at(id, '/approve'), { digest, confirmLocalHours: true });
    const far = await write('Sepuluh tahun lagi', { schedule: { at: '2036-06-02T09:00' } });
    await ask['kpu-nasional']!('POST', at(far, '/approve'), { digest: await submit(far) });

    const { next, later } = await asked('penulis');
    // What is due after it, however far ahead.
    expect(later).toMatchObject([
      { title: 'Sepuluh tahun lagi', timeZone: 'Asia/Jakarta', dueAt: '2036-06-02T02:00:00.000Z' },
    ]);
    expect(next).toHaveLength(1);
    expect(next).toMatchObject([
      {
        title: 'Tiga jam lagi',
        timeZone: 'Asia/Jakarta',
        channels: ['email', 'sms'],
        regions: 1,
        paused: false,
      },
    ]);
    await ask['operator']!('POST', at(id, '/pause'), { channel: 'sms', reason: 'Menunggu kabar' });
    expect((await asked('penulis')).next).toMatchObject([{ paused: false }]);
    expect((await asked('operator')).stopped).toMatchObject([
      { title: 'Tiga jam lagi', reason: 'Menunggu kabar', pausedWaves: 1, braked: false },
    ]);
    // What has nothing left cannot expire.
    const expiring = async (copies: number): Promise<unknown> => {
      await publisher.db.source.query(
        `UPDATE waves SET targeted = $2, pending = $2, fanned_out_at = siar_now() WHERE broadcast_id = $1 AND state = 'paused'`,
        [id, copies],
      );
      return (await asked('operator')).stopped?.[0]?.expiresAt;
    };
    expect(await expiring(7)).toEqual(expect.any(String));
    expect(await expiring(0)).toBeNull();
    await ask['operator']!('POST', at(id, '/pause'), { reason: 'Semua' });
    expect((await asked('penulis')).next).toMatchObject([{ paused: true }]);
    // The whole of it is paused by two acts: each has its reason.
    expect((await asked('operator')).stopped).toMatchObject([
      {
        pauses: [
          { by: 'operator', reason: 'Menunggu kabar', channels: ['sms'] },
          { by: 'operator', reason: 'Semua', channels: ['email'] },
        ],
      },
    ]);
    // Two acts for one reason are one pause to whoever reads it.
    await ask['operator']!('POST', at(id, '/resume'), { channel: 'email' });
    await ask['operator']!('POST', at(id, '/pause'), { reason: 'Menunggu kabar' });
    expect((await asked('operator')).stopped).toMatchObject([
      {
        pausedWaves: 2,
        pauses: [
          {
            by: 'operator',
            places: [
              { channel: 'email', regions: null },
              { channel: 'sms', regions: null },
            ],
          },
        ],
      },
    ]);
    // Of equal pauses, the parts in doubt are apart.
    await publisher.db.source.query(
      `UPDATE waves SET doubted = true WHERE broadcast_id = $1 AND channel = 'sms'`,
      [id],
    );
    const [found] = (await asked('operator')).stopped ?? [];
    expect(found?.pauses.map(({ channels, doubted }) => `${channels.join()} ${doubted}`).toSorted()).toEqual([
      'email false',
      'sms true',
    ]);
    await publisher.db.source.query(`UPDATE waves SET doubted = false WHERE broadcast_id = $1`, [id]);
    await publisher.db.source.query(
      `INSERT INTO budgets (account, channel, away_since, away_reason, probe_at) VALUES ('sms', 'sms', now(), 'x', now())`,
    );
    expect((await asked('operator')).away).toMatchObject([{ channel: 'sms' }]);
    const channel = '/api/v1/operations/channels/email';
    await ask['operator']!('POST', `${channel}/pause`, { reason: 'Tagihan' });
    expect((await asked('penulis')).channelPauses).toMatchObject([{ channel: 'email', reason: 'Tagihan' }]);
    await ask['operator']!('POST', `${channel}/resume`, {});
  });

  it.each(['paused', 'withdrawn', 'cancelled'])(
    'goes on showing a %s broadcast as long as workers have copies of it',
    async (state) => {
      const { source } = publisher.db;
      const { id } = await approvedFor(source, [{ state: 'released', channel: 'email' }]);
      const wave = state === 'paused' ? 'released' : 'cancelled';
      await source.query(
        `UPDATE broadcasts SET state = $3, draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": [], "contents": {}}', organisation_id = $2 WHERE id = $1`,
        [id, publisher.staff.organisations.ministry, state],
      );
      await holdClaims(id);
      const inHand = async (copies: number): Promise<string[] | undefined> => {
        // The reconciler makes claims without a worker unknown.
        await source.query(
          'UPDATE waves SET state = $3, targeted = $2, claimed = $2, unknown = 0 WHERE broadcast_id = $1',
          [id, copies, wave],
        );
        return (await asked('operator')).running?.map((one) => one.id);
      };
      expect(await inHand(3)).toContain(id);
      expect(await inHand(0)).not.toContain(id);
    },
  );

  it('counts as still going out only what workers have of waves that are held back or ended', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(source, [
      { state: 'released', channel: 'email' },
      { state: 'released', channel: 'sms' },
      { state: 'released', channel: 'telegram' },
    ]);
    await source.query(
      `UPDATE broadcasts SET state = 'running', draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": [], "contents": {}}', organisation_id = $2 WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
    await holdClaims(id);
    const mayStillGoOut = async () => {
      // Set again each time: the reconciler ends claims without a worker, and then their waves and the broadcast.
      await source.query(`UPDATE broadcasts SET state = 'running', ended_at = NULL WHERE id = $1`, [id]);
      await source.query(
        `UPDATE waves w SET targeted = c.copies, claimed = c.copies, unknown = 0, fanned_out_at = siar_now(),
           state = CASE w.state WHEN 'completed' THEN 'released' ELSE w.state END,
           ended_at = CASE WHEN w.state <> 'completed' THEN w.ended_at END
         FROM (VALUES ('email', 1), ('sms', 2), ('telegram', 4)) AS c (channel, copies) WHERE w.broadcast_id = $1 AND c.channel = w.channel`,
        [id],
      );
      return (await asked('operator')).running?.find((one) => one.id === id)?.mayStillGoOut;
    };
    const operator = ask['operator']!;
    const channel = '/api/v1/operations/channels/email';
    const found = [await mayStillGoOut()];
    await operator('POST', at(id, '/pause'), { channel: 'sms', reason: 'Kuota' });
    found.push(await mayStillGoOut());
    await operator('POST', `${channel}/pause`, { reason: 'Tagihan' });
    found.push(await mayStillGoOut());
    await operator('POST', `${channel}/resume`, {});
    await operator('POST', '/api/v1/emergency-stop', { reason: 'Uji' });
    found.push(await mayStillGoOut());
    await operator('POST', '/api/v1/emergency-stop/lift', { note: 'Uji' });
    await source.query(
      `UPDATE waves SET state = 'cancelled', ended_at = siar_now() WHERE broadcast_id = $1 AND channel = 'telegram'`,
      [id],
    );
    found.push(await mayStillGoOut());
    expect(found).toEqual([0, 2, 3, 7, 6]);
    await source.query('DELETE FROM waves WHERE broadcast_id = $1', [id]);
  });

  it('names, for operators alone, broadcasts with uncertain copies that can be sent again', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(source, [{ state: 'released', channel: 'email' }]);
    await source.query(`UPDATE waves SET targeted = 7, unknown = 7 WHERE broadcast_id = $1`, [id]);
    await source.query(
      `UPDATE broadcasts SET state = 'running', draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": [], "contents": {}}', organisation_id = $2 WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
    expect((await asked('operator')).uncertain).toMatchObject([{ id, copies: 7 }]);
    expect((await asked('penulis')).uncertain).toBeNull();
    await source.query(`UPDATE waves SET targeted = 0, unknown = 0 WHERE broadcast_id = $1`, [id]);
    expect((await asked('operator')).uncertain).toEqual([]);
  });

  it('lists, for operators alone, the carriers that a broadcast is held for, and counts them in the menu', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(source, [{ state: 'released', channel: 'email' }]);
    await source.query(
      `UPDATE broadcasts SET state = 'running', draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": [], "contents": {}}', organisation_id = $2 WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
    const toOperate = async () => {
      const { body } = await ask['operator']!<{ waiting: { operations: number } }>('GET', '/api/v1/news');
      return body.waiting.operations;
    };
    const before = await toOperate();
    await source.query(
      `INSERT INTO carrier_holds (broadcast_id, channel, class, sign, code, copies, answers, next_at)
       VALUES ($1, 'email', 'gmail', 'fault', 'smtp 5.7.26', 24, 26, siar_now() + interval '15 minutes')`,
      [id],
    );
    await source.query('UPDATE waves SET targeted = 9, pending = 9 WHERE broadcast_id = $1', [id]);
    const held = { broadcastId: id, kind: 'ordinary', carrier: 'gmail', copies: 24, of: 26, waiting: 9 };
    expect((await asked('operator')).carrierHolds).toMatchObject([held]);
    expect((await asked('penulis')).carrierHolds).toBeNull();
    expect(await toOperate()).toBe(before + 1);
    // What is paused waits as a whole, and for an operator too.
    await ask['operator']!('POST', at(id, '/pause'), { reason: 'Uji' });
    expect([(await asked('operator')).carrierHolds, await toOperate()]).toEqual([[], before + 1]);
    await source.query('DELETE FROM carrier_holds');
    await source.query('DELETE FROM waves WHERE broadcast_id = $1', [id]);
  });

  it('tells operators and auditors what the last day held', async () => {
    const { source } = publisher.db;
    const empty = { ended: 0, braked: 0, corrections: 0, unknown: 0, incidents: [] };
    const before = (await asked('auditor')).lastDay ?? empty;
    for (const hours of [1, 25]) {
      const { id } = await approvedFor(source, [{ channel: 'email' }]);
      await source.query(
        `UPDATE waves SET state = 'completed', fanned_out_at = siar_now(), targeted = 7, unknown = 7, ended_at = siar_now() WHERE broadcast_id = $1`,
        [id],
      );
      await source.query(
        `UPDATE broadcasts SET state = 'completed', organisation_id = $2, ended_at = siar_now() - make_interval(hours => $3) WHERE id = $1`,
        [id, publisher.staff.organisations.ministry, hours],
      );
      await source.query(
        `INSERT INTO alerts (kind, broadcast_id, channel, decide_by, until, answer, answered_at)
         VALUES ('brake', $1, 'email', siar_now(), siar_now(), 'resumed', siar_now())`,
        [id],
      );
    }
    const { ended, braked, unknown } = before;
    const now = { ...before, ended: ended + 1, braked: braked + 1, unknown: unknown + 7 };
    // The one that ended last, for those that watch the sending.
    expect((await asked('operator')).last).toMatchObject({ state: 'completed', unknown: 7, troubled: true });
    expect((await asked('penulis')).last).toBeNull();
    expect((await asked('auditor')).lastDay).toEqual(now);
    expect((await asked('operator')).lastDay).toEqual(now);
    expect((await asked('penulis')).lastDay).toBeNull();
  });

  it('tells operators and auditors what went wrong in the last day, each cause once, and how it ended', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(source, [
      { state: 'released', channel: 'email' },
      { state: 'released', channel: 'sms' },
    ]);
    await source.query(
      `UPDATE broadcasts SET state = 'running', draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": [], "contents": {}}', organisation_id = $2 WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
    await source.query(`UPDATE waves SET targeted = 7, pending = 7 WHERE broadcast_id = $1`, [id]);
    // Of an office that the operator does not see.
    const { id: other } = await approvedFor(source, [{ channel: 'email' }]);
    await source.query(
      `INSERT INTO audit_entries (act, subject, detail) VALUES
         ('broadcast.failing', 'broadcast:' || $1::bigint, '{"channel": "email", "failed": 90, "handed": 100}'),
         ('provider.away', 'provider:sms', '{"reason": "twilio ECONNRESET"}'),
         ('provider.back', 'provider:sms', '{"seconds": 40, "probes": 2}')`,
      [other],
    );
    // The trail dates its entries itself.
    await source.query('ALTER TABLE audit_entries DISABLE TRIGGER date_entry');
    await source.query(
      `INSERT INTO audit_entries (at, act, subject, detail) VALUES
         (siar_now() - interval '26 hours', 'channel.slow', 'channel:telegram', '{"reason": "telegram 429"}'),
         (siar_now() - interval '25 hours', 'channel.steady', 'channel:telegram', '{"seconds": 3600}')`,
    );
    await source.query('ALTER TABLE audit_entries ENABLE TRIGGER date_entry');
    for (const channel of ['email', 'sms'])
      await ask['operator']!('POST', at(id, '/pause'), { channel, reason: 'Satu sebab' });
    const incidents = async (who: string) => {
      const all = (await asked(who)).lastDay?.incidents ?? [];
      const shown = all.filter(
        ({ reason, kind, channels }) =>
          kind === 'slow' ||
          kind === 'failing' ||
          reason === 'Satu sebab' ||
          (kind === 'away' && String(channels) === 'sms'),
      );
      return shown.map(({ kind, channels, broadcast, ended, endedBy, by }) => ({
        kind,
        channels,
        broadcast,
        ended,
        endedBy,
        by,
      }));
    };
    const paused = {
      kind: 'pause',
      channels: ['email', 'sms'],
      broadcast: { id, title: 'Uji', part: null },
      by: 'Operator',
    };
    const away = { kind: 'away', channels: ['sms'], broadcast: null, ended: 'back', endedBy: null, by: null };
    // It answered a check, but is away again.
    expect(await incidents('operator')).toEqual([
      { ...paused, ended: null, endedBy: null },
      { ...away, ended: null },
    ]);
    await source.query(`DELETE FROM budgets WHERE account = 'sms'`);
    expect(await incidents('operator')).toEqual([{ ...paused, ended: null, endedBy: null }, away]);
    await ask['operator']!('POST', at(id, '/resume'), {});
    expect(await incidents('auditor')).toEqual([{ ...paused, ended: 'resumed', endedBy: 'Operator' }, away]);
    await source.query('DELETE FROM waves WHERE broadcast_id = $1', [id]);
  });

  it('tells authors and reviewers how what they see ended in the last day, what had trouble first', async () => {
    const { source } = publisher.db;
    const end = async (state: string, hours: number, sets: string, own = true): Promise<string> => {
      const { id } = await approvedFor(source, [{ channel: 'email' }]);
      await source.query(
        `UPDATE waves SET state = 'completed', fanned_out_at = siar_now(), ended_at = siar_now(), first_handover_at = siar_now(), ${sets} WHERE broadcast_id = $1`,
        [id],
      );
      await source.query(
        `UPDATE broadcasts SET state = $2, organisation_id = coalesce($3, organisation_id), ended_at = siar_now() - make_interval(hours => $4) WHERE id = $1`,
        [id, state, own ? publisher.staff.organisations.ministry : null, hours],
      );
      return id;
    };
    const failed = await end('completed', 6, 'targeted = 100, accepted = 70, failed = 30');
    const uncertain = await end('completed', 5, 'targeted = 10, accepted = 9, unknown = 1');
    const midway = await end('cancelled', 4, 'targeted = 10, accepted = 4, cancelled = 6');
    const refused = await end('completed', 3, 'targeted = 2, failed = 2');
    const usual = await end('completed', 2, 'targeted = 100, accepted = 95, failed = 5');
    const old = await end('completed', 25, 'targeted = 10, accepted = 10');
    const foreign = await end('completed', 1, 'targeted = 10, accepted = 10', false);
    const all = [failed, uncertain, midway, refused, usual, old, foreign];
    const ended = async (who: string) =>
      (await asked(who)).ended
        ?.filter(({ id }) => all.includes(id))
        .map(({ id, troubled }) => [id, troubled]);
    const own = [
      [refused, true],
      [midway, true],
      [uncertain, true],
      [failed, true],
      [usual, false],
    ];
    expect(await ended('penulis')).toEqual(own);
    expect(await ended('kpu-nasional')).toEqual([...own.slice(0, -1), [foreign, false], own.at(-1)]);
    expect((await asked('penulis')).ended?.find(({ id }) => id === midway)).toMatchObject({
      state: 'cancelled',
      begun: true,
      accepted: 4,
    });
    expect((await asked('operator')).ended).toBeNull();
  });
});
