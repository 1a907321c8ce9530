import { type Answer, type Body, call } from './client';
import type { Person } from './words';

/** Dates are `2029-02-14`, hours `07:00`, each on the region's own clock. */
export type Election = Answer<'get', '/elections'>['elections'][number];
export type KeptElection = Answer<'get', '/elections/{id}'>;
/** What an election is saved with: a contest is written once for all its regions, none being the whole nation. */
export type ElectionFields = Omit<Body<'post', '/elections'>, 'id'>;

/** What broadcasts are addressed by. */
export const reference = {
  regions: async () => (await call('get', '/regions')).regions,
  topics: async () => (await call('get', '/topics')).topics,
  elections: async () => (await call('get', '/elections')).elections,
};

/** libs/staff, mayKeepElections: for what is offered; what is allowed is the API's to say. */
export const mayKeepElections = ({ roles, organisation }: Person): boolean =>
  roles.includes('reviewer') && organisation.kind === 'kpu' && organisation.regionCode === null;

/** The elections broadcasts name their dates by. */
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
