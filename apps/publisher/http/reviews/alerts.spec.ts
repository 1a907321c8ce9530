import { setTimeout as sleep } from 'node:timers/promises';
import { Alerts } from '#broadcasts/alerts';
import { Brake } from '#dispatch/control';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { Staff } from '#staff';
import { crowd } from '../../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../../test/factories/database.js';
import { type Ask, makeStaff, signIn, type TestStaff } from '../../../../test/factories/staff.js';
import { type Publisher, startPublisher } from '../../publisher.js';

interface Alert {
  kind: string;
  open: boolean;
  calls: number;
  people: number;
  answer: string | null;
  answeredBy: { name: string } | null;
  fates: { person: string; channel: string; state: string; at: string; reason: string | null }[];
  mayAnswer: boolean;
}
interface View {
  id: string;
  version: number;
  state: string;
  alert: Alert | null;
  warnings: { code: string }[];
  submission: { digest: string };
}
type Who = 'penulis' | 'operator' | 'kpu-admin' | 'admin' | 'kpu-nasional' | 'kpu-aceh';
const LIST = '/api/v1/broadcasts';

describe('alerts', () => {
  let db: TestDatabase;
  let config: Config;
  let keys: Keys;
  let staff: TestStaff;
  let publishers: Publisher[] = [];
  let ask: Record<Who, Ask>;
  /** How far the fleet's clock is ahead, in minutes. */
  let ahead = 0;

  const start = async (count: number): Promise<void> => {
    publishers = await Promise.all(
      Array.from({ length: count }, () => startPublisher(config, createLogger('publisher', 'silent'))),
    );
    const url = publishers[0]?.url ?? '';
    const names = ['penulis', 'operator', 'kpu-admin', 'admin', 'kpu-nasional', 'kpu-aceh'] as const;
    ask = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await signIn(url, name)] as const)),
    ) as typeof ask;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(publishers.map((publisher) => publisher.stop()));
    publishers = [];
  };
  /** Advances the clock of the whole fleet, which then runs as `count` publishers. */
  const pass = async (minutes: number, count = 2): Promise<void> => {
    await stop();
    ahead += minutes;
    await db.moveClock(`${ahead} minutes`);
    await start(count);
  };
  beforeAll(async () => {
    db = await testDatabase();
    config = testConfig(db.url, { CONSOLE_URL: 'https://konsol.uji', SESSION_HOURS: '72' });
    keys = new Keys(config);
    staff = await makeStaff(db.source, keys);
    await db.source.query(
      `INSERT INTO regions (code, kind, name, time_zone) VALUES ('51', 'province', 'Bali', 'Asia/Makassar') ON CONFLICT DO NOTHING`,
    );
    await db.source.transaction((tx) =>
      new Staff(keys).addAddress(tx, staff.people['kpu-nasional'], 'telegram', '7000001', true),
    );
    await start(1);
  });
  afterAll(async () => {
    await stop();
    await db.drop();
  });
  beforeEach(async () => {
    await db.source.query('DELETE FROM on_call');
    await db.source.query('DELETE FROM notices');
    await onCall('kpu-aceh', 1);
    await onCall('kpu-nasional', 2);
  });

  const onCall = async (who: 'kpu-aceh' | 'kpu-nasional' | 'operator', tier: number): Promise<void> => {
    const [admin, role] =
      who === 'operator' ? ([ask.admin, 'operator'] as const) : ([ask['kpu-admin'], 'reviewer'] as const);
    const put = await admin('PUT', `/api/v1/on-call/${staff.people[who]}/${role}`, { tier, position: 1 });
    expect(put.status).toBe(200);
  };
  const draft = async (more: Record<string, unknown> = {}): Promise<View> => {
    const made = await ask.penulis<View>('POST', LIST, {
      title: 'Ralat jam TPS',
      kind: 'urgent',
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: TPS buka 07.00' } } },
      audience: { regions: ['11'] },
      schedule: { at: 'now', leaveWindow: true },
      ...more,
    });
    expect(made.status).toBe(201);
    return made.body;
  };
  const act = (who: Who, id: string, verb: string, body: unknown = {}) =>
    ask[who]<View & { title: string }>('POST', `${LIST}/${id}/${verb}`, body);
  const submit = async (id: string): Promise<View> => {
    const { status, body } = await act('penulis', id, 'submit', { confirmLocalHours: true });
    expect(status).toBe(200);
    return body;
  };
  const alertOf = async (id: string, who: Who = 'penulis'): Promise<Alert | null> =>
    (await ask[who]<View>('GET', `${LIST}/${id}`)).body.alert;
  /** The calls about a broadcast by person and channel, with their number. */
  const written = async (id: string): Promise<Record<string, number>> => {
    const found = await rows<{ who: string; count: number }>(
      db.source.manager,
      `SELECT p.username || ' ' || n.channel AS who, count(*)::int AS count FROM notices n JOIN people p ON p.id = n.person_id
       WHERE n.broadcast_id = $1 AND n.kind = 'alert' GROUP BY 1 ORDER BY 1`,
      [id],
    );
    return Object.fromEntries(found.map(({ who, count }) => [who, count]));
  };
  const trail = async (id: string): Promise<string[]> =>
    (
      await rows<{ act: string }>(
        db.source.manager,
        `SELECT act FROM audit_entries WHERE subject = $1 AND act LIKE 'alert.%' ORDER BY id`,
        [`broadcast:${id}`],
      )
    ).map((entry) => entry.act);
  const until = async (id: string, wanted: (alert: Alert | null) => boolean): Promise<Alert | null> => {
    const deadline = performance.now() + 15_000;
    for (;;) {
      const alert = await alertOf(id);
      if (wanted(alert)) return alert;
      if (performance.now() > deadline) throw new Error(`never came: ${JSON.stringify(alert)}`);
      await sleep(50);
    }
  };
  const both = async (): Promise<number[]> =>
    Promise.all(publishers.map(({ app }) => app.get(Alerts).round()));

  it('reach the first tier when an urgent broadcast is submitted, and nobody when it can wait', async () => {
    const urgent = await draft();
    const submitted = await submit(urgent.id);
    expect(submitted.alert).toMatchObject({ kind: 'review', open: true, calls: 1, people: 1, answer: null });
    expect(submitted.warnings.map(({ code }) => code)).not.toContain('nobody-on-call');
    expect(await written(urgent.id)).toEqual({ 'kpu-aceh email': 1 });
    expect(await trail(urgent.id)).toEqual(['alert.raise']);
    const listed = await ask['kpu-aceh']<{ broadcasts: { id: string; alert: string | null }[] }>('GET', LIST);
    expect(listed.body.broadcasts.find(({ id }) => id === urgent.id)?.alert).toBe('waiting');

    const ordinary = await draft({ kind: 'ordinary', schedule: { at: '2035-06-01T09:00' } });
    expect((await submit(ordinary.id)).alert).toBeNull();
    expect(await written(ordinary.id)).toEqual({});
  });

  it('go at once, on all their channels, to people whose office covers all regions, even in the second tier', async () => {
    const { id } = await draft({ audience: { regions: ['11', '51'] } });
    expect((await submit(id)).alert).toMatchObject({ people: 1 });
    expect(await written(id)).toEqual({ 'kpu-nasional email': 1, 'kpu-nasional telegram': 1 });
  });

  it('warn the author, also in advance, when nobody on call may decide', async () => {
    const wait = (hours: number) =>
      db.source.query(
        `UPDATE person_roles SET counts_from = siar_now() + make_interval(hours => $1) WHERE role = 'reviewer'`,
        [hours],
      );
    await wait(24);
    const codes = (await draft()).warnings.map(({ code }) => code);
    await wait(-1);
    expect(codes).toContain('on-call-waits');
    expect(codes).not.toContain('nobody-on-call');
    await db.source.query('DELETE FROM on_call');
    const made = await draft();
    expect(made.warnings.map(({ code }) => code)).toContain('nobody-on-call');
    const submitted = await submit(made.id);
    expect(submitted.warnings.map(({ code }) => code)).toContain('nobody-on-call');
    expect(submitted.alert).toMatchObject({ open: true, people: 0 });
    const decided = await act('kpu-aceh', made.id, 'reject', { reason: 'belum tepat' });
    expect(decided.body.alert).toMatchObject({ open: false, answer: 'rejected' });
  });

  const approve = async ({ id, submission }: View): Promise<void> => {
    const given = { digest: submission.digest, confirmLocalHours: true };
    expect((await act('kpu-nasional', id, 'approve', given)).status).toBe(200);
  };
  /** A draft of a correction. */
  const correct = async (id: string, body: string): Promise<string> => {
    const made = await ask.penulis<View>('POST', `${LIST}/${id}/corrections`, { title: 'Ralat' });
    const { id: ralat, version } = made.body;
    await ask.penulis('PATCH', `${LIST}/${ralat}`, {
      version,
      contents: { sms: { id: { body } } },
      schedule: { at: 'now', leaveWindow: true },
    });
    return ralat;
  };
  /** The companion of an approved correction. */
  const companion = async (): Promise<View & { remainderOfId: string }> => {
    const { id } = await draft({ audience: { regions: ['51'] } });
    await approve(await submit(id));
    const ralat = await correct(id, 'KPU: TPS buka 08.00');
    const { body } = await ask.penulis<View & { remainder: { id: string } }>(
      'POST',
      `${LIST}/${ralat}/submit`,
      { confirmLocalHours: true, unreached: true },
    );
    await approve(body);
    return (await ask.penulis<View & { remainderOfId: string }>('GET', `${LIST}/${body.remainder.id}`)).body;
  };

  it('are raised for the companion of a correction only when it would reach somebody', async () => {
    const empty = await companion();
    expect([empty.state, empty.alert]).toEqual(['in_review', null]);
    expect(await written(empty.id)).toEqual({});
    await crowd(db.source, keys, [{ regionCode: '51', on: { sms: 'active' } }]);
    const { id, alert } = await companion();
    expect(alert).toMatchObject({ kind: 'review', open: true, calls: 1 });
    expect(await written(id)).not.toEqual({});
  });

  it('call nobody for a companion while it cannot be approved, and end when it never can', async () => {
    await crowd(db.source, keys, [{ regionCode: '51', on: { sms: 'active' } }]);
    const { id, remainderOfId: ralat } = await companion();
    expect(await alertOf(id, 'kpu-nasional')).toMatchObject({ open: true, calls: 1, mayAnswer: true });
    await act('penulis', ralat, 'pause', { reason: 'Jamnya diperiksa' });
    expect(await alertOf(id, 'kpu-nasional')).toMatchObject({ open: true, mayAnswer: false });
    await pass(6);
    await both();
    expect(await alertOf(id)).toMatchObject({ open: true, calls: 1 });
    // They are called again once KPU has lifted the doubt, with as much time to decide.
    await act('kpu-nasional', ralat, 'lift-doubt', { reason: 'benar' });
    await pass(1);
    await until(id, (alert) => alert?.calls === 2);
    const next = await correct(ralat, 'KPU: TPS buka 09.00');
    const second = await submit(next);
    await pass(6);
    await both();
    expect(await alertOf(id)).toMatchObject({ open: true, calls: 2 });
    await approve((await ask.penulis<View>('GET', `${LIST}/${second.id}`)).body);
    await until(id, (alert) => alert?.open === false);
    expect(await alertOf(id)).toMatchObject({ calls: 2, answer: 'ended', answeredBy: null });
    expect((await trail(id)).at(-1)).toBe('alert.end');
  });

  it('are answered by a decision, a withdrawal or a new submission', async () => {
    const approved = await draft();
    const { submission } = await submit(approved.id);
    await act('kpu-aceh', approved.id, 'approve', { digest: submission.digest, confirmLocalHours: true });
    expect(await alertOf(approved.id)).toMatchObject({
      open: false,
      answer: 'approved',
      answeredBy: { name: 'Peninjau KIP Aceh' },
    });

    const twice = await draft();
    await submit(twice.id);
    await submit(twice.id);
    const alerts = await rows<{ answer: string | null }>(
      db.source.manager,
      'SELECT answer FROM alerts WHERE broadcast_id = $1 ORDER BY id',
      [twice.id],
    );
    expect(alerts).toEqual([{ answer: 'voided' }, { answer: null }]);
    await act('penulis', twice.id, 'withdraw', {});
    expect(await alertOf(twice.id)).toMatchObject({ open: false, answer: 'withdrawn' });
    expect((await act('kpu-aceh', twice.id, 'answer')).status).toBe(409);
  });

  /** The states of a broadcast's calls, in order. */
  const fates = async (id: string): Promise<string[]> =>
    (
      await rows<{ fate: string }>(
        db.source.manager,
        `SELECT concat_ws(' ', state, reason) AS fate FROM notices WHERE broadcast_id = $1 AND kind = 'alert' ORDER BY id`,
        [id],
      )
    ).map(({ fate }) => fate);

  it('call nobody for a settled matter, nor twice for one matter, however long a provider is away', async () => {
    const decided = await draft();
    const { submission } = await submit(decided.id);
    expect(await fates(decided.id)).toEqual(['pending']);
    await act('kpu-aceh', decided.id, 'approve', { digest: submission.digest, confirmLocalHours: true });
    expect(await fates(decided.id)).toEqual(['expired overtaken']);

    const unanswered = await draft();
    await submit(unanswered.id);
    // Being handed over: it goes out, but is not retried.
    await db.source.query(
      `UPDATE notices SET state = 'claimed', attempts = 1, leased_until = siar_now() + interval '1 hour' WHERE broadcast_id = $1`,
      [unanswered.id],
    );
    await pass(5.1);
    await until(unanswered.id, (alert) => alert?.calls === 2);
    expect(await fates(unanswered.id)).toEqual(['claimed', 'pending', 'pending', 'pending']);
    const first = await rows<{ over: boolean }>(
      db.source.manager,
      'SELECT expires_at <= siar_now() AS over FROM notices WHERE broadcast_id = $1 ORDER BY id LIMIT 1',
      [unanswered.id],
    );
    expect(first).toEqual([{ over: true }]);
    await db.source.query('UPDATE alerts SET until = siar_now() WHERE broadcast_id = $1', [unanswered.id]);
    await until(unanswered.id, (alert) => alert?.open === false);
    expect(await fates(unanswered.id)).toEqual(['claimed', ...Array(3).fill('expired overtaken')]);
  });

  it('are shown as sent once they are, and the failed ones with their reason', async () => {
    const { id } = await draft({ audience: { regions: ['11', '51'] } });
    const { alert } = await submit(id);
    const waits = { person: 'Peninjau KPU', state: 'waiting', reason: null };
    expect(alert?.fates).toMatchObject([
      { ...waits, channel: 'email' },
      { ...waits, channel: 'telegram' },
    ]);
    const ends = (channel: string, state: string, reason: string | null) =>
      db.source.query(
        `UPDATE notices SET state = $3, reason = $4, ended_at = siar_now() WHERE broadcast_id = $1 AND channel = $2`,
        [id, channel, state, reason],
      );
    await ends('email', 'failed', 'smtp 5.3.0');
    await ends('telegram', 'delivered', null);
    expect((await alertOf(id))?.fates).toMatchObject([
      { channel: 'email', state: 'failed', reason: 'smtp 5.3.0' },
      { channel: 'telegram', state: 'sent', reason: null },
    ]);
    const at = Date.parse((await alertOf(id))?.fates[0]?.at ?? '');
    expect(Math.abs(at - Date.now() - ahead * 60_000)).toBeLessThan(60_000);
  });

  it('escalate to everybody after five minutes, and again later, once for any number of publishers', async () => {
    const { id } = await draft();
    await submit(id);
    await pass(4);
    await both();
    expect(await written(id)).toEqual({ 'kpu-aceh email': 1 });
    await pass(1.1, 3);
    await both();
    await until(id, (alert) => alert?.calls === 2);
    await both();
    expect(await written(id)).toEqual({
      'kpu-aceh email': 2,
      'kpu-nasional email': 1,
      'kpu-nasional telegram': 1,
    });
    expect(await trail(id)).toEqual(['alert.raise', 'alert.escalate']);
    await pass(5.1);
    await until(id, (alert) => alert?.calls === 3);
    await both();
    expect(await written(id)).toMatchObject({ 'kpu-aceh email': 3, 'kpu-nasional telegram': 2 });
    expect(await trail(id)).toEqual(['alert.raise', 'alert.escalate', 'alert.escalate']);

    // Nobody is called for an expired broadcast.
    await pass(25 * 60);
    expect(await until(id, (alert) => alert?.open === false)).toMatchObject({ answer: 'expired', calls: 3 });
    await both();
    expect((await trail(id)).at(-1)).toBe('alert.end');
  });

  it('stop once somebody takes the alert, but only for the time a decision needs', async () => {
    const { id } = await draft();
    await submit(id);
    expect((await alertOf(id, 'kpu-aceh'))?.mayAnswer).toBe(true);
    expect((await alertOf(id, 'penulis'))?.mayAnswer).toBe(false);
    expect((await act('penulis', id, 'answer')).status).toBe(403);
    expect((await act('operator', id, 'answer')).status).toBe(403);
    const taken = await act('kpu-aceh', id, 'answer');
    expect(taken.body.alert).toMatchObject({
      open: true,
      answer: 'taken',
      answeredBy: { name: 'Peninjau KIP Aceh' },
    });
    expect((await act('kpu-aceh', id, 'answer')).status).toBe(409);
    await pass(10);
    await both();
    expect(await alertOf(id)).toMatchObject({ calls: 1, answer: 'taken' });
    await pass(5.1);
    await until(id, (alert) => alert?.calls === 2);
    // The same person cannot postpone it again; a colleague can take it over.
    expect((await act('kpu-aceh', id, 'answer')).status).toBe(409);
    expect((await act('kpu-nasional', id, 'answer')).body.alert).toMatchObject({
      answeredBy: { name: 'Peninjau KPU' },
    });
    expect(await trail(id)).toEqual(['alert.raise', 'alert.take', 'alert.escalate', 'alert.take']);
  });

  it('call the operators when the brake is pulled, until one of them decides', async () => {
    await onCall('operator', 1);
    const { id } = await draft({ title: 'Direm', schedule: { at: '2035-06-01T09:00' } });
    const { submission } = await submit(id);
    await act('kpu-aceh', id, 'approve', { digest: submission.digest });
    const brake = publishers[0]?.app.get(Brake);
    await brake?.pull({ broadcastId: id, channel: 'sms' }, { code: 'twilio 30007' });
    await brake?.pull({ broadcastId: id, channel: 'sms' }, { code: 'twilio 30007' });
    await until(id, (alert) => alert?.kind === 'brake' && alert.calls === 1);
    expect(await written(id)).toMatchObject({ 'operator email': 1 });
    await pass(5.1);
    await until(id, (alert) => alert?.calls === 2);
    await both();
    expect(await written(id)).toMatchObject({ 'operator email': 2 });
    expect((await act('kpu-aceh', id, 'answer')).status).toBe(403);
    expect((await act('operator', id, 'answer')).body.alert).toMatchObject({ answer: 'taken' });
    expect((await act('operator', id, 'resume')).status).toBe(200);
    expect(await until(id, (alert) => alert?.open === false)).toMatchObject({
      answer: 'resumed',
      answeredBy: { name: 'Operator' },
    });
  });

  it('end when the brake is released, also where a doubt keeps some of it paused', async () => {
    await onCall('operator', 1);
    const { id } = await draft({ title: 'Direm dan diragukan', schedule: { at: '2035-06-01T09:00' } });
    const { submission } = await submit(id);
    await act('kpu-aceh', id, 'approve', { digest: submission.digest });
    await publishers[0]?.app.get(Brake).pull({ broadcastId: id, channel: 'sms' }, { code: 'twilio 30007' });
    await until(id, (alert) => alert?.kind === 'brake' && alert.open);
    expect((await act('penulis', id, 'pause', { channel: 'sms', reason: 'tanggal' })).status).toBe(200);
    expect((await act('operator', id, 'resume')).body).toMatchObject({ waves: 0, brakeReleased: true });
    expect(await until(id, (alert) => alert?.open === false)).toMatchObject({ answer: 'resumed' });
  });
});
