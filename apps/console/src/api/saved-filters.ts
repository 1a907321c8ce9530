import { type Answer, type Body, call } from './client';

export type SavedFilter = Answer<'get', '/saved-filters'>['filters'][number];

/** Named filters of the list of broadcasts: the person's own, and those that colleagues share. */
export const savedFilters = {
  list: async () => (await call('get', '/saved-filters')).filters,
  save: (wanted: Body<'post', '/saved-filters'>) => call('post', '/saved-filters', { body: wanted }),
  remove: (id: string) => call('delete', '/saved-filters/{id}', { path: { id } }),
};
