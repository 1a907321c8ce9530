import type { ContactOverview } from '#audience/counting';
import type { ImportRecord, ImportResult } from '#audience/importing';
import type { RegionCount } from '#contract/api/contacts';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { signIn } from '../../../../test/factories/staff.js';

const CSV = { 'content-type': 'text/csv; charset=utf-8' };
const HEADER = 'region,name,email,phone,consent_source,consent_date';

describe('contacts over HTTP', () => {
  let publisher: TestPublisher;
  beforeAll(async () => {
    publisher = await testPublisher();
  });
  afterAll(() => publisher.stop());

  it('are imported by an author, counted, and recorded in the trail with the person', async () => {
    const ask = await signIn(publisher.url, 'penulis');
    const lines = [
      '11,Siti,siti@example.com,,formulir,2024-01-31',
      '11,Budi,,083412345678,formulir,2024-01-31',
      '99,,x@example.com,,,',
    ];
    const { status, body } = await ask<ImportResult>(
      'POST',
      '/api/v1/contacts/import?codes=kemendagri',
      [HEADER, ...lines].join('\n'),
      CSV,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ rows: 3, added: 2, rejectedRows: 1, rejected: [{ line: 4 }] });
    const counted = await ask<{ counts: RegionCount[] }>('GET', '/api/v1/contacts/counts');
    expect(counted.body.counts).toEqual([
      { regionCode: '11', people: 2, channels: { email: 1, telegram: 0, sms: 1 } },
    ]);
    await publisher.db.source.query(
      `UPDATE consents SET withdrawn_at = siar_now() WHERE address_id IN (SELECT id FROM addresses WHERE channel = 'sms')`,
    );
    const overview = (await ask<ContactOverview>('GET', '/api/v1/contacts/overview')).body;
    expect(overview).toMatchObject({
      people: 2,
      channels: { email: 1, telegram: 0, sms: 1 },
      languages: [{ language: 'id', people: 2 }],
    });
    expect(overview.growth).toHaveLength(30);
    expect(overview.growth.at(-1)).toMatchObject({ joined: 2, left: 1 });
    expect(overview.growth.slice(0, -1).every(({ joined, left }) => joined + left === 0)).toBe(true);
    const trail: unknown = await publisher.db.source.query(
      `SELECT actor_id, detail FROM audit_entries WHERE act = 'contacts.import'`,
    );
    expect(trail).toEqual([
      { actor_id: publisher.staff.people.penulis, detail: expect.objectContaining({ added: 2 }) as unknown },
    ]);
  });

  it.each([
    ['an identity number column', `nik,${HEADER}\n`, CSV, 422],
    ['a code of nobody', `${HEADER}\n11,Siti,siti@example.com,,formulir,2024-01-31\n`, CSV, 422],
    ['an empty file', '', CSV, 400],
    ['JSON', '{}', { 'content-type': 'application/json' }, 400],
  ])('answer %s with a problem that names the fault', async (_, text, headers, expected) => {
    const ask = await signIn(publisher.url, 'penulis');
    const { status, body } = await ask('POST', '/api/v1/contacts/import', text, headers);
    expect({ status, title: typeof body['title'] }).toEqual({ status: expected, title: 'string' });
  });

  it('support a dry run, the return of rejected rows, and a withdrawal', async () => {
    const ask = await signIn(publisher.url, 'admin');
    const file = [
      HEADER,
      'Aceh,Ani,ani@example.com,,formulir,2024-01-31',
      'Aceh,Ida,?,,formulir,2024-01-31',
    ].join('\n');
    const tried = await ask<ImportResult>('POST', '/api/v1/contacts/import?dryRun=true', file, CSV);
    expect(tried.body).toMatchObject({ dryRun: true, added: 1, provinces: { '11': { added: 1 } } });
    const done = await ask<ImportResult>('POST', '/api/v1/contacts/import', file, CSV);
    expect(done.body).toMatchObject({ dryRun: false, added: 1, rejectedRows: 1 });
    const at = `/api/v1/contacts/imports/${done.body.id}`;
    const rejected = await ask<{ text: string }>('GET', `${at}/rejected.csv`);
    expect(rejected.headers.get('content-disposition')).toContain('attachment');
    expect(rejected.body.text).toContain('Aceh,Ida,?');
    const other = await signIn(publisher.url, 'penulis');
    expect((await other('GET', `${at}/rejected.csv`)).status).toBe(403);
    const auditor = await signIn(publisher.url, 'auditor');
    const listed = await auditor<{ imports: ImportRecord[] }>('GET', '/api/v1/contacts/imports');
    expect(listed.body.imports.slice(0, 2)).toMatchObject([
      { id: done.body.id, state: 'completed', rows: 2 },
      { id: tried.body.id, dryRun: true },
    ]);
    expect(JSON.stringify(listed.body)).not.toContain('ani@');
    expect((await auditor('POST', `${at}/withdraw`)).status).toBe(403);
    expect((await other('POST', `${at}/withdraw`)).status).toBe(202);
    const state = async () => (await other<ImportRecord>('GET', at)).body.state;
    while ((await state()) === 'withdrawing') await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await other<ImportRecord>('GET', at)).body).toMatchObject({
      state: 'withdrawn',
      removed: 1,
      rejectedKept: false,
    });
    const acts: { act: string }[] = await publisher.db.source.query(
      `SELECT act FROM audit_entries WHERE subject = $1 ORDER BY id`,
      [`import:${done.body.id}`],
    );
    expect(acts.map(({ act }) => act)).toEqual([
      'contacts.import.begin',
      'contacts.import',
      'contacts.import.rejected',
      'contacts.import.withdraw',
      'contacts.import.withdrawn',
    ]);
  });

  it('refuse a wrong header before the rest of a large file arrives', async () => {
    const ask = await signIn(publisher.url, 'admin');
    const { status, body } = await ask(
      'POST',
      '/api/v1/contacts/import',
      `nik,region\n${'1,11\n'.repeat(2_000_000)}`,
      CSV,
    );
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain('identity numbers');
  });

  it.each(['kpu-admin', 'kpu-nasional', 'operator'] as const)('are not imported by %s', async (username) => {
    const ask = await signIn(publisher.url, username);
    expect((await ask('POST', '/api/v1/contacts/import', `${HEADER}\n`, CSV)).status).toBe(403);
    expect((await ask('POST', '/api/v1/contacts/imports/1/withdraw')).status).toBe(403);
  });
});
