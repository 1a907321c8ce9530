import { type TOTP, URI } from 'otpauth';
import { rows } from '#platform/database';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, asking, PASSWORD, signIn } from '../../../../test/factories/staff.js';

const SESSION = '/api/v1/session';

describe('the second factor, where it is required', () => {
  let publisher: TestPublisher;
  beforeAll(async () => {
    publisher = await testPublisher({ REQUIRE_TOTP: 'true' });
  });
  afterAll(() => publisher.stop());

  /** Makes the current code valid again, for tests that need more codes than there are time steps. */
  const forgetUsedCodes = () => publisher.db.source.query('UPDATE people SET totp_last_counter = NULL');
  const enrol = async (ask: Ask): Promise<TOTP> => {
    const { body } = await ask<{ uri: string }>('POST', `${SESSION}/totp`);
    return URI.parse(body.uri) as TOTP;
  };

  it('limits people who must have one to setting it up', async () => {
    const ask = await signIn(publisher.url, 'kpu-nasional');
    expect((await ask('GET', SESSION)).body).toMatchObject({ duty: 'enrol-totp' });
    const refused = await ask('GET', '/api/v1/regions');
    expect(refused.body).toMatchObject({ status: 403, duty: 'enrol-totp' });
    const totp = await enrol(ask);
    expect((await ask('POST', `${SESSION}/totp/confirm`, { totp: '000000' })).status).toBe(401);
    expect((await ask('GET', '/api/v1/regions')).status).toBe(403);
    expect((await ask('POST', `${SESSION}/totp/confirm`, { totp: totp.generate() })).status).toBe(200);
    expect((await ask('GET', '/api/v1/regions')).status).toBe(200);
    expect((await ask('POST', `${SESSION}/totp`)).status).toBe(409);
  });

  it('is required of everybody, whatever their role', async () => {
    for (const username of ['penulis', 'auditor', 'bantuan', 'dpo'] as const) {
      const ask = await signIn(publisher.url, username);
      expect((await ask('GET', '/api/v1/regions')).body).toMatchObject({ duty: 'enrol-totp' });
    }
  });

  it('requires a code at sign-in, which is valid once', async () => {
    await signIn(publisher.url, 'kpu-aceh');
    const first = await signIn(publisher.url, 'kpu-aceh');
    const totp = await enrol(first);
    await first('POST', `${SESSION}/totp/confirm`, { totp: totp.generate() });
    const [entry] = await publisher.db.source.query<{ detail: object }[]>(
      `SELECT detail FROM audit_entries WHERE act = 'session.totp-enrolled' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry?.detail).toEqual({ sessions: 1 });
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

  it('has recovery codes, shown once, each valid for one sign-in, and renewed after a fresh code', async () => {
    const ask = await signIn(publisher.url, 'kpu-admin');
    expect((await ask('POST', `${SESSION}/recovery-codes`)).body).toMatchObject({ duty: 'enrol-totp' });
    const totp = await enrol(ask);
    const { body } = await ask<{ recoveryCodes: string[] }>('POST', `${SESSION}/totp/confirm`, {
      totp: totp.generate(),
    });
    expect(new Set(body.recoveryCodes).size).toBe(10);
    const [code = '', other = ''] = body.recoveryCodes;
    const stored = await rows<{ hash: Buffer }>(
      publisher.db.source.manager,
      'SELECT hash FROM recovery_codes',
    );
    for (const { hash } of stored) expect(hash.includes(code.replace('-', ''))).toBe(false);

    const nobody = asking(publisher.url);
    const recover = (recoveryCode: string, username = 'kpu-admin') =>
      nobody('POST', SESSION, { username, password: PASSWORD, recoveryCode });
    expect((await recover('AAAAA-AAAAA')).body).toMatchObject({ status: 401, totpRequired: true });
    expect((await recover(code.toLowerCase().replace('-', ' '))).status).toBe(200);
    expect((await recover(code)).status).toBe(401);
    const left = () => ask<{ enrolled: boolean; codesLeft: number }>('GET', `${SESSION}/second-factor`);
    expect((await left()).body).toEqual({ enrolled: true, codesLeft: 9 });

    await publisher.db.source.query(`UPDATE sessions SET stepped_up_at = siar_now() - interval '11 minutes'`);
    expect((await ask('POST', `${SESSION}/recovery-codes`)).body).toMatchObject({ stepUpRequired: true });
    await forgetUsedCodes();
    await ask('POST', `${SESSION}/step-up`, { totp: totp.generate() });
    const renewed = await ask<{ recoveryCodes: string[] }>('POST', `${SESSION}/recovery-codes`);
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect((await recover(other)).status).toBe(401);
    expect((await recover(renewed.body.recoveryCodes[3] ?? '')).status).toBe(200);
    const acts = await rows<{ act: string; detail: unknown }>(
      publisher.db.source.manager,
      `SELECT act, detail FROM audit_entries WHERE subject = $1 AND act LIKE 'session.recovery%' ORDER BY id`,
      [`person:${publisher.staff.people['kpu-admin']}`],
    );
    expect(acts).toEqual([
      { act: 'session.recovery-code', detail: { left: 9 } },
      { act: 'session.recovery-codes', detail: { codes: 10 } },
      { act: 'session.recovery-code', detail: { left: 9 } },
    ]);
  });

  it('is reset by an admin of the person’s own office, never by the person', async () => {
    const { people } = publisher.staff;
    const admin = await signIn(publisher.url, 'admin');
    const lost = await signIn(publisher.url, 'auditor');
    for (const ask of [admin, lost]) {
      const totp = await enrol(ask);
      await ask('POST', `${SESSION}/totp/confirm`, { totp: totp.generate() });
    }
    const reset = (id: string) => admin('POST', `/api/v1/people/${id}/reset-second-factor`);
    expect((await reset(people.admin)).status).toBe(403);
    expect((await reset(people['kpu-admin'])).status).toBe(404);
    expect((await reset(people.penulis)).status).toBe(409);
    expect((await reset(people.auditor)).body).toMatchObject({ enrolled: false });
    expect((await lost('GET', SESSION)).status).toBe(401);
    const codes = await rows(publisher.db.source.manager, 'SELECT FROM recovery_codes WHERE person_id = $1', [
      people.auditor,
    ]);
    expect(codes).toHaveLength(0);
    // The password stays; the second factor must be set up again.
    const again = await signIn(publisher.url, 'auditor');
    expect((await again('GET', SESSION)).body).toMatchObject({ duty: 'enrol-totp' });
    await publisher.db.source.query(
      `UPDATE people SET totp_ciphertext = NULL, totp_key_id = NULL, totp_confirmed_at = NULL WHERE id = $1`,
      [people.admin],
    );
  });

  it('cannot be guessed by somebody who has the password', async () => {
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

  it('must be fresh for changes to people', async () => {
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

  it('is stored encrypted', async () => {
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
