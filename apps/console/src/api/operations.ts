import type { ScreenLanguage } from '../i18n';
import { addressOf, type Answer, call, type Query } from './client';
import type { Channel } from './types';

/** The person's tasks, the running broadcasts, and the next ones. */
export type Home = Answer<'get', '/home'>;
export const home = () => call('get', '/home');

/** Broadcasts of which nobody has decided whether the addresses they took out are given back. */
export const undecided = async () => (await call('get', '/rejected-addresses')).broadcasts;
export type Undecided = Awaited<ReturnType<typeof undecided>>[number];

/** The emergency stop of all sending. It is polled all the time, so reading it never asks for a sign-in. */
export const emergency = {
  standing: () => call('get', '/emergency-stop', { plain: true }),
  held: () => call('get', '/emergency-stop/held'),
  stop: (reason: string) => call('post', '/emergency-stop', { body: { reason } }),
  lift: (note: string) => call('post', '/emergency-stop/lift', { body: { note } }),
  /** The start of the emergency stop in force; readable without a sign-in. */
  since: async (): Promise<string | null> => {
    const answer = await fetch('/health/ready?without=providers');
    const { emergencyStop } = (await answer.json()) as { emergencyStop?: { since: string } | null };
    return emergencyStop?.since ?? null;
  },
};

export type OperationsView = Answer<'get', '/operations'>;
export type CourseHours = Answer<'get', '/operations/course'>['hours'];
export type FailedJob = Answer<'get', '/operations/failed-jobs'>['jobs'][number];

export type SenderDomainView = Answer<'get', '/operations/sender-domain'>;
export type SenderCheck = SenderDomainView['checks'][number];
export type SenderRecord = SenderCheck['found'][number];

/** Queues, providers, jobs and workers. */
export const operations = {
  view: () => call('get', '/operations'),
  course: (hours: CourseHours) => call('get', '/operations/course', { query: { hours: `${hours}` } }),
  /** What happened on a day in Jakarta, `2026-12-01`. */
  events: (day: string) => call('get', '/operations/events', { query: { day } }),
  failedJobs: async () => (await call('get', '/operations/failed-jobs')).jobs,
  senderDomain: () => call('get', '/operations/sender-domain'),
  retry: ({ channel, id }: Pick<FailedJob, 'channel' | 'id'>) =>
    call('post', '/operations/failed-jobs/{channel}/{jobId}/retry', { path: { channel, jobId: id } }),
  pause: (channel: Channel, reason: string) =>
    call('post', '/operations/channels/{channel}/pause', { path: { channel }, body: { reason } }),
  resume: (channel: Channel) => call('post', '/operations/channels/{channel}/resume', { path: { channel } }),
  rest: (account: string, reason: string) =>
    call('post', '/operations/accounts/{account}/rest', { path: { account }, body: { reason } }),
  return: (account: string) => call('post', '/operations/accounts/{account}/return', { path: { account } }),
  prefer: (account: string, reason: string) =>
    call('post', '/operations/accounts/{account}/prefer', { path: { account }, body: { reason } }),
  unprefer: (account: string) =>
    call('post', '/operations/accounts/{account}/unprefer', { path: { account } }),
};

export type TrailPage = Answer<'get', '/audit'>;
export type AuditEntry = TrailPage['entries'][number];
export type ChainState = TrailPage['chain'];

type TrailSearch = Pick<Query<'get', '/audit'>, 'act' | 'actor' | 'subject' | 'from' | 'to'>;

export const trail = {
  /** Recomputes the whole chain; `broken` names the first part that is invalid. */
  verify: () => call('post', '/audit/verify', { body: {} }),
  /** The URL of all entries of a search, with their seals, as CSV. */
  csv: (where: TrailSearch, language: ScreenLanguage) =>
    addressOf('/audit/entries.csv', { path: {}, query: { ...where, language } }),
  page: (where: TrailSearch, before: string | null) =>
    call('get', '/audit', { query: { ...where, before, limit: 50 } }),
};
