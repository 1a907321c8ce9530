import type { z } from 'zod';
import type { reviewMark } from '../../../../libs/contract/api/plan.js';
import type {
  lateOption,
  listedReview,
  localHours,
  reviewView,
  textChange,
} from '../../../../libs/contract/api/reviews.js';
import { call } from './client';

export type ListedReview = z.input<typeof listedReview>;
export type ReviewView = z.input<typeof reviewView>;
export type LocalHours = z.input<typeof localHours>;
export type Mark = z.input<typeof reviewMark>;
export type Change = z.input<typeof textChange>;
export type LateOption = z.input<typeof lateOption>;

/** Broadcasts that wait for KPU's decision, and who reviews each of them. */
export const reviews = {
  waiting: async () => (await call('get', '/reviews')).reviews,
  of: (id: string) => call('get', '/broadcasts/{id}/review', { path: { id } }),
  hold: (id: string, takeOver: boolean) =>
    call('post', '/broadcasts/{id}/hold', { path: { id }, body: { takeOver } }),
  letGo: (id: string) => call('delete', '/broadcasts/{id}/hold', { path: { id }, plain: true }),
};
