import { rows } from '#platform/database';
import { tamper } from '../../../../test/factories/database.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn, type Username } from '../../../../test/factories/staff.js';

interface Broadcast {
  id: string;
  version: number;
  state: string;
  title: string;
  publicCode: string;
  editors: string[];
  submission: { no: number; digest: string; decision: string | null } | null;
  code?: string;
}

describe('undoing', () => {
  let publisher: TestPublisher;
  let ask: Record<Username, Ask>;
  beforeAll(async () => {
    publisher = await testPublisher();
    const names = ['penulis', 'operator', 'kpu-nasional', 'kpu-aceh'] as const;
    ask = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await signIn(publisher.url, name)] as const)),
    ) as typeof ask;
  });
  afterAll(() => publisher.stop());

  const at = (id: string, rest = ''): string => `/api/v1/broadcasts/${id}${rest}`;
  const written = async (title: string, more: Record<string, unknown> = {}): Promise<Broadcast> => {
    const made = await ask.penulis<Broadcast>('POST', '/api/v1/broadcasts', {
      title,
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: cek TPS Anda.' } } },
      audience: { regions: ['11'] },
      schedule: { at: '2036-06-02T09:00' },
      ...more,
    });
    expect(made.status).toBe(201);
    return made.body;
  };
  const submitted = async (title: string, more: Record<string, unknown> = {}): Promise<Broadcast> => {
    const { id } = await written(title, more);
    const { status, body } = await ask.penulis<Broadcast>('POST', at(id, '/submit'), {
      confirmLocalHours: true,
    });
    expect(status).toBe(200);
    return body;
  };
  const approve = ({ id, submission }: Broadcast) =>
    ask['kpu-nasional']<Broadcast>('POST', at(id, '/approve'), {
      digest: submission?.digest,
      confirmLocalHours: true,
    });
  const reject = (id: string) =>
    ask['kpu-nasional']<Broadcast>('POST', at(id, '/reject'), { reason: 'Jam belum benar.' });
  const undo = async (who: Username, id: string, act: string) => {
    const { status, body } = await ask[who]<Broadcast>('POST', at(id, '/undo'), { act });
    return { status, code: body.code, body };
  };
  const told = async (kind: string, id: string): Promise<number> =>
    (
      await rows(
        publisher.db.source.manager,
        'SELECT FROM staff_news WHERE kind = $1 AND broadcast_id = $2',
        [kind, id],
      )
    ).length;
  const ago = (seconds: number, id: string): Promise<void> =>
    tamper(
      publisher.db.source,
      `UPDATE submissions SET submitted_at = submitted_at - make_interval(secs => $2), decided_at = decided_at - make_interval(secs => $2) WHERE broadcast_id = $1`,
      [id, seconds],
    );

  it('takes a rejection back: the same document waits again, and the trail keeps both', async () => {
    const { id, submission } = await submitted('Ditolak');
    await reject(id);
    expect(await told('sent-back', id)).toBe(1);
    const { status, body } = await undo('kpu-nasional', id, 'reject');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'in_review',
      submission: { no: 2, decision: null, digest: submission?.digest },
    });
    expect(await told('sent-back', id)).toBe(0);
    const { body: review } = await ask['kpu-nasional']<{
      submissions: { no: number; decision: string | null }[];
    }>('GET', at(id, '/review'));
    expect(review.submissions.map(({ no, decision }) => [no, decision])).toEqual([
      [2, null],
      [1, 'rejected'],
    ]);
    const acts = await rows<{ act: string }>(
      publisher.db.source.manager,
      `SELECT act FROM audit_entries WHERE subject = 'broadcast:' || $1 ORDER BY id DESC LIMIT 2`,
      [id],
    );
    expect(acts.map(({ act }) => act)).toEqual(['broadcast.undo', 'broadcast.reject']);
    expect((await approve(body)).status).toBe(200);
  });

  it('takes an approval back while none of its hours is near: nothing of it goes out or is found', async () => {
    const first = await submitted('Disahkan');
    const { id } = first;
    expect((await approve(first)).body.state).toBe('approved');
    const { status, body } = await undo('kpu-nasional', id, 'approve');
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'in_review', submission: { no: 2, decision: null } });
    const { manager } = publisher.db.source;
    expect(await rows(manager, 'SELECT FROM waves WHERE broadcast_id = $1', [id])).toHaveLength(0);
    expect(await rows(manager, 'SELECT FROM approved_shingles WHERE broadcast_id = $1', [id])).toHaveLength(
      0,
    );
    expect(await told('approved', id)).toBe(0);
    expect((await approve(body)).body.state).toBe('approved');
    expect(await told('approved', id)).toBe(1);
    expect((await undo('kpu-nasional', id, 'approve')).status).toBe(200);
    expect(await rows(manager, 'SELECT FROM approved_shingles WHERE broadcast_id = $1', [id])).toHaveLength(
      0,
    );
  });

  it('does not count an undone decision as a look of KPU’s, and notifies reviewers that it waits again', async () => {
    const first = await submitted('Tergesa-gesa', {
      contents: { sms: { id: { body: 'KPU: {{name}}, cek TPS Anda.' } } },
      audience: { regions: ['11'] },
    });
    const { id } = first;
    const waits = await told('submitted', id);
    expect(waits).toBeGreaterThan(0);
    await approve(first);
    expect((await undo('kpu-nasional', id, 'approve')).status).toBe(200);
    expect(await told('submitted', id)).toBe(2 * waits);
    const { body: review } = await ask['kpu-aceh']<{ since: unknown; submissions: { changes: unknown }[] }>(
      'GET',
      at(id, '/review'),
    );
    expect(review.since).toBeNull();
    expect(review.submissions[0]?.changes).toBeNull();
  });

  it('takes back a rejection of an urgent broadcast after one of its hours has passed', async () => {
    const { id } = await submitted('Lewat', { kind: 'urgent' });
    await reject(id);
    await tamper(
      publisher.db.source,
      `UPDATE submissions SET document = replace(document, '2036-06-02', '2020-06-02') WHERE broadcast_id = $1`,
      [id],
    );
    expect((await undo('kpu-nasional', id, 'reject')).status).toBe(200);
  });

  it('takes an undecided withdrawal back, for the person who withdrew it', async () => {
    const withdraw = async (who: Username, id: string) =>
      expect((await ask[who]('POST', at(id, '/withdraw'), {})).status).toBe(200);
    const first = await submitted('Ditarik');
    const { id } = first;
    const waits = await told('submitted', id);
    await withdraw('kpu-nasional', id);
    expect(await told('withdrawn', id)).toBe(1);
    expect(await undo('penulis', id, 'withdraw')).toMatchObject({ status: 403, code: 'undo-own' });
    const { status, body } = await undo('kpu-nasional', id, 'withdraw');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'in_review',
      submission: { no: 2, decision: null, digest: first.submission?.digest },
    });
    expect(await told('withdrawn', id)).toBe(0);
    expect(await told('submitted', id)).toBe(2 * waits);
    expect((await approve(body)).body.state).toBe('approved');
    // A withdrawal after the approval cancelled its waves: there is nothing to continue.
    await withdraw('penulis', id);
    expect(await undo('penulis', id, 'withdraw')).toMatchObject({ status: 409, code: 'undo-begun' });
    // Approved again, only the waves of the new approval count, and it can be undone like a first one.
    const again = await ask.penulis<Broadcast>('POST', at(id, '/submit'), { version: body.version });
    expect((await approve(again.body)).body.state).toBe('approved');
    const { manager } = publisher.db.source;
    const states = await rows(manager, 'SELECT DISTINCT state FROM waves WHERE broadcast_id = $1', [id]);
    expect(states).toEqual([{ state: 'planned' }]);
    expect((await undo('kpu-nasional', id, 'approve')).status).toBe(200);
    // A withdrawn draft without a submission has nothing to restore.
    const other = await submitted('Draf ditarik');
    expect((await undo('penulis', other.id, 'submit')).body).toMatchObject({ state: 'draft' });
    await withdraw('penulis', other.id);
    expect(await undo('penulis', other.id, 'withdraw')).toMatchObject({ status: 409, code: 'undo-begun' });
  });

  it('refuses for an approval that has a correction in progress', async () => {
    const first = await submitted('Diralat sebelum berangkat');
    await approve(first);
    const correction = await ask.penulis<Broadcast>('POST', at(first.id, '/corrections'), { title: 'Ralat' });
    expect(correction.status).toBe(201);
    expect(await undo('kpu-nasional', first.id, 'approve')).toMatchObject({
      status: 409,
      code: 'undo-begun',
    });
  });

  it('refuses for a broadcast that is being listed or goes out', async () => {
    const now = await submitted('Sekarang', {
      kind: 'urgent',
      schedule: { at: 'now', leaveWindow: true },
    });
    expect((await approve(now)).status).toBe(200);
    expect(await undo('kpu-nasional', now.id, 'approve')).toMatchObject({ status: 409 });
    const later = await submitted('Sedang didaftar');
    await approve(later);
    await publisher.db.source.query(
      'UPDATE waves SET fan_out_enqueued_at = siar_now() WHERE broadcast_id = $1',
      [later.id],
    );
    expect(await undo('kpu-nasional', later.id, 'approve')).toMatchObject({
      status: 409,
      code: 'undo-begun',
    });
  });

  it('takes a submission back into a draft until somebody reviews it or was called', async () => {
    const { id } = await submitted('Diajukan');
    expect(await told('submitted', id)).toBe(2);
    expect((await undo('penulis', id, 'submit')).body).toMatchObject({ state: 'draft' });
    expect(await told('submitted', id)).toBe(0);
    const again = await ask.penulis<Broadcast>('POST', at(id, '/submit'), {});
    expect(again.body).toMatchObject({ state: 'in_review', submission: { no: 2 } });
    await ask['kpu-aceh']('POST', at(id, '/hold'), {});
    expect(await undo('penulis', id, 'submit')).toMatchObject({ status: 409, code: 'undo-begun' });
    const urgent = await submitted('Mendesak', { kind: 'urgent' });
    expect(await undo('penulis', urgent.id, 'submit')).toMatchObject({ status: 409, code: 'undo-begun' });
  });

  it('restores a deleted draft, and drops it after a while', async () => {
    const draft = await written('Terhapus');
    const { id, version, publicCode, editors } = draft;
    expect((await ask.penulis('DELETE', at(id, `?version=${version}`))).status).toBe(204);
    expect((await ask.penulis('GET', at(id))).status).toBe(404);
    expect(await undo('kpu-nasional', id, 'delete')).toMatchObject({ status: 404 });
    const { status, body } = await undo('penulis', id, 'delete');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      version,
      publicCode,
      editors,
      draft: { title: 'Terhapus' },
      state: 'draft',
    });
    await ask.penulis('DELETE', at(id, `?version=${version}`));
    await publisher.db.source.query(
      `UPDATE deleted_drafts SET deleted_at = deleted_at - interval '121 seconds'`,
    );
    expect(await undo('penulis', id, 'delete')).toMatchObject({ status: 409, code: 'undo-late' });
  });

  it('is only for the person who acted, for two minutes, and from the resulting state', async () => {
    const { id } = await submitted('Batas');
    expect(await undo('kpu-nasional', id, 'submit')).toMatchObject({ status: 403 });
    await reject(id);
    expect(await undo('kpu-aceh', id, 'reject')).toMatchObject({ status: 403, code: 'undo-own' });
    expect(await undo('kpu-nasional', id, 'approve')).toMatchObject({ status: 409, code: 'undo-begun' });
    expect(await undo('operator', id, 'reject')).toMatchObject({ status: 403 });
    await ago(121, id);
    expect(await undo('kpu-nasional', id, 'reject')).toMatchObject({ status: 409, code: 'undo-late' });
    // Its author has edited it since.
    const other = await submitted('Disunting');
    await reject(other.id);
    const { body } = await ask.penulis<Broadcast>('GET', at(other.id));
    await ask.penulis('PATCH', at(other.id), { version: body.version, title: 'Disunting lagi' });
    expect(await undo('kpu-nasional', other.id, 'reject')).toMatchObject({
      status: 409,
      code: 'wrong-state',
    });
  });
});
