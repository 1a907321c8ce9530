import type { components } from '../api.generated';
import { call } from './client';

type Schemas = components['schemas'];
export type ListedReview = Schemas['ListedReview'];
export type ReviewView = Schemas['ReviewView'];
export type LocalHours = Schemas['LocalHours'];
export type Mark = Schemas['Mark'];
export type Change = Schemas['Change'];
export type LateOption = Schemas['LateOption'];

/** Broadcasts that wait for KPU's decision, and who reviews each of them. */
export const reviews = {
  waiting: async () => (await call('get', '/reviews')).reviews,
  of: (id: string) => call('get', '/broadcasts/{id}/review', { path: { id } }),
  hold: (id: string, takeOver: boolean) =>
    call('post', '/broadcasts/{id}/hold', { path: { id }, body: { takeOver } }),
  letGo: (id: string) => call('delete', '/broadcasts/{id}/hold', { path: { id }, plain: true }),
};
