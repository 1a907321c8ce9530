import { Keys } from '#platform/crypto';
import { rows } from '#platform/database';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';
import { testConfig } from '../../../../test/factories/database.js';
import { codeSent } from '../../../../test/factories/notices.js';

interface Entry {
  personId: string;
  username: string;
  role: string;
  tier: number;
  channels: string[];
  refused: string[];
}

describe('the on-call list, and the addresses it uses', () => {
  let publisher: TestPublisher;
  let ministry: Ask, kpu: Ask, reviewer: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    ministry = await signIn(publisher.url, 'admin');
    kpu = await signIn(publisher.url, 'kpu-admin');
    reviewer = await signIn(publisher.url, 'kpu-nasional');
  });
  afterAll(() => publisher.stop());

  const put = (ask: Ask, personId: string, role: string, tier: unknown = 1, position = 1) =>
    ask<{ faults?: { path: string; message: string }[] }>('PUT', `/api/v1/on-call/${personId}/${role}`, {
      tier,
      position,
    });
  const list = async (ask: Ask): Promise<{ entries: Entry[]; candidates: Entry[] }> =>
    (await ask<{ entries: Entry[]; candidates: Entry[] }>('GET', '/api/v1/on-call')).body;
  const trail = async (personId: string) =>
    (
      await rows<{ act: string; detail: unknown }>(
        publisher.db.source.manager,
        `SELECT act, detail FROM audit_entries WHERE subject = $1 AND act LIKE 'on-call%' ORDER BY id`,
        [`person:${personId}`],
      )
    ).map(({ act, detail }) => ({ act, detail }));
  const addresses = async (ask: Ask) =>
    (
      await ask<{ channel: string; to: string | null; confirmed: boolean; refused: boolean }[]>(
        'GET',
        '/api/v1/session/addresses',
      )
    ).body;
  const codeOf = (personId: string): Promise<string> =>
    codeSent(publisher.db.source, new Keys(testConfig(publisher.db.url)), personId);

  it('is missed on the home screens of those who maintain it, while it is empty', async () => {
    const { people } = publisher.staff;
    const unmanned = async (ask: Ask) =>
      (await ask<{ unmanned: string[] | null }>('GET', '/api/v1/home')).body.unmanned;
    const { source } = publisher.db;
    await source.query('DELETE FROM on_call');
    expect(await unmanned(ministry)).toEqual(['operator']);
    // National KPU can have operators too: nobody at all is on call.
    expect(await unmanned(kpu)).toEqual(['reviewer', 'operator']);
    expect(await unmanned(reviewer)).toBeNull();
    await source.query(
      `INSERT INTO on_call (person_id, role, tier, position) VALUES ($1, 'operator', 1, 1)`,
      [people.operator],
    );
    expect(await unmanned(ministry)).toEqual([]);
    // A reviewer of Aceh alone, while the national one waits.
    await source.query(
      `INSERT INTO on_call (person_id, role, tier, position) VALUES ($1, 'reviewer', 1, 1), ($2, 'reviewer', 1, 2)`,
      [people['kpu-aceh'], people['kpu-nasional']],
    );
    expect(await unmanned(kpu)).toEqual([]);
    const wait = (hours: number) =>
      source.query(
        `UPDATE person_roles SET counts_from = siar_now() + make_interval(hours => $2) WHERE person_id = $1`,
        [people['kpu-nasional'], hours],
      );
    await wait(24);
    expect(await unmanned(kpu)).toEqual(['nationwide']);
    const { rotas } = (
      await kpu<{ rotas: { role: string; elsewhere: number; awaited: object[] }[] }>('GET', '/api/v1/on-call')
    ).body;
    expect(rotas).toMatchObject([
      { role: 'reviewer', fits: true, elsewhere: 0, awaited: [{ name: 'Peninjau KPU', listed: true }] },
      { role: 'operator', fits: true, elsewhere: 1, awaited: [] },
    ]);
    await wait(-1);
    await source.query('DELETE FROM on_call');
  });

  it('is maintained by KPU’s own admins for reviewers, and by the ministry’s for its operators', async () => {
    const { people } = publisher.staff;
    expect((await list(ministry)).candidates.map(({ username }) => username)).toEqual(['operator']);
    expect((await list(kpu)).candidates.map(({ username }) => username)).toEqual([
      'kpu-aceh',
      'kpu-nasional',
    ]);
    expect((await put(ministry, people['kpu-nasional'], 'reviewer')).status).toBe(404);
    expect((await put(kpu, people.operator, 'operator')).status).toBe(404);
    expect((await put(kpu, people['kpu-nasional'], 'operator')).body.faults).toMatchObject([
      { path: 'role', message: 'this person is no operator' },
    ]);
    expect((await put(kpu, people['kpu-nasional'], 'reviewer', 3)).status).toBe(400);

    expect((await put(kpu, people['kpu-aceh'], 'reviewer', 2)).status).toBe(200);
    expect((await put(kpu, people['kpu-nasional'], 'reviewer', 2)).status).toBe(200);
    expect((await put(kpu, people['kpu-nasional'], 'reviewer', 1)).status).toBe(200);
    expect((await put(ministry, people.operator, 'operator')).status).toBe(200);
    expect(await list(kpu)).toMatchObject({
      entries: [
        { username: 'kpu-nasional', role: 'reviewer', tier: 1, channels: ['email'] },
        { username: 'kpu-aceh', role: 'reviewer', tier: 2 },
      ],
      candidates: [],
    });
    expect((await list(ministry)).entries.map(({ username }) => username)).toEqual(['operator']);

    expect((await ministry('DELETE', `/api/v1/on-call/${people['kpu-aceh']}/reviewer`)).status).toBe(404);
    expect((await kpu('DELETE', `/api/v1/on-call/${people['kpu-aceh']}/reviewer`)).status).toBe(204);
    expect((await kpu('DELETE', `/api/v1/on-call/${people['kpu-aceh']}/reviewer`)).status).toBe(404);
    expect(await trail(people['kpu-nasional'])).toEqual([
      { act: 'on-call.put', detail: { role: 'reviewer', before: null, after: { tier: 2, position: 1 } } },
      {
        act: 'on-call.put',
        detail: { role: 'reviewer', before: { tier: 2, position: 1 }, after: { tier: 1, position: 1 } },
      },
    ]);
    expect((await trail(people['kpu-aceh'])).map(({ act }) => act)).toEqual([
      'on-call.put',
      'on-call.remove',
    ]);
  });

  it('marks an address whose last notice the provider refused, to its owner and to the admins', async () => {
    const id = publisher.staff.people['kpu-nasional'];
    const end = (state: string, kind = 'alert') =>
      publisher.db.source.query(
        `INSERT INTO notices (kind, channel, to_ciphertext, message_ciphertext, key_id, state, expires_at, person_id, ended_at)
         VALUES ($3, 'email', '', '', 'x', $2, siar_now(), $1, siar_now())`,
        [id, state, kind],
      );
    const marks = async () => [
      (await list(kpu)).entries.find(({ personId }) => personId === id)?.refused,
      (await reviewer<{ refused: string[] }>('GET', '/api/v1/home')).body.refused,
      (await addresses(reviewer)).flatMap(({ channel, refused }) => (refused ? [channel] : [])),
    ];
    // A code goes to an address that is not in use yet.
    await end('failed', 'confirmation');
    expect(await marks()).toEqual([[], [], []]);
    await end('failed');
    await end('expired');
    expect(await marks()).toEqual([['email'], ['email'], ['email']]);
    await end('delivered');
    expect(await marks()).toEqual([[], [], []]);
  });

  it('drops a person who loses the role', async () => {
    const id = publisher.staff.people['kpu-aceh'];
    expect((await put(kpu, id, 'reviewer', 2)).status).toBe(200);
    await kpu('PUT', `/api/v1/people/${id}/roles`, { roles: ['author'] });
    expect((await trail(id)).at(-1)).toEqual({
      act: 'on-call.remove',
      detail: { role: 'reviewer', before: { tier: 2, position: 1 }, cause: 'role-lost' },
    });
    expect((await list(kpu)).entries.map(({ username }) => username)).not.toContain('kpu-aceh');
    await kpu('PUT', `/api/v1/people/${id}/roles`, { roles: ['reviewer'] });
    expect((await list(kpu)).entries.map(({ username }) => username)).not.toContain('kpu-aceh');
  });

  it('drops a disabled person, and says so in the trail', async () => {
    const id = publisher.staff.people.operator;
    await put(ministry, id, 'operator');
    expect((await ministry('POST', `/api/v1/people/${id}/disable`)).status).toBe(200);
    expect((await list(ministry)).entries).toEqual([]);
    expect((await trail(id)).at(-1)).toEqual({
      act: 'on-call.remove',
      detail: { role: 'operator', before: { tier: 1, position: 1 }, cause: 'disabled' },
    });
  });

  it('accepts nobody without a confirmed address, and refuses to remove an address in use', async () => {
    const id = publisher.staff.people['kpu-nasional'];
    expect((await reviewer('DELETE', '/api/v1/session/addresses/email')).status).toBe(409);
    await kpu('DELETE', `/api/v1/on-call/${id}/reviewer`);
    expect((await reviewer('DELETE', '/api/v1/session/addresses/email')).status).toBe(204);
    expect((await reviewer('DELETE', '/api/v1/session/addresses/email')).status).toBe(404);
    const refused = await put(kpu, id, 'reviewer');
    expect(refused.status).toBe(422);
    expect(refused.body.faults).toMatchObject([{ path: 'personId' }]);
  });

  it('uses an address once the code sent there is confirmed', async () => {
    const id = publisher.staff.people['kpu-nasional'];
    const give = (channel: string, to: string) =>
      reviewer('PUT', `/api/v1/session/addresses/${channel}`, { to });
    const confirm = (channel: string, code: string) =>
      reviewer('POST', `/api/v1/session/addresses/${channel}/confirm`, { code });
    for (const [channel, to] of [
      ['email', 'bukan alamat'],
      ['sms', '021 3193 7223'],
      ['telegram', '-1001234567890'],
    ] as const)
      expect((await give(channel, to)).body).toMatchObject({ status: 422, faults: [{ path: 'to' }] });
    expect((await give('fax', '1')).status).toBe(400);
    expect((await confirm('sms', '123456')).status).toBe(409);

    expect((await give('sms', '0812 1000 0001')).status).toBe(202);
    const code = await codeOf(id);
    const wrong = code === '000000' ? '000001' : '000000';
    expect((await confirm('sms', wrong)).status).toBe(422);
    expect((await addresses(reviewer)).find(({ channel }) => channel === 'sms')?.to).toBeNull();
    expect((await put(kpu, id, 'reviewer')).status).toBe(422);
    expect((await confirm('sms', code)).status).toBe(204);
    expect((await confirm('sms', code)).status).toBe(409);
    expect((await addresses(reviewer)).find(({ channel }) => channel === 'sms')).toEqual({
      channel: 'sms',
      to: '…0001',
      confirmed: true,
      refused: false,
    });
    expect((await put(kpu, id, 'reviewer')).status).toBe(200);

    // A new address replaces the old one only when it is confirmed; there are five guesses.
    expect((await give('sms', '0812 1000 0002')).status).toBe(202);
    const next = await codeOf(id);
    const other = next === '000000' ? '000001' : '000000';
    for (let guess = 0; guess < 5; guess++) expect((await confirm('sms', other)).status).toBe(422);
    expect((await confirm('sms', next)).status).toBe(409);
    expect((await addresses(reviewer)).find(({ channel }) => channel === 'sms')?.to).toBe('…0001');
    let last = 202;
    for (let more = 0; more < 6 && last === 202; more++) last = (await give('sms', '0812 1000 0003')).status;
    expect(last).toBe(429);
    const stored = await rows<{ row: string }>(
      publisher.db.source.manager,
      `SELECT a::text AS row FROM audit_entries a WHERE subject = $1`,
      [`person:${id}`],
    );
    expect(stored.some(({ row: text }) => text.includes('81210000'))).toBe(false);
  });
});
