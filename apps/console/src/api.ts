import { ask } from './http';

// Mirrors apps/publisher/*.controller.ts by hand, until types are generated from OpenAPI (issue 4).

export const CHANNELS = ['email', 'telegram', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];

export type Role = 'author' | 'reviewer' | 'operator' | 'auditor' | 'dpo' | 'helpdesk' | 'admin';

export interface Person {
  personId: string;
  username: string;
  name: string;
  roles: Role[];
  steppedUpAt: string | null;
  organisation: { id: string; kind: 'ministry' | 'kpu'; name: string; regionCode: string | null };
  duty: 'change-password' | 'enrol-totp' | null;
}

export interface Credentials {
  username: string;
  password: string;
  totp?: string;
}

/** One's own session and account. A 401 here is about what was typed, never about the session on screen. */
export const session = {
  signIn: (credentials: Credentials) => ask<Person>('POST', '/session', { body: credentials, plain: true }),
  signOut: () => ask<void>('DELETE', '/session', { plain: true }),
  stepUp: (totp: string) => ask<void>('POST', '/session/step-up', { body: { totp }, plain: true }),
  changePassword: (present: string, wanted: string) =>
    ask<void>('POST', '/session/password', { body: { present, wanted }, plain: true }),
  enrol: () => ask<{ uri: string }>('POST', '/session/totp', { plain: true }),
  confirmEnrolment: (totp: string) =>
    ask<void>('POST', '/session/totp/confirm', { body: { totp }, plain: true }),
};

export const BROADCAST_STATES = [
  'draft',
  'in_review',
  'approved',
  'running',
  'paused',
  'completed',
  'rejected',
  'withdrawn',
  'cancelled',
  'expired',
] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];
export type Kind = 'ordinary' | 'urgent' | 'correction';

export interface ListedBroadcast {
  id: string;
  title: string;
  kind: Kind;
  state: BroadcastState;
  updatedAt: string;
}

export interface AuditEntry {
  id: string;
  at: string;
  actor: { id: string; username: string; name: string } | null;
  act: string;
  subject: string;
  detail: Record<string, unknown>;
}

export const trail = {
  page: (where: { act?: string; subject?: string }, before: string | null) =>
    ask<{ entries: AuditEntry[]; next: string | null }>(
      'GET',
      `/audit${query({ ...where, before, limit: 50 })}`,
    ),
};

export const broadcasts = {
  page: (where: { state: string | null; search: string }, after: string | null) =>
    ask<{ broadcasts: ListedBroadcast[]; after: string | null }>(
      'GET',
      `/broadcasts${query({ ...where, after, limit: 30 })}`,
    ),
};

/** `?a=1&b=2` of what is given; empty values are left out. */
export function query(values: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length > 0 ? `?${new URLSearchParams(given).toString()}` : '';
}
