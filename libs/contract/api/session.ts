import { z } from 'zod';
import { says } from '../problems.js';
import { channelName, instant } from './shared.js';
import { organisation, role } from './people.js';

export const sessionDuty = z.enum(['change-password', 'enrol-totp']).meta({
  id: 'SessionDuty',
  description: 'A duty that a person must fulfil before any other request is allowed.',
});
export type SessionDuty = z.output<typeof sessionDuty>;

export const ownSession = z
  .object({
    browser: z.string().nullable(),
    system: z.string().nullable(),
    id: z.string(),
    since: instant,
    lastSeen: instant.describe('To the minute.'),
    current: z.boolean().describe('Whether it is the session of the request.'),
  })
  .meta({ id: 'OwnSession', description: "One of a person's open sessions." });
export type OwnSession = z.output<typeof ownSession>;

export const signedIn = z
  .object({
    personId: z.string(),
    username: z.string(),
    name: z.string(),
    roles: z.array(role),
    steppedUpAt: instant.nullable().describe('When a one-time code was last accepted in this session.'),
    organisation: organisation,
    duty: sessionDuty.nullable().describe('Null if no duty is left.'),
    signedInBy: z
      .enum(['password', 'issuer', 'key'])
      .describe(
        "What opened the session: a local account's password, or the ministry's issuer; a machine key has none.",
      ),
  })
  .meta({ id: 'SignedIn', description: 'The person behind a request.' });
export type SignedIn = z.output<typeof signedIn>;

/** Maximum length of a password. */
export const PASSWORD_MAX = 256;
const password = z.string().min(1).max(PASSWORD_MAX);
const totp = z.string().regex(/^\d{6}$/, says('totp-digits'));

export const signingIn = z.strictObject({
  username: z.string().min(1).max(64),
  password,
  totp: totp.optional(),
  recoveryCode: z.string().trim().min(1).max(32).optional().describe('Instead of a one-time code.'),
});

const code = z.strictObject({ totp });
const newPassword = z.strictObject({ present: password, wanted: password });
const ownAddress = z.strictObject({ to: z.string().trim().min(1).max(254) });
const sentCode = z.strictObject({ code: z.string().regex(/^\d{6}$/, says('sent-digits')) });

const issuerPath = z.strictObject({ path: z.string().max(2000).describe('The page to come back to.') });
const issuerLocation = z.object({ location: z.url().describe('Where at the issuer to go now.') });

export const sessionRoutes = {
  'POST /session': { body: signingIn, answer: signedIn },
  'GET /session': { answer: signedIn },
  'DELETE /session': {},
  'GET /session/issuer': { answer: z.object({ offered: z.boolean() }) },
  'POST /session/issuer': { body: issuerPath, answer: issuerLocation },
  'POST /session/issuer/step-up': { body: issuerPath, answer: issuerLocation },
  'GET /session/issuer/callback': {},
  'POST /session/issuer/logout': {},
  'POST /session/step-up': { body: code },
  'GET /session/step-up': {},
  'POST /session/password': { body: newPassword },
  'POST /session/totp': { answer: z.object({ uri: z.string() }) },
  'POST /session/totp/confirm': { body: code, answer: z.object({ recoveryCodes: z.array(z.string()) }) },
  'GET /session/second-factor': { answer: z.object({ enrolled: z.boolean(), codesLeft: z.number() }) },
  'POST /session/recovery-codes': { answer: z.object({ recoveryCodes: z.array(z.string()) }) },
  'GET /session/addresses': {
    answer: z.array(
      z.object({
        channel: channelName,
        to: z.string().nullable(),
        confirmed: z.boolean(),
        refused: z.boolean(),
      }),
    ),
  },
  'PUT /session/addresses/{channel}': { body: ownAddress },
  'DELETE /session/addresses/{channel}': {},
  'POST /session/addresses/{channel}/confirm': { body: sentCode },
  'GET /sessions': { answer: z.object({ sessions: z.array(ownSession) }) },
  'DELETE /sessions': { answer: z.object({ ended: z.number() }) },
  'DELETE /sessions/{id}': {},
} as const;
