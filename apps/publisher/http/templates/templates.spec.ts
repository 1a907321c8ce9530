import { rows } from '#platform/database';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

interface Template {
  id: string;
  version: number;
  state: string;
  digest: string;
  mayEdit: boolean;
  approval: { may: boolean; by: { name: string }[] };
  approvedBy: { name: string } | null;
  faults?: { path: string }[];
}
interface View {
  id: string;
  version: number;
  digest: string;
  draft: { contents: unknown };
  submission: { digest: string };
  template: {
    id: string;
    unchanged: boolean;
    changes: { path: string }[];
    approvedBy: { name: string };
  } | null;
  approval: { may: boolean };
}
const SMS = { id: { body: 'KPU meralat: TPS buka 07.00. Cek kpu.go.id' } };
const LIST = '/api/v1/templates';

describe('templates', () => {
  let publisher: TestPublisher;
  let author: Ask, national: Ask, aceh: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    author = await signIn(publisher.url, 'penulis');
    national = await signIn(publisher.url, 'kpu-nasional');
    aceh = await signIn(publisher.url, 'kpu-aceh');
  });
  afterAll(() => publisher.stop());

  const create = async (contents: unknown = { sms: SMS }): Promise<Template> => {
    const { status, body } = await aceh<Template>('POST', LIST, { title: 'Ralat jam buka', contents });
    expect(status).toBe(201);
    return body;
  };
  const approve = (ask: Ask, { id, digest }: Template) =>
    ask<Template>('POST', `${LIST}/${id}/approve`, { digest });
  const seen = async (ask: Ask): Promise<string[]> =>
    (await ask<{ templates: Template[] }>('GET', LIST)).body.templates.map(({ id }) => id);

  it('follow the rules of a broadcast, with each fault at its field', async () => {
    const refused = await aceh<Template>('POST', LIST, {
      title: 'Salah',
      contents: {
        sms: { id: { body: `KPU: ${'panjang '.repeat(30)}` } },
        telegram: { id: { body: 'Lihat bit.ly/x' } },
        email: { id: { subject: 'Ralat', body: 'Halo {{nama}}' } },
      },
    });
    expect(refused.status).toBe(422);
    expect(refused.body.faults?.map(({ path }) => path).toSorted()).toEqual([
      'contents.email.id.body',
      'contents.sms.id.body',
      'contents.telegram.id.body',
    ]);
    const { id } = await create({ sms: { en: { body: 'KPU corrects: polls open at 07.00' } } });
    const { body } = await national<Template>('GET', `${LIST}/${id}`);
    expect((await approve(national, body)).body.faults).toMatchObject([{ path: 'contents.sms.id' }]);
  });

  it('are approved by another person, with the digest they saw, and any edit voids the approval', async () => {
    const made = await create();
    // The author sees who could approve it, or that nobody can because all who could wrote it.
    const by = [{ name: 'Peninjau KPU', office: 'KPU' }];
    expect(made).toMatchObject({ state: 'draft', mayEdit: true, approval: { may: false, by } });
    const own = await national<Template>('POST', LIST, { title: 'Ralat tanggal', contents: { sms: SMS } });
    expect(own.body.approval).toMatchObject({ may: false, by: [] });
    expect((await approve(aceh, made)).status).toBe(403);
    expect((await approve(national, { ...made, digest: '0'.repeat(64) })).status).toBe(409);
    expect(await seen(author)).not.toContain(made.id);
    expect((await author('GET', `${LIST}/${made.id}`)).status).toBe(404);
    expect((await approve(national, made)).body).toMatchObject({
      state: 'approved',
      approvedBy: { name: 'Peninjau KPU' },
    });
    expect((await approve(national, made)).status).toBe(409);
    expect(await seen(author)).toContain(made.id);
    expect((await aceh<Template>('GET', `${LIST}/${made.id}`)).body.approval.by).toEqual([]);

    const edit = (ask: Ask, version: number) =>
      ask<Template>('PATCH', `${LIST}/${made.id}`, { version, title: 'Ralat jam buka TPS' });
    expect((await edit(national, 1)).status).toBe(403);
    expect((await edit(aceh, 7)).status).toBe(409);
    const edited = await edit(aceh, 1);
    expect(edited.body).toMatchObject({ state: 'draft', approvedBy: null, version: 2 });
    expect(edited.body.digest).not.toBe(made.digest);
    expect((await approve(national, made)).status).toBe(409);

    expect((await aceh('POST', `${LIST}/${made.id}/retire`)).body).toMatchObject({ state: 'retired' });
    expect((await aceh('POST', `${LIST}/${made.id}/retire`)).status).toBe(409);
    expect((await edit(aceh, 2)).status).toBe(409);
    const acts = await rows<{ act: string }>(
      publisher.db.source.manager,
      'SELECT act FROM audit_entries WHERE subject = $1 ORDER BY id',
      [`template:${made.id}`],
    );
    expect(acts.map(({ act }) => act)).toEqual([
      'template.create',
      'template.approve',
      'template.edit',
      'template.retire',
    ]);
  });

  it('let the person who approved or retired one undo it, until somebody continues from there', async () => {
    const made = await create();
    const undo = (ask: Ask, act: string) =>
      ask<Template & { code?: string }>('POST', `${LIST}/${made.id}/undo`, { act });
    expect((await undo(national, 'approve')).body.code).toBe('undo-begun');
    await approve(national, made);
    expect((await undo(aceh, 'approve')).body.code).toBe('undo-own');
    expect((await undo(author, 'approve')).body.code).toBe('undo-own');
    const back = await undo(national, 'approve');
    expect(back.body).toMatchObject({ state: 'draft', approvedBy: null, digest: made.digest });
    expect((await undo(national, 'approve')).body.code).toBe('undo-begun');

    await approve(national, made);
    await aceh('POST', `${LIST}/${made.id}/retire`);
    expect((await undo(national, 'approve')).body.code).toBe('undo-begun');
    const { body } = await undo(aceh, 'retire');
    expect(body).toMatchObject({ state: 'approved', approvedBy: { name: 'Peninjau KPU' } });
  });

  it('for ordinary messages belong to an office: its authors write them, without approval', async () => {
    const contents = { sms: { id: { body: 'KPU: Periksa TPS Anda di cekdpt.kpu.go.id' } } };
    const post = (ask: Ask, title: string, kind = 'ordinary') =>
      ask<Template>('POST', LIST, { kind, title, contents });
    expect((await post(national, 'Cek TPS')).status).toBe(403);
    expect((await post(author, 'Ralat', 'correction')).status).toBe(403);
    const made = (await post(author, 'Cek TPS')).body;
    expect(made).toMatchObject({ kind: 'ordinary', state: 'ready', usable: true, mayEdit: true });
    const ofKind = async (ask: Ask, kind: string): Promise<string[]> =>
      (await ask<{ templates: Template[] }>('GET', `${LIST}?kind=${kind}`)).body.templates.map(
        ({ id }) => id,
      );
    expect(await ofKind(author, 'ordinary')).toEqual([made.id]);
    expect(await ofKind(author, 'correction')).not.toContain(made.id);
    expect(await ofKind(national, 'ordinary')).toEqual([]);
    expect((await author('GET', `${LIST}?kind=x`)).status).toBe(400);
    expect((await national('GET', `${LIST}/${made.id}`)).status).toBe(404);
    expect((await approve(national, made)).status).toBe(404);

    const edit = { version: 1, contents: { sms: { id: { body: 'Halo {{nama}}' } } } };
    expect((await author('PATCH', `${LIST}/${made.id}`, edit)).status).toBe(422);
    const edited = await author<Template>('PATCH', `${LIST}/${made.id}`, { version: 1, title: 'Cek DPT' });
    expect(edited.body).toMatchObject({ state: 'ready', version: 2 });
    const begin = (ask: Ask, more: Record<string, unknown> = {}) =>
      ask<View>('POST', '/api/v1/broadcasts', { title: 'Cek DPT Anda', templateId: made.id, ...more });
    const begun = await begin(author);
    expect(begun).toMatchObject({
      status: 201,
      body: { draft: { title: 'Cek DPT Anda', kind: 'ordinary', channels: ['sms'], contents } },
    });
    expect(begun.body.draft).not.toHaveProperty('templateId');
    expect((await begin(author, { channels: ['email', 'sms'] })).body.draft).toMatchObject({
      channels: ['email', 'sms'],
    });
    expect((await begin(author, { contents })).body).toMatchObject({ faults: [{ path: 'contents' }] });
    const trail = await rows<{ detail: object }>(
      publisher.db.source.manager,
      `SELECT detail FROM audit_entries WHERE act = 'broadcast.create' AND subject = $1`,
      [`broadcast:${begun.body.id}`],
    );
    expect(trail).toMatchObject([{ detail: { templateId: made.id, templateDigest: edited.body.digest } }]);
    expect((await author('POST', `${LIST}/${made.id}/retire`)).body).toMatchObject({
      state: 'retired',
      usable: false,
    });
    expect((await begin(author)).status).toBe(409);
    expect((await begin(author, { templateId: '999999' })).status).toBe(404);
    // It cannot be used for a correction.
    const original = await author<View>('POST', '/api/v1/broadcasts', { title: 'Semula' });
    const correction = await author('POST', `/api/v1/broadcasts/${original.body.id}/corrections`, {
      title: 'Ralat',
      templateId: made.id,
    });
    expect(correction.status).toBeGreaterThanOrEqual(400);
  });

  it('give a correction its texts, and the review shows whether they are unchanged', async () => {
    const original = await author<View>('POST', '/api/v1/broadcasts', {
      title: 'Jam buka',
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: TPS buka 08.00' } } },
      audience: { regions: ['11'] },
      schedule: { at: '2035-06-01T09:00' },
    });
    const at = (id: string, rest = ''): string => `/api/v1/broadcasts/${id}${rest}`;
    const { submission } = (await author<View>('POST', at(original.body.id, '/submit'), {})).body;
    await aceh('POST', at(original.body.id, '/approve'), { digest: submission.digest });

    const made = await create();
    const begin = (templateId: string) =>
      author<View>('POST', at(original.body.id, '/corrections'), { title: 'Ralat', templateId });
    expect((await begin(made.id)).status).toBe(409);
    expect((await begin('999999')).status).toBe(404);
    await approve(national, made);
    const begun = await begin(made.id);
    expect(begun.status).toBe(201);
    expect(begun.body.draft.contents).toEqual({ sms: SMS });
    const tooLate = await national<{ code: string }>('POST', `${LIST}/${made.id}/undo`, { act: 'approve' });
    expect(tooLate.body.code).toBe('undo-begun');
    expect(begun.body.template).toMatchObject({
      id: made.id,
      digest: made.digest,
      unchanged: true,
      changes: [],
      approvedBy: { name: 'Peninjau KPU' },
    });

    // Later changes to the template do not affect what was approved.
    await aceh('POST', `${LIST}/${made.id}/retire`);
    const edited = await author<View>('PATCH', at(begun.body.id), {
      version: begun.body.version,
      contents: { sms: { id: { body: 'KPU meralat: TPS buka 06.00. Cek kpu.go.id' } } },
      schedule: { at: 'now', leaveWindow: true },
    });
    expect(edited.body.template).toMatchObject({ unchanged: false, changes: [{ path: 'sms.id.body' }] });
    // It needs the same approval as any broadcast.
    await author('POST', at(begun.body.id, '/submit'), { confirmLocalHours: true });
    const review = await aceh<View>('GET', at(begun.body.id));
    expect(review.body).toMatchObject({
      state: 'in_review',
      approval: { may: true },
      template: { unchanged: false },
    });
  });
});
