import { record } from '#audit';
import { row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { hashPassword, oneTimePassword } from '../sign-in/password.js';
import type { Staff } from '../staff.js';
import type { Organisation } from '../roles/staff.rules.js';

/** A first admin, with their one-time password, which is not stored in clear. */
export interface FirstAdmin {
  organisation: string;
  username: string;
  oneTimePassword: string;
}

/**
 * Creates the two organisations and two admins of each in an empty database: the ministry and national KPU. From the
 * start neither can appoint for the other, and no admin can appoint alone.
 * @param names of the two (MINISTRY_NAME, COMMISSION_NAME)
 * @throws Problem conflict when people exist
 */
export async function createFirstAdmins(
  tx: Tx,
  staff: Staff,
  names: { ministry: string; commission: string },
): Promise<FirstAdmin[]> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('organisations'))`);
  if (await row(tx, 'SELECT FROM people LIMIT 1')) {
    throw new Problem('people-already');
  }
  const wanted = [
    {
      organisation: { kind: 'ministry', name: names.ministry },
      admins: [
        ['admin.kementerian', 'Admin Kementerian'],
        ['admin.kementerian.2', 'Admin Kementerian Kedua'],
      ],
    },
    {
      organisation: { kind: 'kpu', name: names.commission },
      admins: [
        ['admin.kpu', 'Admin KPU'],
        ['admin.kpu.2', 'Admin KPU Kedua'],
      ],
    },
  ] as const;
  const made: FirstAdmin[] = [];
  for (const { organisation, admins } of wanted) {
    const { id } = await organisationOf(tx, staff, { ...organisation, regionCode: null });
    for (const [username, name] of admins) {
      const password = oneTimePassword();
      const personId = await staff.addPerson(tx, {
        organisationId: id,
        username,
        name,
        roles: ['admin'],
        passwordHash: await hashPassword(password),
        mustChangePassword: true,
      });
      await record(tx, {
        actorId: null,
        act: 'person.first-admin',
        subject: `person:${personId}`,
        detail: { organisationId: id },
      });
      made.push({ organisation: organisation.name, username, oneTimePassword: password });
    }
  }
  return made;
}

async function organisationOf(
  tx: Tx,
  staff: Staff,
  wanted: Omit<Organisation, 'id'>,
): Promise<{ id: string }> {
  const there = await row<{ id: string }>(tx, 'SELECT id FROM organisations WHERE name = $1', [wanted.name]);
  return there ?? staff.addOrganisation(tx, wanted);
}
