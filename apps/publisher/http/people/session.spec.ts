import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { testConfig } from '../../../../test/factories/database.js';
import { sentTo } from '../../../../test/factories/notices.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { asking, PASSWORD, signIn, type Username } from '../../../../test/factories/staff.js';

const SESSION = '/api/v1/session';
let networks = 0;
/** Each test uses a network of its own, so that it does not consume the attempts of others. */
const from = (): Record<string, string> => ({ 'x-forwarded-for': `198.51.100.${++networks}` });

describe('signing in', () => {
  let publisher: TestPublisher;
  const attempt = (username: string, password: string, headers: Record<string, string>) =>
    asking(publisher.url)('POST', SESSION, { username, password }, headers);
  beforeAll(async () => {
    publisher = await testPublisher();
  });
  afterAll(() => publisher.stop());

  it('gives a session that identifies the person until they sign out', async () => {
    const ask = await signIn(publisher.url, 'kpu-aceh');
    const shown = await ask('GET', SESSION);
    expect(shown.status).toBe(200);
    expect(shown.body).toMatchObject({
      username: 'kpu-aceh',
      roles: ['reviewer'],
      organisation: { kind: 'kpu', regionCode: '11' },
    });
    expect((await ask('DELETE', SESSION)).status).toBe(204);
    expect((await ask('GET', SESSION)).status).toBe(401);
  });

  it('lists sessions by device and ends them remotely: one or all others, never another person’s', async () => {
    const signInWith = async (userAgent: string, username: Username = 'operator') => {
      const { headers } = await asking(publisher.url)(
        'POST',
        SESSION,
        { username, password: PASSWORD },
        { ...from(), 'user-agent': userAgent },
      );
      return asking(publisher.url, headers.getSetCookie()[0]?.split(';')[0]);
    };
    type Listed = { sessions: { id: string; browser: string; system: string; current: boolean }[] };
    const phone = await signInWith(
      'Mozilla/5.0 (Linux; Android 10; K) Chrome/131.0.0.0 Mobile Safari/537.36',
    );
    const desk = await signInWith('Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0');
    const stranger = await signInWith('x', 'auditor');
    const { body } = await desk<Listed>('GET', '/api/v1/sessions');
    expect(body.sessions).toMatchObject([
      { browser: 'Firefox', system: 'Linux', current: true },
      { browser: 'Chrome', system: 'Android', current: false },
    ]);
    const phoneId = body.sessions[1]?.id;
    expect((await stranger('DELETE', `/api/v1/sessions/${phoneId}`)).status).toBe(404);
    expect((await phone('GET', SESSION)).status).toBe(200);
    expect((await desk('DELETE', `/api/v1/sessions/${phoneId}`)).status).toBe(204);
    expect((await phone('GET', SESSION)).status).toBe(401);
    const third = await signInWith('curl/8.5.0');
    expect((await desk('DELETE', '/api/v1/sessions')).body).toEqual({ ended: 1 });
    expect((await third('GET', SESSION)).status).toBe(401);
    expect((await desk<Listed>('GET', '/api/v1/sessions')).body.sessions).toHaveLength(1);
    const ended = await rows(
      publisher.db.source.manager,
      `SELECT FROM audit_entries WHERE act = 'session.end' AND subject = $1`,
      [`person:${publisher.staff.people.operator}`],
    );
    expect(ended).toHaveLength(2);
  });

  it('records when it was last used, to the minute', async () => {
    const ask = await signIn(publisher.url, 'penulis');
    const seen = async (): Promise<number> =>
      Date.parse(
        (await ask<{ sessions: { current: boolean; lastSeen: string }[] }>('GET', '/api/v1/sessions')).body
          .sessions[0]?.lastSeen ?? '',
      );
    const first = await seen();
    expect(await seen()).toBe(first);
    await publisher.db.source.query(`UPDATE sessions SET last_seen_at = last_seen_at - interval '2 minutes'`);
    expect(await seen()).toBeGreaterThanOrEqual(first);
  });

  it('keeps the token in a strict HttpOnly cookie and only its hash in the table', async () => {
    const { headers } = await attempt('penulis', PASSWORD, from());
    const cookie = headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/^siar_session=[\w-]{43}; .*HttpOnly; SameSite=Strict$/);
    const token = /=([\w-]{43});/.exec(cookie)?.[1] ?? '';
    const stored = await rows<{ hash: string }>(
      publisher.db.source.manager,
      `SELECT encode(token_hash, 'hex') AS hash FROM sessions WHERE token_hash = sha256($1::bytea)`,
      [Buffer.from(token)],
    );
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it('binds the cookies to this host where the public address is HTTPS, and accepts no others there', async () => {
    const https = { 'x-forwarded-proto': 'https' };
    const { headers } = await attempt('penulis', PASSWORD, { ...from(), ...https });
    const [session = '', device = ''] = headers.getSetCookie();
    expect(session).toMatch(/^__Host-siar_session=[\w-]{43}; Path=\/; .*Secure; SameSite=Strict$/);
    expect(device).toMatch(/^__Host-siar_device=[\w.-]+; .*HttpOnly; Secure; SameSite=Strict$/);
    expect(session).not.toContain('Domain');
    const pair = session.split(';')[0] ?? '';
    const show = (cookie: string) => asking(publisher.url, cookie)('GET', SESSION, undefined, https);
    expect((await show(pair)).status).toBe(200);
    expect((await show(pair.replace('__Host-', ''))).status).toBe(401);
  });

  it('gives the same answer for an unknown user and a wrong password', async () => {
    const unknown = await attempt('tidak-ada', 'salah sekali', from());
    const wrong = await attempt('penulis', 'salah sekali', from());
    expect(unknown.status).toBe(401);
    expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
    expect(unknown.headers.getSetCookie()).toEqual([]);
  });

  it('refuses twenty wrong passwords in a row, and then the right one from that network for a while', async () => {
    const network = from();
    const statuses: number[] = [];
    for (let i = 0; i < 20; i++) statuses.push((await attempt('auditor', `salah-${i}`, network)).status);
    expect(statuses).toEqual([...Array<number>(5).fill(401), ...Array<number>(15).fill(429)]);
    // The trail has it once, not for each of the fifteen.
    const shut = await rows(
      publisher.db.source.manager,
      `SELECT subject, detail FROM audit_entries WHERE act = 'session.limit'`,
    );
    expect(shut).toEqual([
      {
        subject: `person:${publisher.staff.people.auditor}`,
        detail: { by: 'usernameInNetwork', minutes: 15, network: network['x-forwarded-for'] },
      },
    ]);
    const limited = await attempt('auditor', PASSWORD, network);
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(600);
    expect(limited.body['title']).toMatch(/Wait 15 minutes/);
    expect((await attempt('auditor', PASSWORD, from())).status).toBe(200);
    await publisher.db.source.query(
      `UPDATE sign_in_failures SET window_ends_at = siar_now() - interval '1 s'`,
    );
    expect((await attempt('auditor', PASSWORD, network)).status).toBe(200);
  });

  it('limits simultaneous attempts like consecutive ones', async () => {
    const network = from();
    const all = await Promise.all(Array.from({ length: 20 }, () => attempt('operator', 'salah', network)));
    expect(all.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(all.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('limits a network that tries many user names', async () => {
    const network = from();
    const statuses: number[] = [];
    for (let i = 0; i < 52; i++) statuses.push((await attempt(`orang-${i}`, 'salah', network)).status);
    expect(statuses.slice(0, 50)).toEqual(Array<number>(50).fill(401));
    expect(statuses.slice(50)).toEqual([429, 429]);
    expect((await attempt('penulis', PASSWORD, network)).status).toBe(429);
  });

  it('does not count attempts that succeed', async () => {
    const network = from();
    for (let i = 0; i < 8; i++) expect((await attempt('kpu-nasional', PASSWORD, network)).status).toBe(200);
  });

  it('shuts a disabled person out at once, including open sessions', async () => {
    const victim = await signIn(publisher.url, 'kpu-nasional');
    const admin = await signIn(publisher.url, 'kpu-admin');
    const path = `/api/v1/people/${publisher.staff.people['kpu-nasional']}`;
    expect((await admin('POST', `${path}/disable`)).status).toBe(200);
    expect((await victim('GET', SESSION)).status).toBe(401);
    expect((await attempt('kpu-nasional', PASSWORD, from())).status).toBe(403);
    expect((await attempt('kpu-nasional', 'salah', from())).status).toBe(401);
    // Two admins are needed to enable a reviewer again.
    expect((await admin('POST', `${path}/enable`)).status).toBe(200);
    expect((await attempt('kpu-nasional', PASSWORD, from())).status).toBe(403);
    await publisher.db.source.query('UPDATE people SET disabled_at = NULL');
    expect((await attempt('kpu-nasional', PASSWORD, from())).status).toBe(200);
  });

  it('ends a session after its maximum duration', async () => {
    const ask = await signIn(publisher.url, 'penulis');
    await publisher.db.source.query(`UPDATE sessions SET expires_at = siar_now() WHERE person_id = $1`, [
      publisher.staff.people.penulis,
    ]);
    expect((await ask('GET', SESSION)).status).toBe(401);
  });

  it('ends a session without requests', async () => {
    const idle = await testPublisher({ SESSION_IDLE_MINUTES: '30' });
    try {
      const [left, kept] = [await signIn(idle.url, 'operator'), await signIn(idle.url, 'penulis')];
      await idle.db.source.query(`UPDATE sessions SET last_seen_at = siar_now() - interval '29 minutes'`);
      expect((await kept('GET', SESSION)).status).toBe(200);
      // A page left open marks its own requests, except for live counts and the queue dashboard, which cannot.
      for (const [path, status, headers] of [
        [SESSION, 200, { 'siar-unattended': '1' }],
        ['/api/v1/broadcasts/12345/events', 404, {}],
        ['/ops/queues/api/queues', 200, {}],
      ] as const)
        expect((await left('GET', path, undefined, headers)).status).toBe(status);
      await idle.db.source.query(`UPDATE sessions SET last_seen_at = last_seen_at - interval '2 minutes'`);
      expect((await left('GET', SESSION)).status).toBe(401);
      expect((await kept('GET', SESSION)).status).toBe(200);
    } finally {
      await idle.stop();
    }
  });

  it('records sign-ins and failures in the trail, without what was typed', async () => {
    const network = from();
    await attempt('penulis', 'rahasia-yang-salah', network);
    await attempt('rahasia-sebagai-nama', 'salah', network);
    await attempt('penulis', PASSWORD, network);
    const trail = await rows<{ act: string; subject: string; detail: object }>(
      publisher.db.source.manager,
      `SELECT act, subject, detail FROM audit_entries WHERE detail ->> 'network' = $1 ORDER BY id`,
      [network['x-forwarded-for']],
    );
    const subject = `person:${publisher.staff.people.penulis}`;
    expect(trail).toMatchObject([
      { act: 'session.refused', subject, detail: { reason: 'wrong-password' } },
      { act: 'session.refused', subject: 'person:unknown', detail: { reason: 'unknown-user' } },
      { act: 'session.sign-in', subject },
    ]);
    const leaked = await row<{ n: number }>(
      publisher.db.source.manager,
      `SELECT count(*)::int AS n FROM audit_entries e WHERE e::text ~* 'rahasia'`,
    );
    expect(leaked?.n).toBe(0);
  });

  it('shows the person’s own addresses masked', async () => {
    const ask = await signIn(publisher.url, 'penulis');
    const { body } = await ask('GET', `${SESSION}/addresses`);
    expect(body).toContainEqual({
      channel: 'email',
      to: 'p…@staff.example',
      confirmed: true,
      refused: false,
    });
    expect(body).toContainEqual({ channel: 'sms', to: null, confirmed: false, refused: false });
  });

  it('makes a person change a password that an admin set, before anything else', async () => {
    const admin = await signIn(publisher.url, 'admin');
    const path = `/api/v1/people/${publisher.staff.people.penulis}`;
    const { body } = await admin<{ oneTimePassword: string }>('POST', `${path}/reset`);
    const ask = await signIn(publisher.url, 'penulis' satisfies Username, body.oneTimePassword);
    const other = await signIn(publisher.url, 'penulis', body.oneTimePassword);
    expect((await ask('GET', '/api/v1/regions')).body).toMatchObject({
      status: 403,
      duty: 'change-password',
    });
    const change = (wanted: string, present = body.oneTimePassword) =>
      ask('POST', `${SESSION}/password`, { present, wanted });
    for (const [weak, code] of [
      ['pendek', 'password-short'],
      ['1q2w3e4r5t6y', 'password-common'],
      ['Indonesia2026!', 'password-common'],
      ['penulis-kementerian', 'password-personal'],
      [body.oneTimePassword, 'password-same'],
    ] as const) {
      const refused = await change(weak);
      expect([refused.status, refused.body['faults']]).toEqual([422, [expect.objectContaining({ code })]]);
    }
    expect((await change(body.oneTimePassword)).status).toBe(422);
    expect((await change('Sandi-baru-2026', 'bukan itu')).status).toBe(401);
    const told = async (): Promise<number> =>
      (
        await sentTo(publisher.db.source, new Keys(testConfig(publisher.db.url)), 'penulis@staff.example')
      ).filter(({ text }) => text.startsWith('Kata sandi akun Siar Anda diganti')).length;
    expect(await told()).toBe(0);
    expect((await change('Sandi-baru-2026')).status).toBe(204);
    expect(await told()).toBe(1);
    expect((await ask('GET', '/api/v1/regions')).status).toBe(200);
    expect((await other('GET', SESSION)).status).toBe(401);
    await signIn(publisher.url, 'penulis', 'Sandi-baru-2026');
  });
});
