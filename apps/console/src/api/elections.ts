import { type Answer, type Body, call } from './client';
import type { Person } from './types';

/** Dates are `2029-02-14`, hours `07:00`, each on the region's own clock. */
export type Election = Answer<'get', '/elections'>['elections'][number];
export type KeptElection = Answer<'get', '/elections/{id}'>;
/** The fields of an election: a contest is written once for all its regions; no region means the whole nation. */
export type ElectionFields = Omit<Body<'post', '/elections'>, 'id'>;

/** Regions, topics and elections that broadcasts refer to. */
export const reference = {
  regions: async () => (await call('get', '/regions')).regions,
  topics: async () => (await call('get', '/topics')).topics,
  elections: async () => (await call('get', '/elections')).elections,
};

/** Mirrors mayKeepElections in libs/staff. Decides what the console offers; the API decides what is allowed. */
export const mayKeepElections = ({ roles, organisation }: Person): boolean =>
  roles.includes('reviewer') && organisation.kind === 'kpu' && organisation.regionCode === null;

/** The elections from which broadcasts take their dates. */
export const elections = {
  get: (id: string) => call('get', '/elections/{id}', { path: { id } }),
  create: (id: string, fields: ElectionFields) => call('post', '/elections', { body: { id, ...fields } }),
  edit: (id: string, version: number, fields: ElectionFields) =>
    call('put', '/elections/{id}', { path: { id }, body: { version, ...fields } }),
  putContestants: (
    id: string,
    version: number,
    of: Omit<Body<'put', '/elections/{id}/contestants'>, 'version'>,
  ) => call('put', '/elections/{id}/contestants', { path: { id }, body: { version, ...of } }),
};
