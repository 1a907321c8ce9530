import { parse } from 'csv-parse/sync';
import { canonicalEntry, record, Sealer } from '#audit';
import { newCode, sha256 } from '#platform/crypto';
import { row } from '#platform/database';
import { createLogger } from '#platform/logging';
import { personAt } from '#staff/roles';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

interface Entry {
  id: string;
  act: string;
  subject: string;
  actor: { username: string } | null;
  detail: Record<string, unknown>;
}

describe('people', () => {
  let publisher: TestPublisher;
  let ministry: Ask;
  let kpu: Ask;
  let auditor: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    ministry = await signIn(publisher.url, 'admin');
    kpu = await signIn(publisher.url, 'kpu-admin');
    auditor = await signIn(publisher.url, 'auditor');
  });
  afterAll(() => publisher.stop());

  const invite = (ask: Ask, organisationId: string, username: string, roles: string[]) =>
    ask<{ person: { id: string; roles: string[] }; oneTimePassword: string; title?: string }>(
      'POST',
      '/api/v1/people',
      {
        organisationId,
        username,
        name: 'Orang Baru',
        roles,
      },
    );
  const usernames = async (ask: Ask): Promise<string[]> => {
    const { body } = await ask<{ people: { username: string }[] }>('GET', '/api/v1/people');
    return body.people.map(({ username }) => username);
  };

  it('had no role before the appointment to it took effect, whatever changed later', async () => {
    const { source } = publisher.db;
    const { 'kpu-nasional': by, admin: second, auditor: id } = publisher.staff.people;
    const [appointed] = await source.query<{ before: string; after: string }[]>(
      `INSERT INTO appointments (person_id, act, roles, asked_by, asked_at, expires_at, confirmed_by, confirmed_at, counts_from)
       VALUES ($1, 'roles', '{operator}', $2, siar_now() - interval '2 hours', siar_now(), $3, siar_now() - interval '2 hours',
         siar_now() - interval '1 hour')
       RETURNING (counts_from - interval '1 minute')::text AS before, (counts_from + interval '1 minute')::text AS after`,
      [id, by, second],
    );
    await record(source.manager, {
      actorId: by,
      act: 'person.roles',
      subject: `person:${id}`,
      detail: { before: ['auditor', 'operator'], after: ['auditor'] },
    });
    expect((await personAt(source.manager, id, appointed?.before ?? '')).roles).toEqual(['auditor']);
    expect((await personAt(source.manager, id, appointed?.after ?? '')).roles).toEqual([
      'auditor',
      'operator',
    ]);
  });

  it('are visible only to the admins who manage them', async () => {
    expect(await usernames(ministry)).toEqual(['admin', 'auditor', 'bantuan', 'dpo', 'operator', 'penulis']);
    expect(await usernames(kpu)).toEqual(['kpu-aceh', 'kpu-admin', 'kpu-nasional']);
  });

  it('are invited with a one-time password, shown once', async () => {
    const { organisations } = publisher.staff;
    const { status, body } = await invite(ministry, organisations.ministry, 'baru', ['author', 'helpdesk']);
    expect(status).toBe(201);
    expect(body.person.roles).toEqual(['author', 'helpdesk']);
    const ask = await signIn(publisher.url, 'baru' as 'penulis', body.oneTimePassword);
    expect((await ask('GET', '/api/v1/session')).body).toMatchObject({ duty: 'change-password' });
    expect((await invite(ministry, organisations.ministry, 'baru', [])).status).toBe(409);
    const both = [1, 2].map(() => invite(ministry, organisations.ministry, 'kembar', []));
    const statuses = (await Promise.all(both)).map((answer) => answer.status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect((await invite(ministry, organisations.ministry, 'Bukan Nama', [])).status).toBe(400);
    expect((await invite(ministry, '999999', 'lain', [])).status).toBe(404);
  });

  it('are made reviewers by KPU only', async () => {
    const { organisations, people } = publisher.staff;
    expect((await invite(ministry, organisations.ministry, 'pengulas', ['reviewer'])).status).toBe(403);
    expect((await invite(ministry, organisations.kpu, 'pengulas', ['reviewer'])).status).toBe(404);
    const setRoles = (ask: Ask, id: string, roles: string[]) =>
      ask('PUT', `/api/v1/people/${id}/roles`, { roles });
    expect((await setRoles(ministry, people.penulis, ['author', 'reviewer'])).status).toBe(403);
    expect((await setRoles(ministry, people['kpu-aceh'], ['reviewer'])).status).toBe(404);
    expect((await setRoles(kpu, people.penulis, ['author'])).status).toBe(404);
    expect((await invite(kpu, organisations['kpu-aceh'], 'pengulas', ['reviewer'])).status).toBe(201);
    expect((await setRoles(kpu, people['kpu-aceh'], ['reviewer', 'author'])).body).toMatchObject({
      roles: ['author', 'reviewer'],
    });
    expect((await setRoles(kpu, people['kpu-aceh'], ['reviewer'])).body).toMatchObject({
      roles: ['reviewer'],
    });
    const held = await row<{ n: number }>(
      publisher.db.source.manager,
      `SELECT count(*)::int AS n FROM person_roles r JOIN people p ON p.id = r.person_id
       JOIN organisations o ON o.id = p.organisation_id WHERE r.role = 'reviewer' AND o.kind = 'ministry'`,
    );
    expect(held?.n).toBe(0);
  });

  it('never change their own rights', async () => {
    const own = `/api/v1/people/${publisher.staff.people['kpu-admin']}`;
    expect((await kpu('PUT', `${own}/roles`, { roles: ['admin', 'reviewer'] })).status).toBe(403);
    expect((await kpu('POST', `${own}/disable`)).status).toBe(403);
    expect((await kpu('POST', `${own}/reset`)).status).toBe(403);
  });

  it('work in offices that KPU creates below its own', async () => {
    const found = (ask: Ask, regionCode: string, name = `KIP ${regionCode}`) =>
      ask('POST', '/api/v1/organisations', { name, regionCode });
    await publisher.db.source.query(
      `INSERT INTO regions (code, parent_code, kind, name, time_zone) VALUES ('11.01', '11', 'regency', 'Aceh Selatan', 'Asia/Jakarta')`,
    );
    expect((await found(ministry, '11.01')).status).toBe(403);
    expect((await found(kpu, '99')).status).toBe(422);
    expect((await found(kpu, '11')).status).toBe(409);
    expect((await found(kpu, '11.01', 'KIP ACEH')).body).toMatchObject({
      code: 'office-taken',
      faults: [{ path: 'name', code: 'taken' }],
    });
    const both = await Promise.all([found(kpu, '11.01', 'Satu'), found(kpu, '11.01', 'Dua')]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    const { body } = await kpu<{ organisations: { regionCode: string | null }[] }>(
      'GET',
      '/api/v1/organisations',
    );
    expect(body.organisations.map(({ regionCode }) => regionCode)).toEqual([null, '11', '11.01']);
  });

  it('read on their home screen what an appointment of theirs waits for', async () => {
    const { people } = publisher.staff;
    const newcomer = await signIn(publisher.url, 'bantuan');
    const appointment = async () =>
      (await newcomer<{ appointment: { roles: string[]; missing: string[] } | null }>('GET', '/api/v1/home'))
        .body.appointment;
    expect(await appointment()).toBeNull();
    await publisher.db.source.query('DELETE FROM person_addresses WHERE person_id = $1', [people.bantuan]);
    await ministry('PUT', `/api/v1/people/${people.bantuan}/roles`, { roles: ['helpdesk', 'operator'] });
    expect(await appointment()).toMatchObject({ roles: ['operator'], missing: ['no-own-address'] });
    await ministry('PUT', `/api/v1/people/${people.bantuan}/roles`, { roles: ['helpdesk'] });
    expect(await appointment()).toBeNull();
  });

  it('are not found by an invalid id', async () => {
    for (const id of ['0', '1x', '99999999999999999999', '%27']) {
      expect((await kpu('POST', `/api/v1/people/${id}/disable`)).status).toBe(400);
    }
  });

  it('leave a trail that shows broadcasts by title, where its reader sees them', async () => {
    const { people, organisations } = publisher.staff;
    const { manager } = publisher.db.source;
    const ids: string[] = [];
    for (const office of [organisations.ministry, organisations.kpu]) {
      const made = await row<{ id: string }>(
        manager,
        `INSERT INTO broadcasts (kind, title, draft, organisation_id, author_id, public_code)
         VALUES ('ordinary', 'Jam TPS', '{}', $1, $2, $3) RETURNING id`,
        [office, people.penulis, newCode()],
      );
      ids.push(made?.id ?? '');
      const subject = `broadcast:${made?.id}`;
      await record(manager, { actorId: people.penulis, act: 'broadcast.edit', subject, detail: {} });
    }
    const { body } = await auditor<{ entries: Entry[]; titles: Record<string, string> }>(
      'GET',
      '/api/v1/audit?act=broadcast.edit',
    );
    expect(body.entries.map(({ subject }) => subject)).toEqual(
      ids.map((id) => `broadcast:${id}`).toReversed(),
    );
    expect(body.titles).toEqual({ [ids[0] ?? '']: 'Jam TPS' });
  });

  it('leave a trail that names the member of staff it is about with their roles then, and offices', async () => {
    const { people, organisations } = publisher.staff;
    const read = async (query: string) =>
      (
        await auditor<{
          entries: (Entry & { actor: { organisation: string } | null })[];
          people: Record<string, { roles: string[] }>;
          offices: Record<string, string>;
        }>('GET', `/api/v1/audit?${query}`)
      ).body;
    const about = await read(`subject=person:${people['kpu-aceh']}`);
    expect(about.entries.map(({ id, act }) => [act, about.people[id]?.roles])).toEqual([
      ['person.roles', ['reviewer']],
      ['person.roles', ['author', 'reviewer']],
      ['person.address', ['reviewer']],
    ]);
    expect(about.entries[0]?.actor?.organisation).toMatch(/^KPU/);
    expect((await read('act=person.invite')).offices).toHaveProperty(organisations.ministry);
  });

  it('leave a trail in which a contact’s entries include the acts on data requests that name it', async () => {
    const { manager } = publisher.db.source;
    const by = { actorId: publisher.staff.people.dpo, act: 'request.find', subject: 'request:9' };
    await record(manager, { ...by, detail: { found: '33' } });
    await record(manager, { ...by, detail: { found: '34' } });
    await record(manager, { ...by, act: 'request.identity', detail: { found: '33', check: 'call-back' } });
    const { body } = await auditor<{ entries: Entry[] }>('GET', '/api/v1/audit?subject=contact:33');
    expect(body.entries.map(({ detail }) => detail)).toEqual([
      { found: '33', check: 'call-back' },
      { found: '33' },
    ]);
  });

  it('leave a trail of every act, which the auditor reads page by page', async () => {
    const { people } = publisher.staff;
    await kpu('POST', `/api/v1/people/${people['kpu-nasional']}/disable`);
    await kpu('POST', `/api/v1/people/${people['kpu-nasional']}/enable`);
    const read = async (query: string) =>
      (await auditor<{ entries: Entry[]; next: string | null }>('GET', `/api/v1/audit?${query}`)).body;
    const about = await read(`subject=person:${people['kpu-nasional']}`);
    expect(about.entries.map(({ act, actor }) => [act, actor?.username])).toEqual([
      ['person.appoint-ask', 'kpu-admin'],
      ['person.disable', 'kpu-admin'],
      ['person.address', 'kpu-nasional'],
    ]);
    const [roles] = (await read('act=person.roles')).entries;
    expect(roles?.detail).toMatchObject({ before: ['author', 'reviewer'], after: ['reviewer'] });
    expect((await read('act=person.role')).entries).toEqual([]);
    const byName = await read(`actor=${encodeURIComponent('ADMIN kpu')}&act=person.`);
    expect(new Set(byName.entries.map(({ actor }) => actor?.username))).toEqual(new Set(['kpu-admin']));
    const tomorrow = encodeURIComponent(new Date(Date.now() + 86_400_000).toISOString());
    expect((await read(`from=${tomorrow}`)).entries).toEqual([]);
    expect((await read(`to=${tomorrow}&limit=1`)).entries).toHaveLength(1);
    expect((await auditor('GET', '/api/v1/audit?from=kemarin')).status).toBe(400);
    const all = (await read('limit=500')).entries.map(({ id }) => id);
    const paged: string[] = [];
    for (let before = ''; ;) {
      const page = await read(`limit=3${before}`);
      paged.push(...page.entries.map(({ id }) => id));
      if (!page.next) break;
      before = `&before=${page.next}`;
    }
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(10);
  });

  it('have a trail that can be verified from the first link on, and against an external root', async () => {
    const check = async (body: unknown) =>
      (
        await auditor<{ sealed: string; root: string; broken: string | null; held: boolean }>(
          'POST',
          '/api/v1/audit/verify',
          body,
        )
      ).body;
    const whole = await check({});
    expect(whole).toMatchObject({ broken: null, held: false });
    expect(Number(whole.sealed)).toBeGreaterThan(0);
    expect(await check({ root: whole.root })).toMatchObject({ broken: null, held: true });
    expect(await check({ root: 'f'.repeat(64) })).toMatchObject({ broken: null, held: false });
  });

  it('have a trail that is exported as searched, with the seals', async () => {
    const { source } = publisher.db;
    // Sealed every second: the entries of the tests before may be younger.
    const sealer = new Sealer(source, createLogger('test', 'silent'));
    while ((await sealer.seal()) > 0);
    const csv = await auditor<{ text: string }>(
      'GET',
      '/api/v1/audit/entries.csv?act=person.invite&language=en',
    );
    expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const lines = parse<Record<string, string>>(csv.body.text, { columns: true });
    const { body } = await auditor<{ entries: Entry[] }>('GET', '/api/v1/audit?act=person.invite&limit=500');
    expect(lines.map(({ id }) => id)).toEqual(body.entries.map(({ id }) => id));
    // The reader's words stand beside the codes.
    expect(new Set(lines.map((line) => `${line['act']}: ${line['Act']}`))).toEqual(
      new Set(['person.invite: Person invited']),
    );
    expect(lines.map((line) => line['Details']).join()).toContain('Roles asked for: Author');
    expect(lines[0]?.['Subject']).toMatch(/^Member of staff \d+$/);
    for (const line of lines.filter(({ position }) => position !== '')) {
      const detail = JSON.parse(line['detail'] ?? '') as Record<string, unknown>;
      const { id, at, actorId, act, subject, position, ...seal } = line;
      const text = canonicalEntry({
        id: id!,
        at: at!,
        actorId: actorId || null,
        act: act!,
        subject: subject!,
        detail,
      });
      expect(sha256(text)).toBe(seal['digest']);
      expect(sha256(`${seal['previous']}${seal['digest']}`)).toBe(seal['hash']);
      expect(
        await row(source.manager, 'SELECT FROM audit_seals WHERE position = $1', [position]),
      ).toBeDefined();
    }
    expect(lines.some(({ position }) => position !== '')).toBe(true);
    expect((await ministry('GET', '/api/v1/audit/entries.csv')).status).toBe(403);
  });

  it('change nothing when an act is refused', async () => {
    const count = async () =>
      row(
        publisher.db.source.manager,
        `SELECT (SELECT count(*) FROM audit_entries) AS acts, (SELECT count(*) FROM people) AS people`,
      );
    const before = await count();
    await invite(ministry, publisher.staff.organisations.ministry, 'gagal', ['author', 'reviewer']);
    await invite(ministry, publisher.staff.organisations.ministry, 'gagal', ['raja']);
    expect(await count()).toEqual(before);
  });
});
