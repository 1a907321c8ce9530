/**
 * What code an act needs: `fresh` is one shown within the last ten minutes, `each` is one that serves for no other act of
 * that kind. So a look at an address takes a code of its own, and what the person then asks for takes none.
 */
export type CodeNeed = 'fresh' | 'each';

/**
 * The acts that nobody can take back: what has been sent, ended, erased or looked at stays so. Whoever does one shows a
 * one-time code first, where REQUIRE_TOTP is on. A route is named as it is registered; routes.spec.ts holds that each is there.
 * Acts that can be taken back but give powers away say so themselves, by `@StepUp()`.
 */
export const IRREVERSIBLE: Readonly<Record<string, CodeNeed>> = {
  // Copies that go out, or never will.
  'POST /api/v1/broadcasts/:id/approve': 'fresh',
  'POST /api/v1/broadcasts/:id/withdraw': 'fresh',
  'POST /api/v1/broadcasts/:id/cancel': 'fresh',
  'POST /api/v1/broadcasts/:id/resume': 'fresh',
  'POST /api/v1/broadcasts/:id/lift-doubt': 'fresh',
  'POST /api/v1/broadcasts/:id/resend-unknown': 'fresh',
  'POST /api/v1/emergency-stop': 'fresh',
  'POST /api/v1/emergency-stop/lift': 'fresh',

  // Who is written to.
  'POST /api/v1/contacts/import': 'fresh',
  'POST /api/v1/contacts/imports/:id/withdraw': 'fresh',
  'POST /api/v1/suppressions/search': 'each',
  'POST /api/v1/suppressions': 'fresh',
  'POST /api/v1/suppressions/lift': 'fresh',
  // By a code nobody is looked for: only who holds their message can read it out.
  'POST /api/v1/helpdesk/code': 'fresh',
  'POST /api/v1/helpdesk/code/leave': 'fresh',
  'POST /api/v1/helpdesk/address': 'each',
  'POST /api/v1/helpdesk/address/leave': 'fresh',

  // Ten ways in without the authenticator: one code shown must not give them, and what they open, again and again.
  'POST /api/v1/session/recovery-codes': 'each',

  // A person's data, seen or gone.
  'POST /api/v1/broadcasts/:id/deliveries/:addressId/reveal': 'each',
  'POST /api/v1/data-requests/:id/find': 'each',
  'POST /api/v1/data-requests/:id/export': 'each',
  'POST /api/v1/data-requests/:id/hand-over': 'fresh',
  'POST /api/v1/data-requests/:id/restrict': 'fresh',
  'POST /api/v1/data-requests/:id/lift': 'fresh',
  'POST /api/v1/data-requests/:id/erase': 'fresh',
  'POST /api/v1/data-requests/:id/close': 'fresh',
};

/** What code a request needs, as far as this list says. An import that is only tried out reads out what is held, as the import does. */
export const codeFor = (method: string, route: string): CodeNeed | null =>
  IRREVERSIBLE[`${method} ${route}`] ?? null;
