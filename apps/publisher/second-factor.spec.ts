import { type TOTP, URI } from 'otpauth';
import { rows } from '#platform';
import { type TestPublisher, testPublisher } from '../../test/factories/publisher.js';
import { type Ask, asking, PASSWORD, signIn } from '../../test/factories/staff.js';

const SESSION = '/api/v1/session';

describe('the second factor, where it is required', () => {
  let publisher: TestPublisher;
  beforeAll(async () => {
    publisher = await testPublisher({ REQUIRE_TOTP: 'true' });
  });
  afterAll(() => publisher.stop());

  /** Lets the present code count once more, where a test needs more codes than time gives it. */
  const forgetUsedCodes = () => publisher.db.source.query('UPDATE people SET totp_last_counter = NULL');
  const enrol = async (ask: Ask): Promise<TOTP> => {
    const { body } = await ask<{ uri: string }>('POST', `${SESSION}/totp`);
    return URI.parse(body.uri) as TOTP;
  };

  it('lets those who must have one do nothing but set it up', async () => {
    const ask = await signIn(publisher.url, 'kpu-nasional');
    expect((await ask('GET', SESSION)).body).toMatchObject({ duty: 'enrol-totp' });
    const refused = await ask('GET', '/api/v1/regions');
    expect(refused.body).toMatchObject({ status: 403, duty: 'enrol-totp' });
    const totp = await enrol(ask);
    expect((await ask('POST', `${SESSION}/totp/confirm`, { totp: '000000' })).status).toBe(401);
    expect((await ask('GET', '/api/v1/regions')).status).toBe(403);
    expect((await ask('POST', `${SESSION}/totp/confirm`, { totp: totp.generate() })).status).toBe(204);
    expect((await ask('GET', '/api/v1/regions')).status).toBe(200);
    expect((await ask('POST', `${SESSION}/totp`)).status).toBe(409);
  });

  it('asks nothing of those who need none', async () => {
    const ask = await signIn(publisher.url, 'penulis');
    expect((await ask('GET', '/api/v1/regions')).status).toBe(200);
  });

  it('asks at sign-in for a code, which counts once', async () => {
    const first = await signIn(publisher.url, 'kpu-aceh');
    const totp = await enrol(first);
    await first('POST', `${SESSION}/totp/confirm`, { totp: totp.generate() });
    await forgetUsedCodes();
    const ask = asking(publisher.url);
    const credentials = { username: 'kpu-aceh', password: PASSWORD };
    const without = await ask('POST', SESSION, credentials);
    expect(without.body).toMatchObject({ status: 401, totpRequired: true });
    const code = totp.generate();
    expect((await ask('POST', SESSION, { ...credentials, totp: code })).status).toBe(200);
    expect((await ask('POST', SESSION, { ...credentials, totp: code })).status).toBe(401);
    const stale = totp.generate({ timestamp: Date.now() - 5 * 60_000 });
    expect((await ask('POST', SESSION, { ...credentials, totp: stale })).status).toBe(401);
  });

  it('cannot be guessed by one who knows the password', async () => {
    const ask = asking(publisher.url);
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) {
      await ask('POST', SESSION, { username: 'kpu-nasional', password: PASSWORD });
      const guess = { username: 'kpu-nasional', password: PASSWORD, totp: String(100_000 + i) };
      statuses.push((await ask('POST', SESSION, guess)).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.at(-1)).toBe(429);
  });

  it('must be fresh for what changes people', async () => {
    const ask = await signIn(publisher.url, 'admin');
    const totp = await enrol(ask);
    await ask('POST', `${SESSION}/totp/confirm`, { totp: totp.generate() });
    const act = () => ask('POST', `/api/v1/people/${publisher.staff.people.penulis}/enable`);
    expect((await act()).status).toBe(200);
    await publisher.db.source.query(`UPDATE sessions SET stepped_up_at = siar_now() - interval '11 minutes'`);
    expect((await act()).body).toMatchObject({ status: 403, stepUpRequired: true });
    expect((await ask('POST', `${SESSION}/step-up`, { totp: '123456' })).status).toBe(401);
    await forgetUsedCodes();
    expect((await ask('POST', `${SESSION}/step-up`, { totp: totp.generate() })).status).toBe(204);
    expect((await act()).status).toBe(200);
  });

  it('is stored sealed', async () => {
    const ask = await signIn(publisher.url, 'operator');
    const totp = await enrol(ask);
    const stored = await rows<{ ciphertext: Buffer }>(
      publisher.db.source.manager,
      'SELECT totp_ciphertext AS ciphertext FROM people WHERE totp_ciphertext IS NOT NULL',
    );
    expect(stored.length).toBeGreaterThan(0);
    for (const { ciphertext } of stored) expect(ciphertext.includes(totp.secret.base32)).toBe(false);
  });

  it('must be fresh for an emergency stop, and for lifting it', async () => {
    const ask = await signIn(publisher.url, 'operator');
    const totp = await enrol(ask);
    await ask('POST', `${SESSION}/totp/confirm`, { totp: totp.generate() });
    for (const [path, body] of [
      ['', { reason: 'uji' }],
      ['/lift', { note: 'aman' }],
    ] as const) {
      const act = () => ask('POST', `/api/v1/emergency-stop${path}`, body);
      await publisher.db.source.query(
        `UPDATE sessions SET stepped_up_at = siar_now() - interval '11 minutes'`,
      );
      expect((await act()).body).toMatchObject({ status: 403, stepUpRequired: true });
      await forgetUsedCodes();
      expect((await ask('POST', `${SESSION}/step-up`, { totp: totp.generate() })).status).toBe(204);
      expect((await act()).status).toBe(200);
    }
  });
});
