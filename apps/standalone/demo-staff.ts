import { row, type Keys, type Tx } from '#platform';
import { hashPassword, type Role, Staff } from '#staff';

/** What everyone of the demo signs in with. Standalone is for trying out, on loopback only. */
export const DEMO_PASSWORD = 'siar-coba-2026';

/** The people of the demo, by user name. */
export const DEMO_PEOPLE: readonly {
  username: string;
  name: string;
  organisation: 'ministry' | 'kpu' | 'kpu-aceh';
  roles: Role[];
}[] = [
  { username: 'penulis', name: 'Sari Wulandari', organisation: 'ministry', roles: ['author'] },
  { username: 'operator', name: 'Bayu Prasetyo', organisation: 'ministry', roles: ['operator'] },
  { username: 'admin', name: 'Ratna Dewi', organisation: 'ministry', roles: ['admin'] },
  { username: 'auditor', name: 'Hendra Gunawan', organisation: 'ministry', roles: ['auditor'] },
  { username: 'kpu-admin', name: 'Maria Tampubolon', organisation: 'kpu', roles: ['admin'] },
  { username: 'kpu-nasional', name: 'Agus Salim', organisation: 'kpu', roles: ['reviewer'] },
  { username: 'kpu-aceh', name: 'Cut Nuraini', organisation: 'kpu-aceh', roles: ['reviewer'] },
];

/** Adds the demo's organisations and people, unless there are people already. */
export async function makeDemoStaff(tx: Tx, keys: Keys): Promise<void> {
  if (await row(tx, 'SELECT FROM people LIMIT 1')) return;
  const staff = new Staff(keys);
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const organisations = {
    ministry: await staff.addOrganisation(tx, {
      kind: 'ministry',
      name: 'Kementerian Komunikasi dan Digital',
      regionCode: null,
    }),
    kpu: await staff.addOrganisation(tx, { kind: 'kpu', name: 'Komisi Pemilihan Umum', regionCode: null }),
    'kpu-aceh': await staff.addOrganisation(tx, {
      kind: 'kpu',
      name: 'Komisi Independen Pemilihan Aceh',
      regionCode: '11',
    }),
  };
  for (const { username, name, organisation, roles } of DEMO_PEOPLE) {
    const person = {
      organisationId: organisations[organisation].id,
      username,
      name,
      roles,
      passwordHash,
      mustChangePassword: false,
    };
    const id = await staff.addPerson(tx, person);
    await staff.addAddress(tx, id, 'email', `${username}@staf.example`, true);
  }
}
