import type { Keys } from '#platform/crypto';
import type { Database } from '#platform/database';
import { Staff } from '#staff';
import type { Role } from '#staff/roles';
import { hashPassword } from '#staff/sign-in';

/** Everyone's password in tests. */
export const PASSWORD = 'Rahasia-siar-2026';

/** One person of each kind; the keys are their user names. */
export const CAST = {
  penulis: { organisation: 'ministry', name: 'Penulis Kementerian', roles: ['author'] },
  operator: { organisation: 'ministry', name: 'Operator', roles: ['operator'] },
  admin: { organisation: 'ministry', name: 'Admin Kementerian', roles: ['admin'] },
  auditor: { organisation: 'ministry', name: 'Auditor', roles: ['auditor'] },
  bantuan: { organisation: 'ministry', name: 'Layanan Bantuan', roles: ['helpdesk'] },
  dpo: { organisation: 'ministry', name: 'Pejabat PDP', roles: ['dpo'] },
  'kpu-admin': { organisation: 'kpu', name: 'Admin KPU', roles: ['admin'] },
  'kpu-nasional': { organisation: 'kpu', name: 'Peninjau KPU', roles: ['reviewer'] },
  'kpu-aceh': { organisation: 'kpu-aceh', name: 'Peninjau KIP Aceh', roles: ['reviewer'] },
} as const satisfies Record<string, { organisation: string; name: string; roles: Role[] }>;
export type Username = keyof typeof CAST;

/** The people and organisations of a test database, by user name and by key. */
export interface TestStaff {
  people: Record<Username, string>;
  organisations: { ministry: string; kpu: string; 'kpu-aceh': string };
}

// Hashing is slow on purpose: once for each test file is enough.
let hashed: Promise<string> | undefined;

/**
 * Adds the cast, each with a confirmed e-mail address `<username>@staff.example`. Creates region 11 if it is missing.
 */
export async function makeStaff(db: Database, keys: Keys): Promise<TestStaff> {
  hashed ??= hashPassword(PASSWORD);
  const passwordHash = await hashed;
  const staff = new Staff(keys);
  return db.transaction(async (tx) => {
    await tx.query(
      `INSERT INTO regions (code, kind, name, time_zone) VALUES ('11', 'province', 'Aceh', 'Asia/Jakarta')
       ON CONFLICT DO NOTHING`,
    );
    const organisations = {
      ministry: (await staff.addOrganisation(tx, { kind: 'ministry', name: 'Kementerian', regionCode: null }))
        .id,
      kpu: (await staff.addOrganisation(tx, { kind: 'kpu', name: 'KPU', regionCode: null })).id,
      'kpu-aceh': (await staff.addOrganisation(tx, { kind: 'kpu', name: 'KIP Aceh', regionCode: '11' })).id,
    };
    const people: Partial<Record<Username, string>> = {};
    for (const [username, { organisation, name, roles }] of Object.entries(CAST)) {
      const person = { username, name, roles: [...roles], passwordHash, mustChangePassword: false };
      const id = await staff.addPerson(tx, { organisationId: organisations[organisation], ...person });
      await staff.addAddress(tx, id, 'email', `${username}@staff.example`, true);
      people[username as Username] = id;
    }
    return { people: people as Record<Username, string>, organisations };
  });
}

/** Sends requests to a running publisher as one person: a body that is neither a string nor bytes is sent as JSON. */
export type Ask = <T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<{ status: number; body: T; headers: Headers }>;

/** Sends requests with this cookie, or without a session. */
export function asking(url: string, cookie?: string): Ask {
  return async <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body:
        body === undefined || typeof body === 'string' || body instanceof Uint8Array
          ? (body as RequestInit['body'])
          : JSON.stringify(body),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : { text }) as T,
    };
  };
}

/** Signs one of the cast in at a running publisher. @returns their cookie, as `name=value` */
export async function cookieOf(url: string, username: string, password = PASSWORD): Promise<string> {
  const { status, headers } = await asking(url)('POST', '/api/v1/session', { username, password });
  const cookie = headers.getSetCookie()[0]?.split(';')[0];
  if (status !== 200 || !cookie) throw new Error(`${username} could not sign in: ${status}`);
  return cookie;
}

/** Signs one of the cast in at a running publisher. @returns a function that sends requests as them */
export async function signIn(url: string, username: Username, password = PASSWORD): Promise<Ask> {
  return asking(url, await cookieOf(url, username, password));
}
