import { type Answer, type Body, call } from './client';
import type { OnCallCandidate, OnCallEntry, Person, Role } from './types';

/** A new person with their one-time password, which this response alone contains. */
export type Invited = Answer<'post', '/people'>;

/** An act that needs two admins. */
export type Appointment = Answer<'get', '/appointments'>['appointments'][number];
export type AppointmentStep = Appointment['steps'][number];
/** The one-time password after a reset, which this response alone contains. */
export type Confirmed = Answer<'post', '/appointments/{id}/confirm'>;
/** Without a password where a second admin has to confirm first. */
export type Reset = Answer<'post', '/people/{id}/reset'>;

/** Mirrors mayFound in libs/staff: an admin may found a KPU office in the regions inside their own office's region. */
export const mayFoundIn = ({ roles, organisation }: Person, regionCode: string): boolean =>
  roles.includes('admin') &&
  organisation.kind === 'kpu' &&
  (organisation.regionCode === null || regionCode.startsWith(`${organisation.regionCode}.`));

/** The people that an admin manages, and what they may do. */
export const people = {
  organisations: async () => (await call('get', '/organisations')).organisations,
  found: (office: Body<'post', '/organisations'>) => call('post', '/organisations', { body: office }),
  list: async () => (await call('get', '/people')).people,
  invite: (invited: Body<'post', '/people'>) => call('post', '/people', { body: invited }),
  setRoles: (id: string, roles: Role[]) =>
    call('put', '/people/{id}/roles', { path: { id }, body: { roles } }),
  disable: (id: string) => call('post', '/people/{id}/disable', { path: { id } }),
  enable: (id: string) => call('post', '/people/{id}/enable', { path: { id } }),
  reset: (id: string) => call('post', '/people/{id}/reset', { path: { id } }),
  appointments: async () => (await call('get', '/appointments')).appointments,
  confirm: (id: string) => call('post', '/appointments/{id}/confirm', { path: { id } }),
  lift: (id: string) => call('post', '/appointments/{id}/lift', { path: { id } }),
  cancelAppointment: (id: string) => call('post', '/appointments/{id}/cancel', { path: { id } }),
  resetSecondFactor: (id: string) => call('post', '/people/{id}/reset-second-factor', { path: { id } }),
};

/** One role of the on-call list: who else covers it, and the people with the role in its wait. */
export type OnCallRota = Answer<'get', '/on-call'>['rotas'][number];

/** The people who are called when a decision cannot wait. */
export const onCall = {
  list: () => call('get', '/on-call'),
  put: ({ personId, role }: OnCallCandidate, place: Pick<OnCallEntry, 'tier' | 'position'>) =>
    call('put', '/on-call/{id}/{role}', { path: { id: personId, role }, body: place }),
  remove: ({ personId, role }: OnCallCandidate) =>
    call('delete', '/on-call/{id}/{role}', { path: { id: personId, role } }),
};

export type MachineKey = Answer<'get', '/machine-keys'>['machineKeys'][number];
export type MachineScope = MachineKey['scopes'][number];

/** Keys of programs that read reports. */
export const machineKeys = {
  list: async () => (await call('get', '/machine-keys')).machineKeys,
  make: (wanted: Body<'post', '/machine-keys'>) => call('post', '/machine-keys', { body: wanted }),
  revoke: (id: string) => call('delete', '/machine-keys/{id}', { path: { id } }),
};
