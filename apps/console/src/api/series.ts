import type { z } from 'zod';
import type { memberRefusal, seriesView } from '../../../../libs/contract/api/series.js';
import { ApiError } from '../http';
import { type Body, call } from './client';

export type Series = z.input<typeof seriesView>;
export type Member = Series['members'][number];
export type MemberRefusal = z.input<typeof memberRefusal>;
export type Reminder = Body<'post', '/series/{id}/members'>;

/** Why an act on a series is refused, of each member that prevents it; empty for any other error. */
export const refusalsIn = (error: unknown): MemberRefusal[] =>
  error instanceof ApiError && error.problem.code === 'series-refused'
    ? (error.problem['members'] as MemberRefusal[])
    : [];

/** Reminders before a polling day, submitted and approved as a whole. */
export const series = {
  get: (id: string) => call('get', '/series/{id}', { path: { id } }),
  begin: (broadcastId: string, version: number, reminders: Reminder[]) =>
    call('post', '/broadcasts/{id}/series', { path: { id: broadcastId }, body: { version, reminders } }),
  add: (id: string, reminder: Reminder) =>
    call('post', '/series/{id}/members', { path: { id }, body: reminder }),
  takeOut: (id: string, broadcastId: string) =>
    call('delete', '/series/{id}/members/{broadcastId}', { path: { id, broadcastId } }),
  hold: (id: string, takeOver: boolean) =>
    call('post', '/series/{id}/hold', { path: { id }, body: { takeOver } }),
  letGo: (id: string) => call('delete', '/series/{id}/hold', { path: { id }, plain: true }),
  submit: (id: string, members: readonly Pick<Member, 'id' | 'version'>[]) =>
    call('post', '/series/{id}/submit', {
      path: { id },
      body: { members: members.map(({ id: member, version }) => ({ id: member, version })) },
    }),
  approve: (id: string, body: Body<'post', '/series/{id}/approve'>) =>
    call('post', '/series/{id}/approve', { path: { id }, body }),
  reject: (id: string, reason: string, members: Body<'post', '/series/{id}/reject'>['members']) =>
    call('post', '/series/{id}/reject', {
      path: { id },
      body: { ...(reason !== '' && { reason }), members },
    }),
  withdraw: (id: string, reason: string) =>
    call('post', '/series/{id}/withdraw', { path: { id }, body: reason === '' ? {} : { reason } }),
};
