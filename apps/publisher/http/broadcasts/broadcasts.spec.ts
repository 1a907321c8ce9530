import { Broadcasts } from '#broadcasts';
import { row, rows } from '#platform/database';
import type { SignedIn } from '#staff/roles';
import { tamper } from '../../../../test/factories/database.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

const BROADCASTS = '/api/v1/broadcasts';
type Fault = { path: string; message: string; code: string };
interface View {
  id: string;
  state: string;
  version: number;
  title: string;
  faults: Fault[];
  obstacles: Fault[];
  warnings: { code: string; path: string }[];
  estimate: { people: number } | null;
  submission: { no: number; digest: string; decision: string | null; reason: string | null } | null;
  withdrawal: { at: string; by: { name: string }; reason: string | null } | null;
  approval: { may: boolean; why: string | null };
  changes: { path: string; was?: string; is?: string }[];
  digest: string;
}

describe('broadcasts, from draft to approval', () => {
  let publisher: TestPublisher;
  let ask: Record<'penulis' | 'operator' | 'admin' | 'auditor' | 'kpu-nasional' | 'kpu-aceh', Ask>;
  let day: string;
  beforeAll(async () => {
    publisher = await testPublisher();
    const names = ['penulis', 'operator', 'admin', 'auditor', 'kpu-nasional', 'kpu-aceh'] as const;
    ask = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await signIn(publisher.url, name)] as const)),
    ) as typeof ask;
    await publisher.db.source.query(
      `INSERT INTO regions (code, parent_code, kind, name, time_zone) VALUES
         ('11.01', '11', 'regency', 'Kabupaten Aceh Selatan', 'Asia/Jakarta'), ('91', NULL, 'province', 'Papua', 'Asia/Jayapura')
       ON CONFLICT DO NOTHING`,
    );
    await publisher.db.source.query(
      `INSERT INTO elections (id, name, polling_date, polling_opens, polling_closes, quiet_from, quiet_to)
       SELECT 'pemilu-uji', 'Pemilu Uji', d + 3, '07:00', '13:00', d, d + 2 FROM (SELECT siar_now()::date + 10 AS d) AS q`,
    );
    await publisher.db.source.query(`
      INSERT INTO contests (election_id, office) VALUES ('pemilu-uji', 'president');
      INSERT INTO contestants (contest_id, number, name) SELECT id, 1, 'Ratna Wijaya' FROM contests WHERE election_id = 'pemilu-uji'`);
    const found = await row<{ day: string }>(
      publisher.db.source.manager,
      `SELECT (siar_now()::date + 2)::text AS day`,
    );
    day = found?.day ?? '';
  });
  afterAll(() => publisher.stop());

  const draft = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
    title: 'Pengingat',
    channels: ['sms'],
    contents: { sms: { id: { body: 'KPU: Halo {{name}}, cek TPS di kpu.go.id' } } },
    audience: { regions: ['11'] },
    schedule: { at: `${day}T09:00` },
    ...more,
  });
  const create = async (more: Record<string, unknown> = {}): Promise<View> => {
    const { status, body } = await ask.penulis<View>('POST', BROADCASTS, draft(more));
    expect({ status, faults: body.faults }).toEqual({ status: 201, faults: undefined });
    return body;
  };
  const act = (who: keyof typeof ask, id: string, verb: string, body: unknown = {}) =>
    ask[who]<View>('POST', `${BROADCASTS}/${id}/${verb}`, body);
  const submitted = async (more: Record<string, unknown> = {}): Promise<View & { digest: string }> => {
    const { id } = await create(more);
    const { status, body } = await act('penulis', id, 'submit');
    expect({ status, faults: body.faults }).toEqual({ status: 200, faults: undefined });
    return { ...body, digest: body.submission?.digest ?? '' };
  };
  const state = async (id: string): Promise<string> =>
    (await ask.penulis<View>('GET', `${BROADCASTS}/${id}`)).body.state;
  const acts = async (id: string): Promise<string[]> =>
    (
      await rows<{ act: string }>(
        publisher.db.source.manager,
        'SELECT act FROM audit_entries WHERE subject = $1 ORDER BY id',
        [`broadcast:${id}`],
      )
    ).map((entry) => entry.act);
  const waves = (id: string) =>
    rows<{ channel: string; region: string; state: string }>(
      publisher.db.source.manager,
      'SELECT channel, region_code AS region, state FROM waves WHERE broadcast_id = $1 ORDER BY id',
      [id],
    );

  it('goes from draft to approval, and the trail records each step', async () => {
    const made = await submitted({
      audience: { regions: ['91', '11', '11.01'] },
      channels: ['sms', 'telegram'],
      contents: {
        sms: { id: { body: 'KPU: {{region}}' } },
        telegram: { id: { body: 'Halo {{name}}' } },
      },
    });
    expect(made.state).toBe('in_review');
    const seen = (await ask['kpu-nasional']<View>('GET', `${BROADCASTS}/${made.id}`)).body;
    expect(seen.approval).toMatchObject({ may: true, why: null });
    const approved = await act('kpu-nasional', made.id, 'approve', { digest: made.digest });
    expect(approved.body).toMatchObject({
      state: 'approved',
      submission: { decision: 'approved', digest: made.digest },
    });
    // WIT before WIB; a regency inside a chosen province is in its wave.
    expect(await waves(made.id)).toEqual([
      { channel: 'telegram', region: '91', state: 'planned' },
      { channel: 'sms', region: '91', state: 'planned' },
      { channel: 'telegram', region: '11', state: 'planned' },
      { channel: 'sms', region: '11', state: 'planned' },
    ]);
    expect(await acts(made.id)).toEqual(['broadcast.create', 'broadcast.submit', 'broadcast.approve']);
  });

  it('shows its estimated reach until its deliveries are written', async () => {
    const reached = { people: expect.any(Number) as number };
    const approve = (made: { id: string; digest: string }) =>
      act('kpu-nasional', made.id, 'approve', { digest: made.digest, confirmLocalHours: true });

    const later = await submitted();
    expect(later.estimate).toMatchObject(reached);
    expect((await approve(later)).body.estimate).toEqual(later.estimate);

    const { id } = await create({ kind: 'urgent', schedule: { at: 'now', leaveWindow: true } });
    const { body } = await act('penulis', id, 'submit', { confirmLocalHours: true });
    expect(body.estimate).toMatchObject(reached);
    expect((await approve({ id, digest: body.submission?.digest ?? '' })).body.estimate).toBeNull();
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['region 99', { audience: { regions: ['99'] } }, 'audience.regions.0'],
    ['an unknown topic', { audience: { regions: ['11'], topics: ['x'] } }, 'audience.topics'],
    ['an unknown election', { electionId: 'nowhere' }, 'electionId'],
  ])('does not save %s', async (_, more, path) => {
    const before = await row<{ n: number }>(
      publisher.db.source.manager,
      'SELECT count(*)::int AS n FROM broadcasts',
    );
    const { status, body } = await ask.penulis<View>('POST', BROADCASTS, draft(more));
    expect(status).toBe(422);
    expect(body.faults.map((fault) => fault.path)).toContain(path);
    expect(await row(publisher.db.source.manager, 'SELECT count(*)::int AS n FROM broadcasts')).toEqual(
      before,
    );
  });

  it.each<[string, unknown]>([
    ['no title', {}],
    ['a field there is not', { title: 'x', colour: 'red' }],
    ['an invisible character', { title: 'x\u202Ey' }],
    ['a lone surrogate', { title: 'x\uD800y' }],
    ['a time with a zone', { title: 'x', schedule: { at: '2099-01-01T09:00Z' } }],
    ['a day there is not', { title: 'x', schedule: { at: '2099-02-30T09:00' } }],
    ['a year that PostgreSQL does not know', { title: 'x', schedule: { at: '0000-01-01T09:00' } }],
    ['a correction by the front door', { title: 'x', kind: 'correction' }],
    ['a channel there is not', { title: 'x', channels: ['fax'] }],
  ])('rejects %s as malformed', async (_, body) => {
    expect((await ask.penulis('POST', BROADCASTS, body)).status).toBe(400);
  });

  it('allows an emoji and a second segment on request', async () => {
    const contents = { sms: { id: { body: `KPU: ayo 🗳${'.'.repeat(50)}` } } };
    const { warnings } = await create({ contents, smsOverride: { unicode: true, segments: 2 } });
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'sms-override' }));
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a time in the past', { schedule: { at: '2020-01-01T09:00' } }, 'schedule.at'],
    ['an empty text', { contents: { telegram: { id: { body: ' \n' } } } }, 'contents.telegram.id.body'],
    [
      '5,000 characters for Telegram',
      { contents: { telegram: { id: { body: 'a'.repeat(5000) } } } },
      'contents.telegram.id.body',
    ],
    ['an emoji in an SMS', { contents: { sms: { id: { body: 'KPU: ayo 🗳' } } } }, 'contents.sms.id.body'],
    [
      'an SMS of two segments',
      { contents: { sms: { id: { body: 'KPU '.repeat(40) } } } },
      'contents.sms.id.body',
    ],
    ['a misspelt variable', { contents: { sms: { id: { body: 'KPU {{nama}}' } } } }, 'contents.sms.id.body'],
    ['a link elsewhere', { contents: { sms: { id: { body: 'KPU bit.ly/x' } } } }, 'contents.sms.id.body'],
    [
      'a subject of two lines',
      { contents: { email: { id: { subject: 'a\nb', body: 'x' } } } },
      'contents.email.id.subject',
    ],
    [
      'expiry before release',
      { schedule: { at: '2099-01-01T09:00', expires: '2099-01-01T08:00' } },
      'schedule.expires',
    ],
    ['a time outside the window', { schedule: { at: '2099-01-01T03:00' } }, 'schedule.at'],
    ['a channel without a text', { channels: ['sms', 'email'] }, 'contents.email.id'],
    ['a text only in English', { contents: { sms: { en: { body: 'KPU' } } } }, 'contents.sms.id'],
    ['no regions', { audience: { regions: [] } }, 'audience.regions'],
    ['no channel', { channels: [] }, 'channels'],
    [
      'a polling date without an election',
      { contents: { sms: { id: { body: 'KPU {{polling_date}}' } } } },
      'electionId',
    ],
  ])('saves but does not submit %s', async (_, more, path) => {
    const made = await create(more);
    expect(made.obstacles.map((fault) => fault.path)).toContain(path);
    const { status, body } = await act('penulis', made.id, 'submit');
    expect(status).toBe(422);
    expect(body.faults.map((fault) => fault.path)).toContain(path);
    expect(await state(made.id)).toBe('draft');
    expect(await acts(made.id)).toEqual(['broadcast.create']);
  });

  it('requires a neutral text in the quiet period, and warns of contestants', async () => {
    const quiet = await row<{ at: string }>(
      publisher.db.source.manager,
      `SELECT quiet_from || 'T09:00' AS at FROM elections WHERE id = 'pemilu-uji'`,
    );
    const contents = { sms: { id: { body: 'KPU: pilih ratna wijaya {{polling_date}}' } } };
    const made = await create({ electionId: 'pemilu-uji', schedule: { at: quiet?.at }, contents });
    expect(made.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['quiet-period', 'contestant-named']),
    );
    expect((await act('penulis', made.id, 'submit')).body.faults).toEqual([
      expect.objectContaining({ path: 'neutral' }),
    ]);
    await ask.penulis('PATCH', `${BROADCASTS}/${made.id}`, { version: 1, neutral: true });
    expect((await act('penulis', made.id, 'submit')).status).toBe(200);
  });

  it('requires author and reviewer to confirm hours outside the window', async () => {
    const made = await create({ kind: 'urgent', schedule: { at: `${day}T03:00`, leaveWindow: true } });
    expect((await act('penulis', made.id, 'submit')).body.faults).toEqual([
      expect.objectContaining({ path: 'schedule.leaveWindow' }),
    ]);
    const { body } = await act('penulis', made.id, 'submit', { confirmLocalHours: true });
    const digest = body.submission?.digest;
    expect((await act('kpu-nasional', made.id, 'approve', { digest })).status).toBe(422);
    expect(
      (await act('kpu-nasional', made.id, 'approve', { digest, confirmLocalHours: true })).body.state,
    ).toBe('approved');
  });

  it.each<[keyof typeof ask, string]>([
    ['penulis', 'ministry'],
    ['admin', 'ministry'],
    ['operator', 'ministry'],
    ['auditor', 'ministry'],
  ])('is not approved by %s of the %s', async (who) => {
    const made = await submitted();
    expect((await act(who, made.id, 'approve', { digest: made.digest })).status).toBe(403);
    expect(await state(made.id)).toBe('in_review');
    expect(await waves(made.id)).toEqual([]);
  });

  it('is approved by the office responsible for its regions, and by no other', async () => {
    const aceh = await submitted();
    expect((await act('kpu-aceh', aceh.id, 'approve', { digest: aceh.digest })).status).toBe(200);
    const papua = await submitted({ audience: { regions: ['91'] } });
    const both = await submitted({ audience: { regions: ['11', '91'] } });
    for (const { id, digest } of [papua, both]) {
      const refused = await act('kpu-aceh', id, 'approve', { digest });
      expect(refused.status).toBe(403);
      expect((await act('kpu-aceh', id, 'reject', { reason: 'x' })).status).toBe(403);
      expect((await act('kpu-aceh', id, 'withdraw')).status).toBe(403);
      expect((await ask['kpu-aceh']('GET', `${BROADCASTS}/${id}`)).status).toBe(404);
      expect(await state(id)).toBe('in_review');
    }
  });

  it('is not approved by a reviewer who wrote, changed or submitted it, even one who may write', async () => {
    const { source } = publisher.db;
    // A person of KPU who is both author and reviewer.
    await source.query(
      `INSERT INTO person_roles (person_id, role) SELECT id, 'author' FROM people WHERE username = 'kpu-nasional'`,
    );
    try {
      const both = await signIn(publisher.url, 'kpu-nasional');
      const { body } = await both<View>('POST', BROADCASTS, draft());
      const sent = await both<View>('POST', `${BROADCASTS}/${body.id}/submit`, {});
      const digest = sent.body.submission?.digest;
      expect(sent.body.approval).toMatchObject({ may: false });
      expect((await both('POST', `${BROADCASTS}/${body.id}/approve`, { digest })).status).toBe(403);
      expect((await act('kpu-aceh', body.id, 'approve', { digest })).status).toBe(200);
    } finally {
      await source.query(
        `DELETE FROM person_roles WHERE role = 'author' AND person_id = (SELECT id FROM people WHERE username = 'kpu-nasional')`,
      );
    }
  });

  it('reports the changes when the digest is stale', async () => {
    const made = await submitted();
    const edited = await ask.penulis<View>('PATCH', `${BROADCASTS}/${made.id}`, {
      version: made.version,
      contents: { sms: { id: { body: 'KPU: Halo {{name}}, cek TPS di infopemilu.kpu.go.id' } } },
      audience: { regions: ['11', '91'] },
    });
    expect(edited.body).toMatchObject({ state: 'draft', version: 2, submission: { decision: 'voided' } });
    expect((await act('kpu-nasional', made.id, 'approve', { digest: made.digest })).status).toBe(409);
    const again = await act('penulis', made.id, 'submit');
    const stale = await act('kpu-nasional', made.id, 'approve', { digest: made.digest });
    expect(stale.status).toBe(409);
    expect(stale.body.digest).toBe(again.body.submission?.digest);
    expect(stale.body.changes).toEqual([
      { path: 'audience.regions', was: '11', is: '11, 91' },
      expect.objectContaining({ path: 'contents.sms.id.text' }),
      { path: 'regions', was: '11 Aceh Asia/Jakarta', is: '11 Aceh Asia/Jakarta, 91 Papua Asia/Jayapura' },
    ]);
    const never = await act('kpu-nasional', made.id, 'approve', { digest: '0'.repeat(64) });
    expect(never.status).toBe(409);
    expect(await state(made.id)).toBe('in_review');
    expect(await waves(made.id)).toEqual([]);
  });

  it('is approved once by any number of simultaneous requests', async () => {
    const made = await submitted();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        act(i % 2 ? 'kpu-nasional' : 'kpu-aceh', made.id, 'approve', { digest: made.digest }),
      ),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      200,
      ...Array<number>(7).fill(409),
    ]);
    expect(await waves(made.id)).toHaveLength(1);
    expect((await acts(made.id)).filter((one) => one === 'broadcast.approve')).toHaveLength(1);
  });

  it('is either approved or changed, never both', async () => {
    for (let round = 0; round < 5; round++) {
      const made = await submitted();
      const [approved, edited] = await Promise.all([
        act('kpu-nasional', made.id, 'approve', { digest: made.digest }),
        ask.penulis('PATCH', `${BROADCASTS}/${made.id}`, { version: made.version, title: 'Lain' }),
      ]);
      expect([approved.status, edited.status].sort((a, b) => a - b)).toEqual([200, 409]);
      expect(await state(made.id)).toBe(approved.status === 200 ? 'approved' : 'draft');
      expect(await waves(made.id)).toHaveLength(approved.status === 200 ? 1 : 0);
    }
  });

  it('rejects an edit of an outdated version', async () => {
    const made = await create();
    expect(
      (await ask.penulis('PATCH', `${BROADCASTS}/${made.id}`, { version: 1, title: 'Satu' })).status,
    ).toBe(200);
    const late = await ask.penulis<View>('PATCH', `${BROADCASTS}/${made.id}`, { version: 1, title: 'Dua' });
    expect(late.status).toBe(409);
    expect(late.body.version).toBe(2);
  });

  it('is not approved when its time has passed since the submission', async () => {
    const made = await submitted();
    const late = await row<{ digest: string }>(
      publisher.db.source.manager,
      `WITH late AS (SELECT replace(document, '${day}T09:00', '2020-01-01T09:00') AS document FROM submissions WHERE broadcast_id = $1)
       SELECT document, encode(sha256(convert_to(document, 'UTF8')), 'hex') AS digest FROM late`,
      [made.id],
    );
    await tamper(
      publisher.db.source,
      `UPDATE submissions SET document = replace(document, '${day}T09:00', '2020-01-01T09:00'), digest = $2 WHERE broadcast_id = $1`,
      [made.id, late?.digest],
    );
    const { status, body } = await act('kpu-nasional', made.id, 'approve', { digest: late?.digest });
    expect(status).toBe(422);
    expect(body.faults).toEqual([expect.objectContaining({ path: 'schedule.at' })]);
    expect(await state(made.id)).toBe('in_review');
    expect(await waves(made.id)).toEqual([]);
  });

  it('is released for sending only when approved, and only as approved', async () => {
    const broadcasts = publisher.app.get(Broadcasts);
    const made = await submitted();
    await expect(broadcasts.frozen(made.id)).rejects.toThrow(/not approved/);
    await act('kpu-nasional', made.id, 'approve', { digest: made.digest });
    const given = await broadcasts.frozen(made.id);
    expect(given.digest).toBe(made.digest);
    expect(given.document.contents.sms?.['id']?.text).toBe(
      'KPU: Halo {{name}}, cek TPS di kpu.go.id Cek/Stop {{verify_link}}',
    );
    expect(await broadcasts.frozen(made.id)).toEqual(given);

    const altered = await submitted();
    await tamper(
      publisher.db.source,
      `UPDATE submissions SET document = replace(document, 'Halo', 'Hai') WHERE broadcast_id = $1`,
      [altered.id],
    );
    expect((await act('kpu-nasional', altered.id, 'approve', { digest: altered.digest })).status).toBe(500);
    await tamper(
      publisher.db.source,
      `UPDATE submissions SET decision = 'approved', decided_at = siar_now(), decided_by = $2 WHERE broadcast_id = $1`,
      [altered.id, publisher.staff.people['kpu-nasional']],
    );
    await expect(broadcasts.frozen(altered.id)).rejects.toThrow(/not what was approved/);
  });

  it('starts a correction of an approved broadcast', async () => {
    const broadcasts = publisher.app.get(Broadcasts);
    const author = (await ask.penulis<SignedIn>('GET', '/api/v1/session')).body;
    const made = await submitted();
    await expect(broadcasts.correct(author, made.id, { title: 'Ralat' })).rejects.toThrow(
      /Nothing of it was approved/,
    );
    await act('kpu-nasional', made.id, 'approve', { digest: made.digest });
    const correction = await broadcasts.correct(author, made.id, { title: 'Ralat' });
    expect(correction).toMatchObject({
      state: 'draft',
      originalId: made.id,
      draft: { kind: 'correction', reach: 'every', schedule: { at: 'now' }, audience: { regions: ['11'] } },
    });
    const edit = await ask.penulis<{ draft: object }>('PATCH', `${BROADCASTS}/${correction.id}`, {
      version: 1,
      kind: 'ordinary',
      reach: 'preferred',
    });
    expect(edit.body.draft).toMatchObject({ kind: 'correction', reach: 'every' });
  });

  it('starts the correction of a broadcast that may go out at night with the same permission', async () => {
    const { id } = await create({ kind: 'urgent', schedule: { at: 'now', leaveWindow: true } });
    const submission = await act('penulis', id, 'submit', { confirmLocalHours: true });
    const digest = submission.body.submission?.digest;
    const approved = await act('kpu-nasional', id, 'approve', { digest, confirmLocalHours: true });
    expect(approved.status).toBe(200);
    const path = `${BROADCASTS}/${id}/corrections`;
    const { body } = await ask.penulis<{ draft: object }>('POST', path, { title: 'Ralat' });
    expect(body.draft).toMatchObject({ schedule: { at: 'now', leaveWindow: true } });
  });

  it('is rejected only with a reason, then fixed and submitted again', async () => {
    const made = await submitted();
    expect((await act('kpu-nasional', made.id, 'reject', {})).status).toBe(400);
    expect((await act('kpu-nasional', made.id, 'reject', { reason: '  ' })).status).toBe(400);
    const rejected = await act('kpu-nasional', made.id, 'reject', { reason: 'Jam salah' });
    expect(rejected.body).toMatchObject({
      state: 'rejected',
      submission: { decision: 'rejected', reason: 'Jam salah' },
    });
    expect((await act('kpu-nasional', made.id, 'approve', { digest: made.digest })).status).toBe(409);
    expect((await act('penulis', made.id, 'submit')).body).toMatchObject({
      state: 'in_review',
      submission: { no: 2 },
    });
  });

  it('is withdrawn by author or reviewer, together with its waves', async () => {
    for (const who of ['penulis', 'kpu-aceh'] as const) {
      const made = await submitted();
      await act('kpu-nasional', made.id, 'approve', { digest: made.digest });
      const withdrawn = await act(who, made.id, 'withdraw', { reason: 'Salah tanggal' });
      expect(withdrawn.body).toMatchObject({
        state: 'withdrawn',
        withdrawal: {
          by: { name: expect.any(String) as string },
          at: expect.any(String) as string,
          reason: 'Salah tanggal',
        },
      });
      expect(await waves(made.id)).toEqual([{ channel: 'sms', region: '11', state: 'cancelled' }]);
      expect((await act(who, made.id, 'withdraw')).status).toBe(409);
      // No delivery exists yet: it can be submitted again.
      const again = await act('penulis', made.id, 'submit');
      expect({ status: again.status, withdrawal: again.body.withdrawal }).toEqual({
        status: 200,
        withdrawal: null,
      });
    }
  });

  it('cannot be reopened once copies were prepared, but can be copied', async () => {
    const made = await submitted();
    await act('kpu-nasional', made.id, 'approve', { digest: made.digest });
    await publisher.db.source.query(
      'UPDATE waves SET targeted = 1, accepted = 1, first_handover_at = siar_now() WHERE broadcast_id = $1',
      [made.id],
    );
    await act('penulis', made.id, 'withdraw');
    const edit = await ask.penulis<View>('PATCH', `${BROADCASTS}/${made.id}`, {
      version: made.version,
      title: 'Lain',
    });
    expect(edit.status).toBe(409);
    expect((await act('penulis', made.id, 'submit')).status).toBe(409);
    const copy = await act('penulis', made.id, 'copy');
    expect(copy.status).toBe(201);
    expect(copy.body).toMatchObject({ state: 'draft', version: 1, submission: null });
    // Copies of it went out: its author and KPU see what the copy still has of it.
    const { body } = await ask.penulis<{ findings: { code: string; expected: string[] }[] }>(
      'GET',
      `${BROADCASTS}/${copy.body.id}/review`,
    );
    expect(body.findings.filter(({ code }) => code === 'copied-withdrawn')).toMatchObject([
      { expected: ['Pengingat'] },
    ]);
  });

  it('lists what a person may see, page by page, newest first', async () => {
    for (let n = 0; n < 3; n++) await create({ title: `Daftar ${n}` });
    const first = await ask.auditor<{ broadcasts: View[]; after: string }>(
      'GET',
      `${BROADCASTS}?q=daftar&limit=2`,
    );
    expect(first.body.broadcasts.map(({ title }) => title)).toEqual(['Daftar 2', 'Daftar 1']);
    const second = await ask.auditor<{ broadcasts: View[]; after: null }>(
      'GET',
      `${BROADCASTS}?q=daftar&limit=2&after=${first.body.after}`,
    );
    expect(second.body).toMatchObject({ broadcasts: [{ title: 'Daftar 0' }], after: null });
    expect((await ask.penulis('GET', `${BROADCASTS}?state=nonsense`)).status).toBe(400);
  });

  it('lists for KPU the submitted broadcasts of its office: exactly those it can open', async () => {
    await submitted({ audience: { regions: ['11.01'] }, title: 'Milik Aceh' });
    await submitted({ audience: { regions: ['91'] } });
    await create({ title: 'Belum diajukan' });
    for (const who of ['kpu-aceh', 'kpu-nasional'] as const) {
      const listed = (
        await ask[who]<{ broadcasts: View[] }>('GET', `${BROADCASTS}?limit=200`)
      ).body.broadcasts.map(({ id }) => id);
      const all = await rows<{ id: string }>(
        publisher.db.source.manager,
        'SELECT id FROM broadcasts ORDER BY id DESC',
      );
      const opened: string[] = [];
      for (const { id } of all)
        if ((await ask[who]('GET', `${BROADCASTS}/${id}`)).status === 200) opened.push(id);
      expect(listed).toEqual(opened);
      expect(listed.length).toBeLessThan(all.length);
      expect(listed.length).toBeGreaterThan(0);
    }
  });

  it('previews a copy, and sends a marked one to the author', async () => {
    const made = await create({
      channels: ['email', 'sms'],
      contents: {
        email: { id: { subject: 'Halo {{name}}', body: 'Di {{region}}' } },
        sms: { id: { body: 'KPU: Halo {{name}}' } },
      },
    });
    const preview = await ask.penulis<{ text: string; sms: { segments: number } }>(
      'POST',
      `${BROADCASTS}/${made.id}/preview`,
      {
        channel: 'sms',
        sample: { name: 'Żółć' },
      },
    );
    expect(preview.body).toMatchObject({
      text: expect.stringMatching(/^KPU: Halo Zolc Cek\/Stop siar\.go\.id\/\w{10}$/) as string,
      sms: { segments: 1 },
    });
    expect((await act('penulis', made.id, 'preview', { channel: 'telegram' })).status).toBe(422);

    const test = await ask.penulis('POST', `${BROADCASTS}/${made.id}/test`, {});
    expect(test).toMatchObject({
      status: 202,
      body: {
        channels: ['email'],
        sent: [{ channel: 'email', to: expect.stringMatching(/^[^@]*[*•…][^@]*@|\*/) as string }],
        leftOut: [{ channel: 'sms', why: 'no-address' }],
      },
    });
    expect(
      await rows(
        publisher.db.source.manager,
        'SELECT kind, channel, state FROM notices WHERE broadcast_id = $1',
        [made.id],
      ),
    ).toEqual([{ kind: 'test', channel: 'email', state: 'pending' }]);
    expect(await acts(made.id)).toContain('broadcast.test');
    const nowhere = await act('penulis', made.id, 'test', { channels: ['sms'] });
    expect(nowhere.status).toBe(422);
    expect(nowhere.body.faults[0]?.message).toContain('on email');
  });

  it('stores a draft with any faults, reports them all, and sends no test of it', async () => {
    const contents = {
      email: { id: { subject: '', body: '' } },
      sms: { id: { body: `KPU {{x}} bit.ly/x “${'.'.repeat(500)}` } },
    };
    const made = await create({ channels: ['email', 'sms'], contents, schedule: undefined });
    expect(made.obstacles.map((fault) => `${fault.path} ${fault.code}`)).toEqual(
      expect.arrayContaining([
        'contents.email.id.subject empty',
        'contents.email.id.body empty',
        'contents.sms.id.body unknown-variable',
        'contents.sms.id.body link',
        'contents.sms.id.body sms-letters',
        'schedule no-schedule',
      ]),
    );
    const test = await act('penulis', made.id, 'test', { channels: ['email'] });
    expect(test.status).toBe(422);
    expect(test.body.faults.map(({ path }) => path)).toContain('contents.email.id.body');
    const preview = await ask.penulis<{ text: string }>('POST', `${BROADCASTS}/${made.id}/preview`, {
      channel: 'sms',
    });
    expect(preview.body.text).toContain('KPU {{x}} bit.ly/x');
    const { body } = await ask.penulis<View>('PATCH', `${BROADCASTS}/${made.id}`, {
      version: 1,
      contents: { sms: { id: { body: '{{#' } } },
    });
    expect(body.obstacles.map(({ path }) => path)).toContain('contents.sms.id.body');
    const tooLong = { version: 2, contents: { sms: { id: { body: 'a'.repeat(50_001) } } } };
    expect((await ask.penulis('PATCH', `${BROADCASTS}/${made.id}`, tooLong)).status).toBe(400);
  });

  it('deletes a draft only for its author, and nothing that was ever submitted', async () => {
    const remove = (who: keyof typeof ask, id: string, version = 1) =>
      ask[who]('DELETE', `${BROADCASTS}/${id}?version=${version}`);
    const made = await create({
      channels: ['email'],
      contents: { email: { id: { subject: 'Uji', body: 'Uji' } } },
    });
    expect((await act('penulis', made.id, 'test')).status).toBe(202);
    expect((await remove('kpu-nasional', made.id)).status).toBe(403);
    expect((await remove('penulis', made.id, 2)).status).toBe(409);
    expect((await remove('penulis', made.id)).status).toBe(204);
    expect((await ask.penulis('GET', `${BROADCASTS}/${made.id}`)).status).toBe(404);
    expect((await remove('penulis', made.id)).status).toBe(404);
    expect(await acts(made.id)).toEqual(['broadcast.create', 'broadcast.test', 'broadcast.delete']);

    const sentBack = await submitted();
    expect((await remove('penulis', sentBack.id)).status).toBe(409);
    expect((await act('penulis', sentBack.id, 'withdraw')).status).toBe(200);
    expect((await remove('penulis', sentBack.id)).status).toBe(409);
    expect(await state(sentBack.id)).toBe('withdrawn');
    // A colleague of the same office may edit another's draft, but not delete it.
    const other = await create();
    const { manager } = publisher.db.source;
    await manager.query('UPDATE broadcasts SET author_id = $2 WHERE id = $1', [
      other.id,
      publisher.staff.people['operator'],
    ]);
    expect((await remove('penulis', other.id)).status).toBe(403);
  });

  it('plans without approving', async () => {
    const made = await create();
    const { body } = await ask.penulis<{ waves: unknown[]; forecast: object }>(
      'GET',
      `${BROADCASTS}/${made.id}/plan`,
    );
    expect(body.waves).toHaveLength(1);
    expect(await waves(made.id)).toEqual([]);
  });

  it('answers 404 or 400 for a wrong id', async () => {
    expect((await ask.penulis('GET', `${BROADCASTS}/123`)).status).toBe(404);
    expect((await ask.penulis('GET', `${BROADCASTS}/99999999999999999999`)).status).toBe(400);
    expect((await ask.penulis('GET', `${BROADCASTS}/x`)).status).toBe(400);
  });
});
