import { type Answer, type Body, call } from './client';
import type { Channel } from './types';

export type Credentials = Body<'post', '/session'>;

/** The person's own session and account. A 401 here concerns the credentials typed, never the session on screen. */
export const session = {
  show: () => call('get', '/session', { plain: true }),
  signIn: (credentials: Credentials) => call('post', '/session', { body: credentials, plain: true }),
  signOut: () => call('delete', '/session', { plain: true }),
  stepUp: (totp: string) => call('post', '/session/step-up', { body: { totp }, plain: true }),
  changePassword: (present: string, wanted: string) =>
    call('post', '/session/password', { body: { present, wanted }, plain: true }),
  enrol: () => call('post', '/session/totp', { plain: true }),
  confirmEnrolment: (totp: string) => call('post', '/session/totp/confirm', { body: { totp }, plain: true }),
  secondFactor: () => call('get', '/session/second-factor'),
  renewRecoveryCodes: () => call('post', '/session/recovery-codes'),
};

/** The sign-in by the ministry's own issuer. */
export const issuer = {
  show: () => call('get', '/session/issuer', { plain: true }),
  begin: (path: string) => call('post', '/session/issuer', { body: { path }, plain: true }),
  beginStepUp: (path: string) => call('post', '/session/issuer/step-up', { body: { path }, plain: true }),
};

/** The person's own sessions. */
export const ownSessions = {
  list: async () => (await call('get', '/sessions')).sessions,
  end: (id: string) => call('delete', '/sessions/{id}', { path: { id } }),
  endOthers: () => call('delete', '/sessions'),
};

export type OwnAddress = Answer<'get', '/session/addresses'>[number];

/** The person's own addresses. */
export const ownAddresses = {
  list: () => call('get', '/session/addresses'),
  give: (channel: Channel, to: string) =>
    call('put', '/session/addresses/{channel}', { path: { channel }, body: { to } }),
  confirm: (channel: Channel, code: string) =>
    call('post', '/session/addresses/{channel}/confirm', { path: { channel }, body: { code } }),
  forget: (channel: Channel) => call('delete', '/session/addresses/{channel}', { path: { channel } }),
};
