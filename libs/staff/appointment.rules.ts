import { type Actor, isNational, mayGrant, mayManage, type Organisation, type Role } from './staff.rules.js';

/**
 * Roles that no admin gives or resets alone: those who decide what goes out, those who let it go on, officers for data, who
 * read citizens' addresses out, and admins, of which two would otherwise be one person with two accounts.
 */
export const GUARDED_ROLES: readonly Role[] = ['reviewer', 'operator', 'dpo', 'admin'];

export const isGuarded = (role: Role): boolean => GUARDED_ROLES.includes(role);

/**
 * What takes two admins: new roles, a new password with the authenticator taken away, or the authenticator alone, and
 * letting somebody in again who was shut out.
 */
export type AppointmentAct = 'roles' | 'reset' | 'second-factor' | 'enable';

export type AppointmentState = 'asked' | 'waiting' | 'counting' | 'cancelled' | 'expired';
export type AppointmentStep = 'confirm' | 'lift' | 'cancel';

/** From which state which step leads where. Time leads from asked to expired, and from waiting to counting. */
export const TRANSITIONS: Readonly<
  Record<AppointmentState, Partial<Record<AppointmentStep, readonly AppointmentState[]>>>
> = {
  asked: { confirm: ['waiting', 'counting'], cancel: ['cancelled'] },
  // The first of two who lift leaves it waiting.
  waiting: { lift: ['waiting', 'counting'], cancel: ['cancelled'] },
  counting: {},
  cancelled: {},
  expired: {},
};

/** The instants that make up the state of an appointment. */
export interface AppointmentInstants {
  expiresAt: Date;
  confirmedAt: Date | null;
  countsFrom: Date | null;
  cancelledAt: Date | null;
}

/** The state of an appointment at an instant. */
export function stateOf(instants: AppointmentInstants, now: Date): AppointmentState {
  if (instants.cancelledAt) return 'cancelled';
  if (!instants.confirmedAt || !instants.countsFrom) return instants.expiresAt <= now ? 'expired' : 'asked';
  return instants.countsFrom > now ? 'waiting' : 'counting';
}

/** An appointment as far as these rules care. */
export interface Appointed {
  personId: string;
  organisation: Organisation;
  roles: readonly Role[];
  state: AppointmentState;
  askedBy: string;
  /** Whether who asked is an admin still: otherwise they do not count as one of two. */
  askerCounts: boolean;
  /** Who asked to lift the wait and is an admin still. */
  liftAskedBy: string | null;
}

/** What stands of a person's account that a second admin's confirmation builds on. */
export interface SetUp {
  /** They have changed the one-time password that whoever invited them was told. */
  ownPassword: boolean;
  authenticator: boolean;
  /** A confirmed address of their own, at which they are told. */
  ownAddress: boolean;
}

export type Missing = 'no-own-password' | 'no-authenticator' | 'no-own-address';

/**
 * What a person has to set up before roles can be confirmed for them: until then whoever invited them can sign in as them.
 * @param requireTotp REQUIRE_TOTP
 */
export function missingOf(setUp: SetUp, requireTotp: boolean): Missing[] {
  const missing: Missing[] = [];
  if (!setUp.ownPassword) missing.push('no-own-password');
  if (requireTotp && !setUp.authenticator) missing.push('no-authenticator');
  if (!setUp.ownAddress) missing.push('no-own-address');
  return missing;
}

/** Why somebody may not take a step. `state`: nobody may any more; `unmanaged`: it is as good as not there for them; `asker-gone`: they would be the only one of two admins. */
export type StepRefusal = 'state' | 'unmanaged' | 'own' | 'second-admin' | 'asker-gone' | 'national-admin';

/** Why this admin may not take this step; null when they may. */
export function whyNotStep(step: AppointmentStep, actor: Actor, appointed: Appointed): StepRefusal | null {
  if (!mayManage(actor, appointed.organisation)) return 'unmanaged';
  if (!TRANSITIONS[appointed.state][step]) return 'state';
  if (step === 'cancel') return null;
  if (actor.personId === appointed.personId) return 'own';
  if (step === 'confirm') {
    if (actor.personId === appointed.askedBy) return 'second-admin';
    if (!appointed.askerCounts) return 'asker-gone';
    return appointed.roles.every((role) => mayGrant(actor, appointed.organisation, role))
      ? null
      : 'unmanaged';
  }
  if (!isNational(actor.organisation)) return 'national-admin';
  return actor.personId === appointed.liftAskedBy ? 'second-admin' : null;
}

/**
 * Whether what is asked for waits before it counts, as things are when it is confirmed. The first set-up does not: roles in a national organisation that has
 * had neither reviewer nor operator, and the first admin of an office where nobody has a role. Both still take two admins.
 * @param has.people how many others hold a role there
 */
export function waits(
  organisation: Pick<Organisation, 'regionCode'>,
  has: { staffed: boolean; people: number },
  act: AppointmentAct,
  roles: readonly Role[],
): boolean {
  if (act !== 'roles') return true;
  if (isNational(organisation)) return has.staffed;
  return has.staffed || has.people > 0 || roles.some((role) => role !== 'admin');
}
