import { send, type SendProgress } from '../http';
import type { ScreenLanguage } from '../i18n';
import { addressOf, type Answer, type Body, call, located } from './client';
import type { CodeSystem, ImportDone } from './types';

export type ContactOverview = Answer<'get', '/contacts/overview'>;

/** Numbers of contacts that Siar may write to. */
export const contacts = {
  overview: () => call('get', '/contacts/overview'),
  counts: async () => (await call('get', '/contacts/counts')).counts,
};

/** Imports of contacts from files. */
export const imports = {
  /** The latest 50. @param before an id: the 50 before it */
  list: async (before: string | null) =>
    (await call('get', '/contacts/imports', { query: { before } })).imports,
  get: (id: string) => call('get', '/contacts/imports/{id}', { path: { id } }),
  send: async (file: File, { codes, dryRun }: { codes: CodeSystem; dryRun: boolean }, sent: SendProgress) => {
    // Asks for a one-time code before the upload, not after it; a dry run needs a code as well.
    await call('get', '/session/step-up');
    return send<ImportDone>(
      located('/contacts/import', { query: { codes, dryRun: String(dryRun) } }),
      file,
      'text/csv',
      sent,
    );
  },
  withdraw: (id: string) => call('post', '/contacts/imports/{id}/withdraw', { path: { id } }),
  /** The URL of the rejected rows. */
  rejected: (id: string, language: ScreenLanguage) =>
    addressOf('/contacts/imports/{id}/rejected.csv', { path: { id }, query: { language } }),
};

export type ExactAddress = Body<'post', '/suppressions/search'>;

/** Addresses that Siar must not write to. */
export const suppressions = {
  search: (address: ExactAddress) => call('post', '/suppressions/search', { body: address }),
  add: (address: ExactAddress, reason: string) =>
    call('post', '/suppressions', { body: { ...address, reason } }),
  lift: (address: ExactAddress, reason: string, ownerAsked: boolean) =>
    call('post', '/suppressions/lift', { body: { ...address, reason, ownerAsked } }),
};

export type CallersAddress = Body<'post', '/helpdesk/address'>;

/** For callers without a browser. */
export const helpdesk = {
  verify: (code: string) => call('post', '/helpdesk/code', { body: { code } }),
  compare: (text: string) => call('post', '/helpdesk/text', { body: { text } }),
  leaveByCode: (code: string) => call('post', '/helpdesk/code/leave', { body: { code } }),
  find: (address: CallersAddress) => call('post', '/helpdesk/address', { body: address }),
  leaveByAddress: (address: CallersAddress) => call('post', '/helpdesk/address/leave', { body: address }),
};

type Opening = Body<'post', '/data-requests'>;
type Finding = Body<'post', '/data-requests/{id}/find'>;
type Identifying = Body<'post', '/data-requests/{id}/identity'>;
type HandingOver = Body<'post', '/data-requests/{id}/hand-over'>;
type Closing = Body<'post', '/data-requests/{id}/close'>;

/** Requests to the data protection officer. */
export const dataRequests = {
  list: async (state: 'open' | 'closed') =>
    (await call('get', '/data-requests', { query: { state } })).requests,
  get: (id: string) => call('get', '/data-requests/{id}', { path: { id } }),
  open: (fields: Opening) => call('post', '/data-requests', { body: fields }),
  find: (id: string, channel: Finding['channel'], address: string) =>
    call('post', '/data-requests/{id}/find', { path: { id }, body: { channel, address } }),
  // Each act names the person that was shown, and is refused once the request points at somebody else.
  identify: (id: string, body: Identifying) =>
    call('post', '/data-requests/{id}/identity', { path: { id }, body }),
  takeBack: (id: string, contactId: string | null) =>
    call('delete', '/data-requests/{id}/identity', { path: { id }, query: { contactId } }),
  /** Everything held about the person, as it is handed to them. */
  export: (id: string, contactId: string) =>
    call('post', '/data-requests/{id}/export', { path: { id }, body: { contactId } }),
  /** The same for the person to read: one HTML file. */
  copy: (id: string, contactId: string) =>
    call('post', '/data-requests/{id}/copy', { path: { id }, body: { contactId } }),
  handOver: (id: string, body: HandingOver) =>
    call('post', '/data-requests/{id}/hand-over', { path: { id }, body }),
  restrict: (id: string, contactId: string) =>
    call('post', '/data-requests/{id}/restrict', { path: { id }, body: { contactId } }),
  lift: (id: string, contactId: string) =>
    call('post', '/data-requests/{id}/lift', { path: { id }, body: { contactId } }),
  erase: (id: string, contactId: string) =>
    call('post', '/data-requests/{id}/erase', { path: { id }, body: { contactId } }),
  /** @param body for a refusal with its ground */
  close: (id: string, body: Closing) => call('post', '/data-requests/{id}/close', { path: { id }, body }),
};
