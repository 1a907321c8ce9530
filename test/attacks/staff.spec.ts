import { setTimeout as sleep } from 'node:timers/promises';
import { type TOTP, URI } from 'otpauth';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { type Ask, asking, cookieOf, PASSWORD, type Username } from '../factories/staff.js';
import { testConfig } from '../factories/database.js';
import { codeSent, sentTo } from '../factories/notices.js';
import { NATIONAL_ROLES } from '#contract/roles.rules';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions, row, rows } from '#platform/database';
import { Staff } from '#staff';
import { hashPassword } from '#staff/sign-in';

const SESSION = '/api/v1/session';

describe('an attack by a member of staff', () => {
  let publisher: TestPublisher;
  /** A second admin of national KPU. */
  const SECOND = 'kpu-admin-dua';
  let secondId: string;
  let staff: Staff;
  beforeAll(async () => {
    publisher = await testPublisher({ REQUIRE_TOTP: 'true' });
    staff = new Staff(new Keys(testConfig(publisher.db.url)));
    const passwordHash = await hashPassword(PASSWORD);
    await publisher.db.source.transaction(async (tx) => {
      secondId = await staff.addPerson(tx, {
        organisationId: publisher.staff.organisations.kpu,
        username: SECOND,
        name: 'Admin KPU Kedua',
        roles: ['admin'],
        passwordHash,
        mustChangePassword: false,
      });
      await staff.addAddress(tx, secondId, 'email', `${SECOND}@staff.example`, true);
    });
  });
  afterAll(() => publisher.stop());

  /** Signs somebody in for the first time: with the authenticator that everybody must set up. */
  const arrive = async (username: string, password = PASSWORD): Promise<Ask> => {
    const ask = asking(publisher.url, await cookieOf(publisher.url, username, password));
    const { body } = await ask<{ uri: string }>('POST', `${SESSION}/totp`);
    const totp = URI.parse(body.uri) as TOTP;
    const { status } = await ask('POST', `${SESSION}/totp/confirm`, { totp: totp.generate() });
    expect(status).toBe(200);
    return ask;
  };
  const people: Partial<Record<string, Promise<Ask>>> = {};
  const as = (username: Username | typeof SECOND): Promise<Ask> => (people[username] ??= arrive(username));
  /** Takes over an account by the one-time password that an admin saw. */
  const takeOver = async (username: string, oneTimePassword: string): Promise<Ask> => {
    const ask = asking(publisher.url, await cookieOf(publisher.url, username, oneTimePassword));
    const changed = { present: oneTimePassword, wanted: PASSWORD };
    expect((await ask('POST', `${SESSION}/password`, changed)).status).toBe(204);
    return arrive(username);
  };
  /** Gives somebody their own confirmed address. */
  const reach = (personId: string): Promise<void> =>
    publisher.db.source.transaction((tx) =>
      staff.addAddress(tx, personId, 'email', `orang${personId}@staff.example`, true),
    );
  /** As if they had completed the whole set-up. */
  const setUp = async (personId: string): Promise<void> => {
    await publisher.db.source.query(
      'UPDATE people SET password_must_change = false, totp_confirmed_at = siar_now() WHERE id = $1',
      [personId],
    );
    await reach(personId);
  };
  interface Appointment {
    id: string;
    act: string;
    state: string;
    roles: string[];
    steps: string[];
    person: { id: string };
  }
  const listed = async (ask: Ask): Promise<Appointment[]> =>
    (await ask<{ appointments: Appointment[] }>('GET', '/api/v1/appointments')).body.appointments;
  const latest = async (ask: Ask): Promise<Appointment> => {
    const [first] = await listed(ask);
    if (!first) throw new Error('there is no appointment');
    return first;
  };
  const step = (ask: Ask, id: string, what: 'confirm' | 'lift' | 'cancel') =>
    ask<{
      appointment: Appointment;
      oneTimePassword: string;
      code?: string;
      state: string;
      faults?: { code?: string }[];
    }>('POST', `/api/v1/appointments/${id}/${what}`);
  /** Why a second admin may not confirm yet. */
  const whyNot = async (ask: Ask, id: string): Promise<unknown[]> => {
    const { status, body } = await step(ask, id, 'confirm');
    return [status, body.code, body.faults?.map(({ code }) => code)];
  };
  const invite = async (ask: Ask, organisationId: string, username: string, roles: string[]) =>
    (
      await ask<{ person: { id: string; roles: string[]; awaited: string[] }; oneTimePassword: string }>(
        'POST',
        '/api/v1/people',
        { organisationId, username, name: `Orang ${username}`, roles },
      )
    ).body;
  /** Who was notified since the last call. */
  const told = async (): Promise<Set<string>> => {
    const found = await rows<{ personId: string }>(
      publisher.db.source.manager,
      `WITH gone AS (UPDATE notices SET kind = 'answer' WHERE kind = 'alert' RETURNING person_id)
       SELECT DISTINCT person_id AS "personId" FROM gone`,
    );
    return new Set(found.map(({ personId }) => personId));
  };
  const mayReview = async (ask: Ask): Promise<boolean> =>
    (await ask('GET', '/api/v1/reviews')).status === 200;

  it('does not bypass a missing authenticator, whatever the role', async () => {
    const author = asking(publisher.url, await cookieOf(publisher.url, 'penulis'));
    for (const [method, path] of [
      ['POST', '/api/v1/contacts/imports/1/withdraw'],
      ['GET', '/api/v1/broadcasts'],
      ['GET', '/api/v1/regions'],
    ] as const) {
      expect((await author(method, path)).body).toMatchObject({ status: 403, duty: 'enrol-totp' });
    }
  });

  it('does not make an operator of a regional member, who would lift the national stop', async () => {
    const kpu = await as('kpu-admin');
    const { organisations, people: ids } = publisher.staff;
    for (const role of ['operator', 'auditor', 'dpo', 'helpdesk']) {
      const { status, body } = await kpu('PUT', `/api/v1/people/${ids['kpu-aceh']}/roles`, {
        roles: ['reviewer', role],
      });
      expect([status, body['faults']]).toEqual([
        403,
        [
          {
            path: 'roles',
            code: 'national-role',
            params: { role },
            message: `${role} cannot be held in this organisation`,
          },
        ],
      ]);
      const invited = await kpu('POST', '/api/v1/people', {
        organisationId: organisations['kpu-aceh'],
        username: `aceh.${role}`,
        name: 'Orang Aceh',
        roles: [role],
      });
      expect(invited.status).toBe(403);
    }
  });

  it('does not give a role to the wrong office by SQL with the program’s own role', async () => {
    const app = await new Database(databaseOptions(publisher.db.url, 1, 'siar_app')).initialize();
    try {
      const { people: ids, organisations } = publisher.staff;
      const grant = (person: string, role: string) =>
        app.query('INSERT INTO person_roles (person_id, role) VALUES ($1, $2)', [person, role]);
      for (const role of NATIONAL_ROLES)
        await expect(grant(ids['kpu-aceh'], role)).rejects.toThrow(/only people of a national office/);
      await expect(grant(ids.penulis, 'reviewer')).rejects.toThrow(/only people of KPU/);
      for (const [person, role] of [
        [ids['kpu-admin'], 'reviewer'],
        [ids['kpu-nasional'], 'admin'],
      ] as const)
        await expect(grant(person, role)).rejects.toThrow(/who_appoints_does_not_approve/);
      await expect(
        app.query(`UPDATE person_roles SET role = 'operator' WHERE person_id = $1`, [ids['kpu-aceh']]),
      ).rejects.toThrow(/only people of a national office/);
      await expect(
        app.query('UPDATE people SET organisation_id = $2 WHERE id = $1', [ids.penulis, organisations.kpu]),
      ).rejects.toThrow(/people stay in their organisation/);
      const appoint = (asked: string, confirmed: string) =>
        app.query(
          `INSERT INTO appointments (person_id, act, roles, asked_by, expires_at, confirmed_by, confirmed_at, counts_from)
           VALUES ($1, 'roles', '{operator}', $2, siar_now(), $3, siar_now(), siar_now())`,
          [ids.penulis, asked, confirmed],
        );
      for (const alone of [ids.admin, ids.penulis])
        await expect(appoint(alone, alone)).rejects.toThrow(/violates check constraint/);
      await expect(
        app.query('UPDATE organisations SET region_code = NULL WHERE id = $1', [organisations['kpu-aceh']]),
      ).rejects.toThrow(/organisations in their region/);
    } finally {
      await app.destroy();
    }
  });

  it('does not let one admin of KPU create an author and a reviewer, and act as all of them', async () => {
    const kpu = await as('kpu-admin');
    const { organisations, people: ids } = publisher.staff;
    await told();
    await invite(kpu, organisations.kpu, 'boneka.penulis', ['author']);
    expect(await told()).toEqual(new Set([ids['kpu-admin'], secondId]));
    const puppet = await invite(kpu, organisations.kpu, 'boneka.peninjau', ['reviewer', 'author']);
    expect(puppet.person).toMatchObject({ roles: ['author'], awaited: ['reviewer'] });
    expect(await told()).toEqual(new Set([ids['kpu-admin'], secondId]));
    // Nobody is appointed while somebody else still holds the one-time password, or without an address to be notified
    // at.
    const { id: unready } = await latest(await as(SECOND));
    const missing = ['no-own-password', 'no-authenticator', 'no-own-address'];
    expect(await latest(await as(SECOND))).toMatchObject({ missing, steps: ['cancel'] });
    expect(await whyNot(await as(SECOND), unready)).toEqual([409, 'not-set-up', missing]);
    const reviewer = await takeOver('boneka.peninjau', puppet.oneTimePassword);
    expect(await mayReview(reviewer)).toBe(false);
    expect((await reviewer('POST', '/api/v1/broadcasts/1/approve', { digest: 'f'.repeat(64) })).status).toBe(
      403,
    );

    // Nor is the account taken over before the second admin confirms a request for somebody else.
    const reset = await kpu('POST', `/api/v1/people/${puppet.person.id}/reset`);
    expect(reset.body).toMatchObject({ status: 409, code: 'asked-already' });

    const asked = await latest(kpu);
    expect(asked).toMatchObject({ state: 'asked', roles: ['reviewer'], steps: ['cancel'] });
    expect((await step(kpu, asked.id, 'confirm')).body).toMatchObject({ status: 403, code: 'second-admin' });
    // A second account of the same admin is no second admin.
    const twin = await invite(kpu, organisations.kpu, 'boneka.admin', ['admin']);
    const second = await takeOver('boneka.admin', twin.oneTimePassword);
    expect((await step(second, asked.id, 'confirm')).status).toBe(403);
    expect(await mayReview(reviewer)).toBe(false);

    // A second admin's request waits.
    expect(await whyNot(await as(SECOND), asked.id)).toEqual([409, 'not-set-up', ['no-own-address']]);
    await reach(puppet.person.id);
    // An address of the inviter's own is shown.
    const reachedAt = [{ channel: 'email', to: 'o…@staff.example' }];
    expect(await latest(await as(SECOND))).toMatchObject({ reachedAt: [], act: 'roles' });
    expect((await listed(await as(SECOND))).find(({ id }) => id === asked.id)).toMatchObject({ reachedAt });
    expect((await step(await as(SECOND), asked.id, 'confirm')).body.appointment).toMatchObject({
      state: 'waiting',
    });
    expect(await mayReview(reviewer)).toBe(false);
    await publisher.db.source.query(
      'UPDATE person_roles SET counts_from = siar_now() WHERE counts_from > siar_now()',
    );
    expect(await mayReview(reviewer)).toBe(true);
  });

  it('sends no link, and no text of their own, to other admins in place of a name', async () => {
    const kpu = await as('kpu-admin');
    const { source } = publisher.db;
    const invited = await kpu('POST', '/api/v1/people', {
      organisationId: publisher.staff.organisations.kpu,
      username: 'nama.panjang',
      name: `Masuk lagi di https://siar-kpu.example/masuk atau t.me/siar\u2028Segera! ${'Akun Anda dibekukan. '.repeat(6)}`,
      roles: ['author', 'operator'],
    });
    expect(invited.status).toBe(201);
    const keys = new Keys(testConfig(publisher.db.url));
    const texts = (
      await rows<{ id: string; ciphertext: Buffer; keyId: string }>(
        source.manager,
        `SELECT id, message_ciphertext AS ciphertext, key_id AS "keyId" FROM notices WHERE kind = 'alert' ORDER BY id DESC LIMIT 4`,
      )
    ).map(({ id, ...sealed }) => keys.open(sealed, `notice\0${id}\0message`));
    expect(texts.some((text) => text.includes('diundang'))).toBe(true);
    expect(texts.some((text) => text.includes('Pengangkatan'))).toBe(true);
    for (const text of texts) {
      expect(text).not.toMatch(/https?:|[a-z]\.[a-z]{2,}|\u2028/i);
      expect(text.split('dibekukan').length).toBeLessThan(6);
    }
    await told();
  });

  it('does not approve a text by a puppet of their own, as admin and reviewer in one', async () => {
    const second = await as(SECOND);
    const { organisations, people: ids } = publisher.staff;
    const refusal = {
      status: 403,
      faults: [expect.objectContaining({ path: 'roles', code: 'appoints-and-approves' })],
    };
    const roles = ['admin', 'reviewer'];
    for (const person of [ids['kpu-admin'], ids['kpu-nasional']])
      expect((await second('PUT', `/api/v1/people/${person}/roles`, { roles })).body).toMatchObject(refusal);
    const invited = await second('POST', '/api/v1/people', {
      organisationId: organisations.kpu,
      username: 'dua.peran',
      name: 'Orang Dua Peran',
      roles,
    });
    expect(invited.body).toMatchObject(refusal);
    // A change of roles does not bypass the rule: the first role is removed before the second is requested.
    const { person } = await invite(second, organisations.kpu, 'ganti.peran', ['reviewer']);
    const changed = await second('PUT', `/api/v1/people/${person.id}/roles`, { roles: ['admin'] });
    expect(changed.body).toMatchObject({ roles: [], awaited: ['admin'] });
    await step(second, (await latest(second)).id, 'cancel');
  });

  it('makes nobody admin and reviewer in one by giving both in the same instant', async () => {
    const id = await publisher.db.source.transaction(async (tx) =>
      staff.addPerson(tx, {
        organisationId: publisher.staff.organisations.kpu,
        username: 'dua.sekaligus',
        name: 'Orang Sekaligus',
        roles: ['author'],
        passwordHash: await hashPassword(PASSWORD),
        mustChangePassword: false,
      }),
    );
    const app = await new Database(databaseOptions(publisher.db.url, 2, 'siar_app')).initialize();
    const [one, other] = [app.createQueryRunner(), app.createQueryRunner()];
    const grant = 'INSERT INTO person_roles (person_id, role) VALUES ($1, $2)';
    try {
      await one.startTransaction();
      await other.startTransaction();
      await one.query(grant, [id, 'admin']);
      const pid = (await row<{ pid: number }>(other.manager, 'SELECT pg_backend_pid() AS pid'))?.pid;
      let done = false;
      const second = other.query(grant, [id, 'reviewer']).finally(() => (done = true));
      const waits = `SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'`;
      while (!done && !(await row(publisher.db.source.manager, waits, [pid]))) await sleep(10);
      await one.commitTransaction();
      await expect(second.then(() => other.commitTransaction())).rejects.toThrow(
        /who_appoints_does_not_approve/,
      );
    } finally {
      for (const session of [one, other]) {
        if (session.isTransactionActive) await session.rollbackTransaction();
        await session.release();
      }
      await app.destroy();
    }
    await publisher.db.source.query('UPDATE people SET disabled_at = siar_now() WHERE id = $1', [id]);
  });

  it('does not create, or take over, a data protection officer, who reads addresses out', async () => {
    const ministry = await as('admin');
    const { organisations, people: ids } = publisher.staff;
    const puppet = await invite(ministry, organisations.ministry, 'boneka.pdp', ['dpo', 'author']);
    expect(puppet.person).toMatchObject({ roles: ['author'], awaited: ['dpo'] });
    const promoted = await ministry('PUT', `/api/v1/people/${ids.penulis}/roles`, {
      roles: ['author', 'dpo'],
    });
    expect(promoted.body).toMatchObject({ roles: ['author'], awaited: ['dpo'] });
    const reset = await ministry('POST', `/api/v1/people/${ids.dpo}/reset`);
    expect(reset.body).toMatchObject({ oneTimePassword: null });
    // Its only admin is told so on the start page.
    expect((await ministry('GET', '/api/v1/home')).body).toMatchObject({ stuck: 3 });
    for (const personId of [puppet.person.id, ids.penulis, ids.dpo]) {
      const asked = (await listed(ministry)).find(({ person }) => person.id === personId);
      // The ministry has no second admin.
      expect(asked).toMatchObject({ state: 'asked', roles: ['dpo'], steps: ['cancel'], confirmable: false });
      await step(ministry, asked?.id ?? '', 'cancel');
    }
  });

  it('does not found an office whose first people are confirmed by one admin alone', async () => {
    const kpu = await as('kpu-admin');
    await publisher.db.source.query(
      `INSERT INTO regions (code, kind, name, time_zone) VALUES ('12', 'province', 'Sumatera Utara', 'Asia/Jakarta')`,
    );
    const office = await kpu<{ id: string }>('POST', '/api/v1/organisations', {
      name: 'KPU Sumatera Utara',
      regionCode: '12',
    });
    const made = await invite(kpu, office.body.id, 'sumut.admin', ['admin']);
    expect(made.person).toMatchObject({ roles: [], awaited: ['admin'] });
    const { id } = await latest(kpu);
    expect((await step(kpu, id, 'confirm')).status).toBe(403);
    await takeOver('sumut.admin', made.oneTimePassword);
    await reach(made.person.id);
    // The first set-up requires two admins as well, but does not wait.
    const confirmed = await step(await as(SECOND), id, 'confirm');
    expect(confirmed.body.appointment).toMatchObject({ state: 'counting' });
  });

  it('does not reset a reviewer and approve in their name', async () => {
    const [kpu, second, victim] = await Promise.all([as('kpu-admin'), as(SECOND), as('kpu-nasional')]);
    const { people: ids } = publisher.staff;
    await told();
    const reset = await kpu<{ oneTimePassword: string | null }>(
      'POST',
      `/api/v1/people/${ids['kpu-nasional']}/reset`,
    );
    expect([reset.status, reset.body.oneTimePassword]).toEqual([200, null]);
    // Nothing has happened yet, and they and all admins of the office are notified.
    expect(await mayReview(victim)).toBe(true);
    expect(await told()).toEqual(new Set([ids['kpu-nasional'], ids['kpu-admin'], secondId]));
    const lost = await kpu('POST', `/api/v1/people/${ids['kpu-nasional']}/reset-second-factor`);
    expect(lost.body).toMatchObject({ status: 409, code: 'asked-already' });
    const { id } = await latest(kpu);
    expect((await step(kpu, id, 'confirm')).status).toBe(403);
    const { body } = await step(second, id, 'confirm');
    expect(body.appointment).toMatchObject({ state: 'waiting', act: 'reset', roles: ['reviewer'] });
    expect((await victim('GET', SESSION)).status).toBe(401);
    const thief = await takeOver('kpu-nasional', body.oneTimePassword);
    expect(await mayReview(thief)).toBe(false);

    // A lost phone on election eve: two national admins end the wait, and everybody is notified.
    await told();
    expect((await step(kpu, id, 'lift')).body).toMatchObject({ state: 'waiting' });
    expect(await mayReview(thief)).toBe(false);
    expect((await step(kpu, id, 'lift')).body).toMatchObject({ status: 403, code: 'second-admin' });
    await told();
    expect((await step(second, id, 'lift')).body).toMatchObject({ state: 'counting' });
    expect(await told()).toEqual(new Set([ids['kpu-nasional'], ids['kpu-admin'], secondId, ids.admin]));
    expect(await mayReview(thief)).toBe(true);
    expect((await step(second, id, 'cancel')).status).toBe(409);
  });

  it('resets nobody without a notice to all admins of the office', async () => {
    const ministry = await as('admin');
    const { people: ids } = publisher.staff;
    for (const what of ['reset-second-factor', 'reset']) {
      await publisher.db.source.query('UPDATE people SET totp_confirmed_at = siar_now() WHERE id = $1', [
        ids.bantuan,
      ]);
      await told();
      expect((await ministry('POST', `/api/v1/people/${ids.bantuan}/${what}`)).status).toBe(200);
      expect(await told()).toEqual(new Set([ids.bantuan, ids.admin]));
    }
  });

  it('is stopped by any admin who objects before it takes effect', async () => {
    const [kpu, second] = await Promise.all([as('kpu-admin'), as(SECOND)]);
    const id = publisher.staff.people['kpu-aceh'];
    await kpu('POST', `/api/v1/people/${id}/reset`);
    const asked = await latest(kpu);
    const { body } = await step(second, asked.id, 'confirm');
    const thief = await takeOver('kpu-aceh', body.oneTimePassword);
    expect((await step(kpu, asked.id, 'cancel')).body).toMatchObject({ state: 'cancelled' });
    expect((await thief('GET', SESSION)).status).toBe(401);
    await publisher.db.source.query('UPDATE appointments SET counts_from = siar_now() WHERE id = $1', [
      asked.id,
    ]);
    expect(
      await rows(publisher.db.source.manager, 'SELECT FROM person_roles WHERE person_id = $1', [id]),
    ).toEqual([]);
    // A pending request that is no longer wanted is dropped with the next roles.
    await kpu('PUT', `/api/v1/people/${id}/roles`, { roles: ['reviewer', 'author'] });
    expect(await latest(kpu)).toMatchObject({ state: 'asked', roles: ['reviewer'] });
    const without = await kpu('PUT', `/api/v1/people/${id}/roles`, { roles: ['author'] });
    expect(without.body).toMatchObject({ roles: ['author'], awaited: [] });
    expect(await latest(kpu)).toMatchObject({ state: 'cancelled' });
  });

  it('keeps no session of an account whose owner has set their own password or authenticator', async () => {
    const kpu = await as('kpu-admin');
    const { url, db } = publisher;
    const { person, oneTimePassword } = await invite(kpu, publisher.staff.organisations.kpu, 'baru', [
      'author',
    ]);
    // The inviter's sign-in is checked before the owner's change is written, and the session is opened only after.
    const owner = db.source.createQueryRunner();
    await owner.startTransaction();
    await owner.query('UPDATE people SET password_hash = $2, password_must_change = false WHERE id = $1', [
      person.id,
      await hashPassword(PASSWORD),
    ]);
    await owner.query('DELETE FROM sessions WHERE person_id = $1', [person.id]);
    let opened = false;
    const thief = asking(url)('POST', SESSION, { username: 'baru', password: oneTimePassword }).finally(
      () => (opened = true),
    );
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while (!opened && (await rows(db.source.manager, waiting)).length === 0);
    await owner.commitTransaction();
    await owner.release();
    expect((await thief).status).toBe(401);
    expect(
      await rows(db.source.manager, 'SELECT FROM sessions WHERE person_id = $1', [person.id]),
    ).toHaveLength(0);

    const earlier = asking(url, await cookieOf(url, 'baru'));
    const now = await arrive('baru');
    expect((await earlier('GET', SESSION)).status).toBe(401);
    expect((await now('GET', SESSION)).status).toBe(200);
  });

  it('takes no role away, and locks nobody out, without a notice to all admins of the office', async () => {
    const ministry = await as('admin');
    const { people: ids } = publisher.staff;
    const person = `/api/v1/people/${ids.auditor}`;
    await told();
    for (const [method, path, body] of [
      ['PUT', `${person}/roles`, { roles: [] }],
      ['PUT', `${person}/roles`, { roles: ['auditor'] }],
      ['POST', `${person}/disable`, undefined],
      ['POST', `${person}/enable`, undefined],
    ] as const) {
      expect((await ministry(method, path, body)).status).toBe(200);
      expect([path, await told()]).toEqual([path, new Set([ids.auditor, ids.admin])]);
      // The second time nothing changes: nobody is notified.
      expect((await ministry(method, path, body)).status).toBe(200);
      expect([path, await told()]).toEqual([path, new Set()]);
    }
  });

  it('does not reactivate a locked-out reviewer alone', async () => {
    const [kpu, second] = await Promise.all([as('kpu-admin'), as(SECOND)]);
    const id = publisher.staff.people['kpu-nasional'];
    const state = () =>
      row<{ disabled: boolean; counting: boolean | null }>(
        publisher.db.source.manager,
        `SELECT disabled_at IS NOT NULL AS disabled,
           (SELECT counts_from <= siar_now() FROM person_roles WHERE person_id = people.id AND role = 'reviewer') AS counting
         FROM people WHERE id = $1`,
        [id],
      );
    await kpu('POST', `/api/v1/people/${id}/disable`);
    await told();
    expect((await kpu('POST', `/api/v1/people/${id}/enable`)).status).toBe(200);
    expect(await state()).toEqual({ disabled: true, counting: true });
    expect(await told()).toEqual(new Set([id, publisher.staff.people['kpu-admin'], secondId]));
    const asked = await latest(kpu);
    expect(asked).toMatchObject({ act: 'enable', state: 'asked', roles: ['reviewer'] });
    expect((await step(kpu, asked.id, 'confirm')).status).toBe(403);
    expect((await step(second, asked.id, 'confirm')).body.appointment).toMatchObject({ state: 'waiting' });
    expect(await state()).toEqual({ disabled: false, counting: false });
    expect((await step(kpu, asked.id, 'cancel')).status).toBe(200);
    expect(await state()).toEqual({ disabled: true, counting: null });
  });

  it('does not redirect somebody’s alerts to another address without a code, or unnoticed', async () => {
    const auditor = await as('auditor');
    const id = publisher.staff.people.auditor;
    const path = '/api/v1/session/addresses/email';
    const to = 'pencuri@jahat.example';
    await publisher.db.source.query('UPDATE sessions SET stepped_up_at = NULL WHERE person_id = $1', [id]);
    for (const [method, body] of [['PUT', { to }], ['DELETE']] as const)
      expect((await auditor(method, path, body)).body).toMatchObject({ status: 403, stepUpRequired: true });
    await publisher.db.source.query('UPDATE sessions SET stepped_up_at = siar_now() WHERE person_id = $1', [
      id,
    ]);
    const keys = new Keys(testConfig(publisher.db.url));
    const alerts = async (address: string): Promise<number> =>
      (await sentTo(publisher.db.source, keys, address)).filter(({ kind }) => kind === 'alert').length;
    await told();
    expect((await auditor('PUT', path, { to })).status).toBe(202);
    expect(await alerts('auditor@staff.example')).toBe(0);
    const code = await codeSent(publisher.db.source, keys, id);
    expect((await auditor('POST', `${path}/confirm`, { code })).status).toBe(204);
    expect([await alerts('auditor@staff.example'), await alerts(to)]).toEqual([1, 0]);
    expect((await auditor('DELETE', path)).status).toBe(204);
    expect([await alerts('auditor@staff.example'), await alerts(to)]).toEqual([1, 1]);
  });

  it('does not confirm appointments of others, nor confirm one twice', async () => {
    const [ministry, kpu, second] = await Promise.all([as('admin'), as('kpu-admin'), as(SECOND)]);
    const aceh = publisher.staff.people['kpu-aceh'];
    await kpu('PUT', `/api/v1/people/${aceh}/roles`, { roles: ['reviewer'] });
    const { id } = await latest(kpu);
    await setUp(aceh);
    for (const what of ['confirm', 'lift', 'cancel'] as const)
      expect((await step(ministry, id, what)).status).toBe(404);
    // Blocked until both requests have gone as far as they can.
    const holder = publisher.db.source.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT FROM appointments WHERE id = $1 FOR UPDATE', [id]);
    const asked = Promise.all([step(second, id, 'confirm'), step(second, id, 'confirm')]);
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while ((await rows(publisher.db.source.manager, waiting)).length < 2);
    await holder.commitTransaction();
    await holder.release();
    const both = await asked;
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await listed(ministry)).map((one) => one.id)).not.toContain(id);
  });

  it('does not count as one of two admins once dismissed, neither to request nor to lift', async () => {
    const third = await publisher.db.source.transaction(async (tx) =>
      staff.addPerson(tx, {
        organisationId: publisher.staff.organisations.kpu,
        username: 'kpu-admin-tiga',
        name: 'Admin KPU Ketiga',
        roles: ['admin'],
        passwordHash: await hashPassword(PASSWORD),
        mustChangePassword: false,
      }),
    );
    const [kpu, second, dismissed] = await Promise.all([
      as('kpu-admin'),
      as(SECOND),
      arrive('kpu-admin-tiga'),
    ]);
    const { organisations } = publisher.staff;
    const asked = await Promise.all(
      ['boneka.satu', 'boneka.dua'].map(async (username) => {
        const { person } = await invite(dismissed, organisations.kpu, username, ['reviewer']);
        await setUp(person.id);
        return (await listed(kpu)).find((one) => one.person.id === person.id)?.id ?? '';
      }),
    );
    const [first = '', other = ''] = asked;
    expect((await step(second, first, 'confirm')).body.appointment).toMatchObject({ state: 'waiting' });
    expect((await step(dismissed, first, 'lift')).status).toBe(200);
    await kpu('POST', `/api/v1/people/${third}/disable`);

    const refused = await step(second, other, 'confirm');
    expect([refused.status, refused.body.code]).toEqual([409, 'asker-gone']);
    // Two present admins lift the wait.
    expect((await step(second, first, 'lift')).body).toMatchObject({ state: 'waiting' });
    expect((await step(second, first, 'lift')).body).toMatchObject({ status: 403, code: 'second-admin' });
    expect((await step(kpu, first, 'lift')).body).toMatchObject({ state: 'counting' });
  });

  it('does not keep the exemption of a first set-up for later', async () => {
    const [kpu, second] = await Promise.all([as('kpu-admin'), as(SECOND)]);
    await publisher.db.source.query(
      `INSERT INTO regions (code, kind, name, time_zone) VALUES ('13', 'province', 'Sumatera Barat', 'Asia/Jakarta')`,
    );
    const office = await kpu<{ id: string }>('POST', '/api/v1/organisations', {
      name: 'KPU Sumatera Barat',
      regionCode: '13',
    });
    const { person } = await invite(kpu, office.body.id, 'sumbar.admin', ['admin']);
    await setUp(person.id);
    const asked = await latest(second);
    expect(asked).toMatchObject({ waits: false });
    await invite(kpu, office.body.id, 'sumbar.penulis', ['author']);
    expect(await latest(second)).toMatchObject({ id: asked.id, waits: true });
    expect((await step(second, asked.id, 'confirm')).body.appointment).toMatchObject({ state: 'waiting' });
  });

  it('does not lock anybody out by wrong passwords for them', async () => {
    const attempt = (password: string, network: string, cookie?: string) =>
      asking(publisher.url, cookie)(
        'POST',
        SESSION,
        { username: 'penulis', password },
        { 'x-forwarded-for': network },
      );
    const before = await attempt(PASSWORD, '198.51.100.1');
    const device = before.headers.getSetCookie()[1]?.split(';')[0] ?? '';
    // Somebody of the same office, with the same IP address.
    const wrong: number[] = [];
    for (let i = 0; i < 6; i++) wrong.push((await attempt(`salah-${i}`, '198.51.100.1')).status);
    expect(wrong).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await attempt(PASSWORD, '198.51.100.1', device)).status).toBe(200);
    expect((await attempt(PASSWORD, '198.51.100.2')).status).toBe(200);
    // A hundred wrong ones, from everywhere: a new device has to wait, a known device does not.
    await Promise.all(
      Array.from({ length: 105 }, (_, i) => attempt('salah', `203.0.113.${Math.floor(i / 5) + 1}`)),
    );
    expect((await attempt(PASSWORD, '198.51.100.3')).status).toBe(429);
    expect((await attempt(PASSWORD, '198.51.100.3', device)).status).toBe(200);
    // The device gives no further guesses, and does not work for another account.
    const guesses: number[] = [];
    for (let i = 0; i < 6; i++) guesses.push((await attempt(`tebak-${i}`, '198.51.100.4', device)).status);
    expect(guesses).toEqual([401, 401, 401, 401, 401, 429]);
    const stranger = device.replace(/=[^.]+/, `=${'A'.repeat(22)}`);
    expect((await attempt(PASSWORD, '198.51.100.4', stranger)).status).toBe(429);
  });
});
