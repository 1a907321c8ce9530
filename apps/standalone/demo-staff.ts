import type { Keys } from '#platform/crypto';
import { row, type Tx } from '#platform/database';
import { Staff } from '#staff';
import { type OnCallRole, putOnCall } from '#staff/on-call';
import type { Role } from '#staff/roles';
import { hashPassword } from '#staff/sign-in';

/** Password of every demo account. Standalone is for trials, on loopback only. */
export const DEMO_PASSWORD = 'siar-coba-2026';

/** The demo's people, by user name. */
export const DEMO_PEOPLE: readonly {
  username: string;
  name: string;
  organisation: 'ministry' | 'kpu' | 'kpu-aceh';
  roles: Role[];
  onCall?: { role: OnCallRole; tier: 1 | 2 };
}[] = [
  { username: 'penulis', name: 'Sari Wulandari', organisation: 'ministry', roles: ['author'] },
  {
    username: 'operator',
    name: 'Bayu Prasetyo',
    organisation: 'ministry',
    roles: ['operator'],
    onCall: { role: 'operator', tier: 1 },
  },
  { username: 'admin', name: 'Ratna Dewi', organisation: 'ministry', roles: ['admin'] },
  { username: 'admin-dua', name: 'Joko Susilo', organisation: 'ministry', roles: ['admin'] },
  { username: 'auditor', name: 'Hendra Gunawan', organisation: 'ministry', roles: ['auditor'] },
  { username: 'bantuan', name: 'Dewi Lestari', organisation: 'ministry', roles: ['helpdesk'] },
  { username: 'kpu-admin', name: 'Maria Tampubolon', organisation: 'kpu', roles: ['admin'] },
  { username: 'kpu-admin-dua', name: 'Yohanes Wenda', organisation: 'kpu', roles: ['admin'] },
  {
    username: 'kpu-nasional',
    name: 'Agus Salim',
    organisation: 'kpu',
    roles: ['reviewer'],
    onCall: { role: 'reviewer', tier: 1 },
  },
  {
    username: 'kpu-aceh',
    name: 'Cut Nuraini',
    organisation: 'kpu-aceh',
    roles: ['reviewer'],
    onCall: { role: 'reviewer', tier: 2 },
  },
];

/** Adds the demo's organisations and people to a database without people. */
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
  for (const { username, name, organisation, roles, onCall } of DEMO_PEOPLE) {
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
    if (onCall) await putOnCall(tx, id, onCall.role, { tier: onCall.tier, position: 1 });
  }
}
