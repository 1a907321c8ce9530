import { loadReferenceData } from '#audience';
import type { TextLook } from '#broadcasts/drafts';
import type { LanguageView } from '#contract/api/languages';
import type { LanguageWords } from '#contract/language.rules';
import { rows } from '#platform/database';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

const PATH = '/api/v1/languages';
const CONSENT = {
  data: '{ministry} angsal nyimpen alamat kula.',
  messages: '{ministry} angsal ngirim pesen sing disahaké {commission}.',
};
const READER = { reader: 'Sri Rahayu, Balai Bahasa Jawa Tengah', reason: 'Surat 12/BB/2026' };

describe('languages', () => {
  let publisher: TestPublisher;
  let national: Ask, aceh: Ask, author: Ask, auditor: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    await publisher.db.source.transaction((tx) => loadReferenceData(tx));
    national = await signIn(publisher.url, 'kpu-nasional');
    aceh = await signIn(publisher.url, 'kpu-aceh');
    author = await signIn(publisher.url, 'penulis');
    auditor = await signIn(publisher.url, 'auditor');
  });
  afterAll(() => publisher.stop());

  const get = async (code: string, ask = author): Promise<LanguageView> =>
    (await ask<LanguageView>('GET', `${PATH}/${code}`)).body;
  const words = async (code: string, more: Partial<LanguageWords> = {}): Promise<LanguageWords> => {
    const { proposed, live } = await get(code);
    const known = proposed ?? live;
    if (!known) throw new Error(`there is no ${code}`);
    return { ...known.words, ...more };
  };
  const propose = async (code: string, more: Partial<LanguageWords>, edit: number, ask = author) =>
    ask<LanguageView>('PUT', `${PATH}/${code}`, {
      edit,
      words: await words(code, more),
      source: 'Balai Bahasa',
    });
  const approve = (ask: Ask, code: string, version: number, edit: number) =>
    ask<LanguageView & { faults: { path: string }[] }>('POST', `${PATH}/${code}/approve`, {
      version,
      edit,
      ...READER,
    });
  const broadcast = async (contents: Record<string, { body: string }>): Promise<string> => {
    const made = await author<{ id: string }>('POST', '/api/v1/broadcasts', {
      title: 'Jam buka TPS',
      kind: 'urgent',
      reach: 'every',
      channels: ['telegram'],
      contents: { telegram: contents },
      audience: { regions: ['11'] },
      schedule: { at: 'now', leaveWindow: true },
    });
    expect(made.status).toBe(201);
    return made.body.id;
  };
  const submit = (id: string) =>
    author<{ faults?: { path: string; code: string }[] }>('POST', `/api/v1/broadcasts/${id}/submit`, {
      confirmLocalHours: true,
    });

  it('come with the release as proposals, none of them live, each with what is missing', async () => {
    const { status, body } = await auditor<{ languages: LanguageView[] }>('GET', PATH);
    expect({ status, body }).toMatchObject({ status: 200 });
    expect(body.languages.map(({ code }) => code)).toEqual(['ace', 'ban', 'bug', 'jv', 'mad', 'min', 'su']);
    for (const { live, proposed, mayEdit, mayApprove } of body.languages) {
      expect({ live, mayEdit, mayApprove }).toEqual({ live: null, mayEdit: false, mayApprove: false });
      expect(proposed?.missing).toEqual(expect.arrayContaining(['consent.data', 'consent.messages']));
    }
    const bugis = body.languages.find(({ code }) => code === 'bug');
    expect(bugis?.proposed?.missing.filter((path) => path.startsWith('days.'))).toHaveLength(7);
    expect((await auditor('PUT', `${PATH}/jv`, {})).status).toBe(403);
    expect((await author('GET', `${PATH}/id`)).status).toBe(400);
    expect((await author('GET', `${PATH}/xx`)).status).toBe(404);
  });

  it('go live with the approval of a native reader, and carry a broadcast', async () => {
    const body = 'Sugeng {{name}}, TPS bikak jam 07.00.';
    const waiting = await broadcast({ id: { body: 'Halo {{name}}' }, jv: { body } });
    const refused = await submit(waiting);
    expect(refused.status).toBe(422);
    expect(refused.body.faults).toEqual([
      expect.objectContaining({ path: 'contents.telegram.jv', code: 'text-language' }),
    ]);

    const incomplete = await approve(national, 'jv', 1, 1);
    expect(incomplete.status).toBe(422);
    expect(incomplete.body.faults.map(({ path }) => path)).toEqual(['consent.data', 'consent.messages']);
    expect((await propose('jv', { consent: CONSENT, nameless: 'Panjenengan' }, 1)).status).toBe(200);
    // Somebody who saw the edit before writes over nothing, and approves nothing else than they saw.
    expect((await propose('jv', { nameless: 'x' }, 1, national)).status).toBe(409);
    expect((await approve(national, 'jv', 1, 1)).status).toBe(409);
    expect((await approve(author, 'jv', 1, 2)).status).toBe(403);
    expect((await approve(aceh, 'jv', 1, 2)).status).toBe(403);
    const live = await approve(national, 'jv', 1, 2);
    expect(live.body).toMatchObject({
      live: { version: 1, state: 'approved', ...READER, approvedBy: { name: 'Peninjau KPU' }, yours: false },
      proposed: null,
    });

    expect((await submit(waiting)).status).toBe(200);
    const [frozen] = await rows<{ nameless: Record<string, string> }>(
      publisher.db.source.manager,
      `SELECT document::jsonb->'nameless' AS nameless FROM submissions WHERE broadcast_id = $1`,
      [waiting],
    );
    expect(frozen?.nameless).toEqual({ id: 'Bapak/Ibu', jv: 'Panjenengan' });
    const look = await author<TextLook>('POST', '/api/v1/composing/text', {
      channel: 'telegram',
      language: 'jv',
      content: { body },
      sample: { name: '' },
    });
    expect(look.body.copy).toMatchObject({
      language: 'jv',
      text: expect.stringContaining('Sugeng Panjenengan,'),
    });
  });

  it('stay live as they are while other words are proposed, which another person approves', async () => {
    const edited = await propose('jv', { nameless: 'Bapak/Ibu' }, 0, national);
    expect(edited.body).toMatchObject({
      live: { version: 1, words: { nameless: 'Panjenengan' } },
      proposed: { version: 2, edit: 1, yours: true, words: { nameless: 'Bapak/Ibu' } },
    });
    expect((await approve(national, 'jv', 2, 1)).status).toBe(403);
    const again = publisher.db.source.query(
      `UPDATE languages SET consent_data = 'other' WHERE code = 'jv' AND version = 1`,
    );
    await expect(again).rejects.toThrow(/do not change/);
    const discarded = await national<LanguageView>('POST', `${PATH}/jv/withdraw`, {
      version: 2,
      reason: 'Keliru',
    });
    expect(discarded.body).toMatchObject({ live: { version: 1 }, proposed: null });
  });

  it('are taken out of use by KPU, and come back as another version', async () => {
    const gone = { version: 1, reason: 'Sapaan keliru' };
    expect((await author('POST', `${PATH}/jv/withdraw`, gone)).status).toBe(403);
    const { body } = await national<LanguageView>('POST', `${PATH}/jv/withdraw`, gone);
    expect(body).toMatchObject({ live: null, proposed: null, withdrawn: { version: 2 } });
    expect((await national('POST', `${PATH}/jv/withdraw`, gone)).status).toBe(409);
    expect((await submit(await broadcast({ id: { body: 'Halo' }, jv: { body: 'Halo' } }))).status).toBe(422);
    const next = await author<LanguageView>('PUT', `${PATH}/jv`, {
      edit: 0,
      words: body.withdrawn?.words,
      source: 'Balai Bahasa',
    });
    expect(next.body.proposed).toMatchObject({ version: 3, edit: 1 });
    expect((await approve(national, 'jv', 3, 1)).body.live).toMatchObject({ version: 3 });
    const acts = await rows<{ act: string }>(
      publisher.db.source.manager,
      `SELECT act FROM audit_entries WHERE subject = 'language:jv' ORDER BY id`,
    );
    expect(acts.map(({ act }) => act.slice(9))).toEqual([
      'propose',
      'approve',
      'propose',
      'withdraw',
      'withdraw',
      'propose',
      'approve',
    ]);
  });
});
