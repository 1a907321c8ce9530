/**
 * The code that an act needs: `fresh`, one shown within the last ten minutes; `each`, one that serves no other act of that
 * kind. Revealing an address takes a code of its own, but the person's next act of another kind takes none.
 */
export type CodeNeed = 'fresh' | 'each';

/**
 * Acts that cannot be undone: what was sent, ended, erased or looked at stays so. They require a one-time code if
 * REQUIRE_TOTP is on. Routes are named as they are registered; routes.spec.ts checks that each exists. Acts that can be
 * undone but grant powers use `@StepUp()`.
 */
export const IRREVERSIBLE: Readonly<Record<string, CodeNeed>> = {
  // Copies that go out, or never will.
  'POST /api/v1/broadcasts/:id/approve': 'fresh',
  'POST /api/v1/broadcasts/:id/withdraw': 'fresh',
  'POST /api/v1/broadcasts/:id/cancel': 'fresh',
  'POST /api/v1/broadcasts/:id/resume': 'fresh',
  'POST /api/v1/broadcasts/:id/lift-doubt': 'fresh',
  'POST /api/v1/broadcasts/:id/resend-unknown': 'fresh',
  'POST /api/v1/broadcasts/:id/accept-unknown': 'fresh',
  'POST /api/v1/broadcasts/:id/resend-rejected': 'fresh',
  'POST /api/v1/emergency-stop': 'fresh',
  'POST /api/v1/emergency-stop/lift': 'fresh',

  // Who receives messages.
  'POST /api/v1/contacts/import': 'fresh',
  'POST /api/v1/contacts/imports/:id/withdraw': 'fresh',
  'POST /api/v1/suppressions/search': 'each',
  'POST /api/v1/suppressions': 'fresh',
  'POST /api/v1/suppressions/lift': 'fresh',
  'POST /api/v1/broadcasts/:id/rejected-addresses/give-back': 'fresh',
  // Nobody can be searched for by code: only the holder of a message can read its code out.
  'POST /api/v1/helpdesk/code': 'fresh',
  'POST /api/v1/helpdesk/code/leave': 'fresh',
  'POST /api/v1/helpdesk/address': 'each',
  'POST /api/v1/helpdesk/address/leave': 'fresh',

  // Gives ten sign-ins without the authenticator: one code must not allow this repeatedly.
  'POST /api/v1/session/recovery-codes': 'each',

  // A person's data, read or erased.
  'POST /api/v1/broadcasts/:id/deliveries/:addressId/reveal': 'each',
  'POST /api/v1/data-requests/:id/find': 'each',
  'POST /api/v1/data-requests/:id/export': 'each',
  'POST /api/v1/data-requests/:id/copy': 'each',
  'POST /api/v1/data-requests/:id/hand-over': 'fresh',
  'POST /api/v1/data-requests/:id/restrict': 'fresh',
  'POST /api/v1/data-requests/:id/lift': 'fresh',
  'POST /api/v1/data-requests/:id/erase': 'fresh',
  'POST /api/v1/data-requests/:id/close': 'fresh',
};

/** The code that this list requires for a request. A dry run of an import reports what is held, as the import does. */
export const codeFor = (method: string, route: string): CodeNeed | null =>
  IRREVERSIBLE[`${method} ${route}`] ?? null;
