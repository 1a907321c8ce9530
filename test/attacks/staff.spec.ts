import { type TOTP, URI } from 'otpauth';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { type Ask, asking, cookieOf, PASSWORD, type Username } from '../factories/staff.js';
import { databaseOptions } from '#platform';
import { DataSource } from 'typeorm';

const SESSION = '/api/v1/session';

describe('an attack by somebody of the staff', () => {
  let publisher: TestPublisher;
  beforeAll(async () => {
    publisher = await testPublisher({ REQUIRE_TOTP: 'true' });
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
  const people: Partial<Record<Username, Promise<Ask>>> = {};
  const as = (username: Username): Promise<Ask> => (people[username] ??= arrive(username));

  it('does not get past a missing authenticator, whatever the role', async () => {
    const author = asking(publisher.url, await cookieOf(publisher.url, 'penulis'));
    for (const [method, path] of [
      ['POST', '/api/v1/contacts/imports/1/withdraw'],
      ['GET', '/api/v1/broadcasts'],
      ['GET', '/api/v1/regions'],
    ] as const) {
      expect((await author(method, path)).body).toMatchObject({ status: 403, duty: 'enrol-totp' });
    }
  });

  it('does not make an operator of somebody in a region, who would lift the national stop', async () => {
    const kpu = await as('kpu-admin');
    const { organisations, people: ids } = publisher.staff;
    for (const role of ['operator', 'auditor', 'dpo', 'helpdesk']) {
      const { status, body } = await kpu('PUT', `/api/v1/people/${ids['kpu-aceh']}/roles`, {
        roles: ['reviewer', role],
      });
      expect([status, body['faults']]).toEqual([
        403,
        [{ path: 'roles', message: `${role} cannot be held in this organisation`, code: 'national-role' }],
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
    const app = await new DataSource(databaseOptions(publisher.db.url, 1, 'siar_app')).initialize();
    try {
      const { people: ids, organisations } = publisher.staff;
      const grant = (person: string, role: string) =>
        app.query('INSERT INTO person_roles (person_id, role) VALUES ($1, $2)', [person, role]);
      for (const role of ['operator', 'auditor', 'dpo', 'helpdesk'])
        await expect(grant(ids['kpu-aceh'], role)).rejects.toThrow(/only people of a national office/);
      await expect(grant(ids.penulis, 'reviewer')).rejects.toThrow(/only people of KPU/);
      await expect(
        app.query(`UPDATE person_roles SET role = 'operator' WHERE person_id = $1`, [ids['kpu-aceh']]),
      ).rejects.toThrow(/only people of a national office/);
      await expect(
        app.query('UPDATE people SET organisation_id = $2 WHERE id = $1', [ids.penulis, organisations.kpu]),
      ).rejects.toThrow(/people stay in their organisation/);
      await expect(
        app.query('UPDATE organisations SET region_code = NULL WHERE id = $1', [organisations['kpu-aceh']]),
      ).rejects.toThrow(/organisations in their region/);
    } finally {
      await app.destroy();
    }
  });
});
