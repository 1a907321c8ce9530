import { isGuarded } from '../../../../../libs/contract/roles.rules.js';
import type { ManagedPerson, Role } from '../../api';

/** What an office lacks once a person gives up roles. */
export interface Losses {
  /** Roles that nobody active holds in the office any more. */
  last: Role[];
  /** Whether a single active admin remains there, so that nobody can confirm what that admin asks for. */
  oneAdmin: boolean;
}

/**
 * Compares an office before and after a person's roles change.
 * @param kept the roles they keep; none when they are disabled
 * @param everybody the people of the office, others ignored
 */
export function lossesOf(
  person: ManagedPerson,
  kept: readonly Role[],
  everybody: readonly ManagedPerson[],
): Losses {
  if (person.disabledAt !== null) return { last: [], oneAdmin: false };
  const given = person.roles.filter((role) => !kept.includes(role));
  const holders = (role: Role): number =>
    everybody.filter(
      (one) =>
        one.id !== person.id &&
        one.organisation.id === person.organisation.id &&
        one.disabledAt === null &&
        one.roles.includes(role),
    ).length;
  return {
    last: given.filter((role) => holders(role) === 0),
    oneAdmin: given.includes('admin') && holders('admin') === 1,
  };
}

/** What an office lacks during the wait after a reset, which suspends the guarded roles. */
export const suspensionOf = (person: ManagedPerson, everybody: readonly ManagedPerson[]): Losses =>
  lossesOf(
    person,
    person.roles.filter((role) => !isGuarded(role)),
    everybody,
  );

/**
 * Whether nobody can confirm what this admin asks for about a person: acts on guarded roles take a second admin. Only
 * known for national offices, since others are managed from above too.
 */
export function lacksSecondAdmin(
  adminId: string,
  person: ManagedPerson,
  everybody: readonly ManagedPerson[],
): boolean {
  const national = everybody.some(
    ({ id, organisation }) => id === adminId && organisation.regionCode === null,
  );
  return (
    national &&
    !everybody.some(
      ({ id, roles, disabledAt, organisation }) =>
        id !== adminId &&
        id !== person.id &&
        disabledAt === null &&
        roles.includes('admin') &&
        (organisation.id === person.organisation.id || organisation.regionCode === null),
    )
  );
}
