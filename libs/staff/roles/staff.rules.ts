import { isIPv4, isIPv6 } from 'node:net';
import { ROLES } from '#contract/lists';
import { fitsOffice } from '#contract/roles.rules';
import type { Organisation, Role } from '#contract/api/people';
import type { SessionDuty as Duty, SignedIn } from '#contract/api/session';

export type { SessionDuty as Duty, SignedIn } from '#contract/api/session';
export type { Organisation } from '#contract/api/people';

/** All roles of staff. */
export { ROLES };
export type { Role };

/** The part of a signed-in person that the rules on people read. */
export type Actor = Pick<SignedIn, 'personId' | 'roles' | 'organisation'>;

/** Validity of a step-up, in ms. */
const STEP_UP_MS = 10 * 60_000;

/**
 * Whether an office covers all of these regions: the nation covers every region, a province itself and its regencies, a
 * regency itself. Only the nation covers an empty list.
 */
export function covers(officeRegion: string | null, regions: string[]): boolean {
  if (officeRegion === null) return true;
  return (
    regions.length > 0 &&
    regions.every((code) => code === officeRegion || code.startsWith(`${officeRegion}.`))
  );
}

/** Whether one office is above another: both of KPU, and the other's region a proper part of its own. */
function standsAbove(office: Organisation, other: Pick<Organisation, 'kind' | 'regionCode'>): boolean {
  return (
    office.kind === 'kpu' &&
    other.kind === 'kpu' &&
    other.regionCode !== null &&
    other.regionCode !== office.regionCode &&
    covers(office.regionCode, [other.regionCode])
  );
}

/** Admins manage the people of their own organisation; KPU's admins also those of the offices below. */
export function mayManage(actor: Actor, organisation: Organisation): boolean {
  if (!actor.roles.includes('admin')) return false;
  return actor.organisation.id === organisation.id || standsAbove(actor.organisation, organisation);
}

/** Whether an organisation covers the whole nation: the ministry, or national KPU. */
export const isNational = ({ regionCode }: Pick<Organisation, 'regionCode'>): boolean => regionCode === null;

/**
 * Whether these roles let one person appoint an author and approve the author's text. Nobody holds both; the database
 * enforces the same (role_fits_office).
 */
export const appointsAndApproves = (roles: readonly Role[]): boolean =>
  roles.includes('admin') && roles.includes('reviewer');

/**
 * An admin grants roles to the people they manage, if the role fits the office: reviewers in KPU, national roles in
 * national offices.
 */
export const mayGrant = (actor: Actor, organisation: Organisation, role: Role): boolean =>
  mayManage(actor, organisation) && fitsOffice(organisation, role);

/** A KPU admin may found the offices below their own; no admin can found a ministry. */
export function mayFound(actor: Actor, office: Pick<Organisation, 'kind' | 'regionCode'>): boolean {
  return actor.roles.includes('admin') && standsAbove(actor.organisation, office);
}

/**
 * KPU determines polling dates and hours (UU 7/2017, article 167 (2)): a reviewer of its national office maintains
 * them.
 */
export const mayKeepElections = ({ roles, organisation }: Pick<Actor, 'roles' | 'organisation'>): boolean =>
  roles.includes('reviewer') && organisation.kind === 'kpu' && organisation.regionCode === null;

/** A language serves people all over the country, as an election does. */
export const mayApproveLanguages = (actor: Pick<Actor, 'roles' | 'organisation'>): boolean =>
  mayKeepElections(actor);

/**
 * A person's first unfulfilled duty, or null. With REQUIRE_TOTP everybody needs a second factor; the issuer has asked
 * for its own.
 */
export function dutyOf(
  person: { enrolled: boolean; mustChangePassword: boolean; signedInBy: SignedIn['signedInBy'] },
  requireTotp: boolean,
): Duty | null {
  if (person.signedInBy === 'issuer') return null;
  if (person.mustChangePassword) return 'change-password';
  return requireTotp && !person.enrolled ? 'enrol-totp' : null;
}

/** Whether this session's one-time code is fresh enough for an act that needs one. */
export function isSteppedUp(steppedUpAt: Date | null, now: Date): boolean {
  return steppedUpAt !== null && now.getTime() - steppedUpAt.getTime() <= STEP_UP_MS;
}

/**
 * The network that sign-in attempts are counted by: an IPv4 address, or the /64 of an IPv6 address, because one
 * subscriber usually has a whole /64 (RFC 6177).
 */
export function networkOf(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return 'unknown';
  const [head = '', tail] = bare.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const groups =
    tail === undefined
      ? before
      : [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Shows enough of an own address to recognise it: `a…@example.id`, `…6789`. */
export function maskAddress(to: string): string {
  const at = to.lastIndexOf('@');
  return at > 0
    ? `${to.slice(0, 1)}…${to.slice(at)}`
    : `…${to.slice(-Math.min(4, Math.floor(to.length / 2)))}`;
}
