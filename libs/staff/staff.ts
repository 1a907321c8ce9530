import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import type { ChannelName } from '#channels';
import { fault } from '#contract/problems';
import { Keys } from '#platform/crypto';
import { row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { resetAccount, resetSecondFactor, writeDisabled } from './people/account.js';
import { noteAccount } from './people/account-news.js';
import { ask, cancelUnwanted, guardedRoles } from './appointments/appointment-repository.js';
import { expectIdentity } from './issuer/identities.js';
import { leaveOnCall } from './on-call/on-call.js';
import { hashPassword, oneTimePassword } from './sign-in/password.js';
import { addressesOf, type StaffAddress, ownAddressContext } from './people/staff-addresses.js';
import {
  type Actor,
  appointsAndApproves,
  mayFound,
  mayGrant,
  mayManage,
  type Organisation,
  type Role,
  ROLES,
} from './roles/staff.rules.js';
import type { AwaitedRole } from '#contract/api/home';
import type { Person } from '#contract/api/people';
import { isGuarded } from '#contract/roles.rules';

export type { AwaitedRole } from '#contract/api/home';
export type { Person } from '#contract/api/people';

/** A new person, with the hash of an existing password. */
export interface NewPerson {
  organisationId: string;
  username: string;
  name: string;
  roles: Role[];
  passwordHash: string;
  /** Whether another person made the password, so that it must be changed at first sign-in. */
  mustChangePassword: boolean;
}

/** A person to invite. */
export interface Invitation {
  organisationId: string;
  username: string;
  name: string;
  roles: Role[];
  /** The address of their account at the ministry's issuer; undefined: a local account. */
  issuerEmail?: string | undefined;
}

const PERSON = `SELECT p.id, p.username, p.name, p.disabled_at AS "disabledAt", p.totp_confirmed_at IS NOT NULL AS enrolled,
    EXISTS (SELECT FROM person_identities i WHERE i.person_id = p.id) AS "byIssuer",
    EXISTS (SELECT FROM person_addresses h WHERE h.person_id = p.id AND h.confirmed_at IS NOT NULL) AS reachable,
    ARRAY(SELECT role FROM person_roles r WHERE r.person_id = p.id AND r.counts_from <= siar_now() ORDER BY role) AS roles,
    ARRAY(SELECT role FROM person_roles r WHERE r.person_id = p.id AND r.counts_from > siar_now()
          UNION SELECT unnest(a.roles) FROM appointments a WHERE a.person_id = p.id AND a.act = 'roles'
            AND a.confirmed_at IS NULL AND a.cancelled_at IS NULL AND a.expires_at > siar_now() ORDER BY 1) AS awaited,
    json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation
  FROM people p JOIN organisations o ON o.id = p.organisation_id`;
const ORGANISATION = 'SELECT id, kind, name, region_code AS "regionCode" FROM organisations';

/** Organisations, their people and roles. Every act runs in the caller's transaction and is audited there. */
@Injectable()
export class Staff {
  constructor(private readonly keys: Keys) {}

  /** The roles that a person holds and may not use yet, the first to count first. */
  awaitedRoles(tx: Tx, personId: string): Promise<AwaitedRole[]> {
    return rows<AwaitedRole>(
      tx,
      `SELECT role, counts_from AS "from" FROM person_roles
       WHERE person_id = $1 AND counts_from > siar_now() ORDER BY counts_from, role`,
      [personId],
    );
  }

  /** The organisations whose people this admin manages. */
  async organisations(tx: Tx, actor: Actor): Promise<Organisation[]> {
    const all = await rows<Organisation>(
      tx,
      `${ORGANISATION} ORDER BY kind DESC, region_code NULLS FIRST, id`,
    );
    return all.filter((organisation) => mayManage(actor, organisation));
  }

  /**
   * Founds a KPU office below the admin's own.
   * @throws Problem forbidden, conflict (name or region taken), invalid (region)
   */
  async found(tx: Tx, actor: Actor, office: Omit<Organisation, 'id'>): Promise<Organisation> {
    if (!mayFound(actor, office)) {
      throw new Problem('founders-only');
    }
    if (!(await row(tx, 'SELECT FROM regions WHERE code = $1', [office.regionCode]))) {
      throw new Problem('no-such-region', { region: office.regionCode ?? '' }, [
        fault('regionCode', 'region-code'),
      ]);
    }
    // Two concurrent requests must not found the same office twice.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('organisations'))`);
    const taken = await row<{ name: boolean; region: boolean }>(
      tx,
      `SELECT coalesce(bool_or(lower(name) = lower($1)), false) AS name,
         coalesce(bool_or(kind = 'kpu' AND region_code = $2), false) AS region FROM organisations`,
      [office.name, office.regionCode],
    );
    if (taken?.name || taken?.region)
      throw new Problem('office-taken', {}, [
        ...(taken.name ? [fault('name', 'taken')] : []),
        ...(taken.region ? [fault('regionCode', 'taken')] : []),
      ]);
    const made = await this.addOrganisation(tx, office);
    await record(tx, {
      actorId: actor.personId,
      act: 'organisation.found',
      subject: `organisation:${made.id}`,
      detail: { kind: office.kind, regionCode: office.regionCode },
    });
    return made;
  }

  /** The people this admin manages, by user name. */
  async people(tx: Tx, actor: Actor): Promise<Person[]> {
    const all = await rows<Person>(tx, `${PERSON} ORDER BY p.username`);
    return all.filter((person) => mayManage(actor, person.organisation));
  }

  /**
   * Invites a person, with a one-time password that is shown once and must be changed at first sign-in, or with the
   * address of their account at the ministry's issuer, and then with a password that nobody learns. Guarded roles are
   * requested: a second admin confirms them (Appointments). Other roles take effect at once, and all admins are notified.
   * @throws Problem forbidden, not-found (organisation, issuer), conflict (user name or address taken), invalid (address)
   */
  async invite(
    tx: Tx,
    actor: Actor,
    { issuerEmail, ...invited }: Invitation,
  ): Promise<{ person: Person; oneTimePassword: string | null }> {
    const organisation = await row<Organisation>(tx, `${ORGANISATION} WHERE id = $1`, [
      invited.organisationId,
    ]);
    if (!organisation || !mayManage(actor, organisation)) throw new Problem('no-such-office');
    refuseBoth(invited.roles);
    this.refuseGrant(actor, organisation, invited.roles);
    const password = oneTimePassword();
    const passwordHash = await hashPassword(password);
    const personId = await this.addPerson(
      tx,
      {
        ...invited,
        roles: invited.roles.filter((role) => !isGuarded(role)),
        passwordHash,
        mustChangePassword: true,
      },
      actor.personId,
    );
    const byIssuer = issuerEmail !== undefined;
    if (byIssuer) await expectIdentity(tx, this.keys, personId, issuerEmail);
    await record(tx, {
      actorId: actor.personId,
      act: 'person.invite',
      subject: `person:${personId}`,
      detail: {
        organisationId: organisation.id,
        roles: invited.roles,
        ...(byIssuer && { signedInBy: 'issuer' }),
      },
    });
    const asked = invited.roles.filter(isGuarded);
    if (asked.length > 0) await ask(tx, this.keys, actor, { personId, act: 'roles', roles: asked });
    const person = await this.person(tx, personId);
    if (person.roles.length > 0)
      await noteAccount(tx, this.keys, actor, 'invited', person, { before: [], after: person.roles });
    return { person, oneTimePassword: byIssuer ? null : password };
  }

  /**
   * Sets a person's roles. Nobody changes their own. Revocations and unguarded roles take effect at once, and all
   * admins are notified; new guarded roles are requested.
   * @throws Problem forbidden, not-found, conflict (another request is open)
   */
  async setRoles(tx: Tx, actor: Actor, personId: string, roles: Role[]): Promise<Person> {
    const person = await this.managed(tx, actor, personId, 'own-roles');
    refuseBoth(roles);
    this.refuseGrant(actor, person.organisation, [...roles, ...person.roles]);
    await leaveOnCall(
      tx,
      actor,
      personId,
      ROLES.filter((role) => !roles.includes(role)),
    );
    await tx.query('DELETE FROM person_roles WHERE person_id = $1 AND role <> ALL ($2)', [personId, roles]);
    await cancelUnwanted(tx, this.keys, actor, personId, roles);
    await this.grant(
      tx,
      personId,
      roles.filter((role) => !isGuarded(role)),
      actor.personId,
    );
    const held = await this.person(tx, personId);
    const fresh = roles.filter(
      (role) => isGuarded(role) && !held.roles.includes(role) && !held.awaited.includes(role),
    );
    if (fresh.length > 0)
      await ask(tx, this.keys, actor, {
        personId,
        act: 'roles',
        roles: fresh,
      });
    const after = await this.person(tx, personId);
    const change = { before: person.roles, after: after.roles };
    const given = change.after.some((role) => !change.before.includes(role));
    if (given || change.after.length < change.before.length)
      await noteAccount(tx, this.keys, actor, given ? 'given' : 'taken', person, change);
    return after;
  }

  /**
   * Disables a person, at once and in every session, or enables them again; all admins are notified. Enabling a holder
   * of guarded roles is requested: a second admin confirms it.
   * @throws Problem forbidden, not-found, conflict (a request for this person is open)
   */
  async setDisabled(tx: Tx, actor: Actor, personId: string, disabled: boolean): Promise<Person> {
    const person = await this.managed(tx, actor, personId, 'own-account');
    if (disabled === (person.disabledAt !== null)) return person;
    const roles = disabled ? [] : await guardedRoles(tx, personId);
    if (roles.length > 0) {
      await ask(tx, this.keys, actor, { personId, act: 'enable', roles });
    } else {
      await writeDisabled(tx, personId, disabled);
      if (disabled) await leaveOnCall(tx, actor, personId, null);
      await noteAccount(tx, this.keys, actor, disabled ? 'disabled' : 'enabled', person);
    }
    return this.person(tx, personId);
  }

  /**
   * Resets the account of a person who lost password or authenticator: deletes both, ends every session, and returns a
   * one-time password that is shown once. All admins are notified. For holders of guarded roles it is requested, and
   * takes effect only after a second admin confirms.
   * @returns no password if it was requested
   * @throws Problem forbidden, not-found, conflict (a request for this person is open)
   */
  async reset(
    tx: Tx,
    actor: Actor,
    personId: string,
  ): Promise<{ person: Person; oneTimePassword: string | null }> {
    const person = await this.managed(tx, actor, personId, 'own-reset');
    const roles = await guardedRoles(tx, personId);
    if (roles.length > 0) {
      await ask(tx, this.keys, actor, { personId, act: 'reset', roles });
      return { person: await this.person(tx, personId), oneTimePassword: null };
    }
    const password = await resetAccount(tx, personId);
    await noteAccount(tx, this.keys, actor, 'reset', person);
    return { person: await this.person(tx, personId), oneTimePassword: password };
  }

  /**
   * Resets the authenticator and recovery codes of a person who still has the password: ends every session, and they
   * enrol another at their next sign-in. All admins are notified. For holders of guarded roles it is requested, like a
   * reset.
   * @throws Problem forbidden, not-found; conflict when there is none, or a request is open
   */
  async resetSecondFactor(tx: Tx, actor: Actor, personId: string): Promise<Person> {
    const person = await this.managed(tx, actor, personId, 'own-second-factor');
    if (!person.enrolled) throw new Problem('not-enrolled');
    const roles = await guardedRoles(tx, personId);
    if (roles.length > 0) {
      await ask(tx, this.keys, actor, { personId, act: 'second-factor', roles });
      return this.person(tx, personId);
    }
    await resetSecondFactor(tx, personId);
    await noteAccount(tx, this.keys, actor, 'second-factor-reset', person);
    return this.person(tx, personId);
  }

  /** A person's own addresses, confirmed or not. */
  addresses(tx: Tx, personId: string): Promise<StaffAddress[]> {
    return addressesOf(tx, this.keys, personId);
  }

  /** The addresses for notices to this person: confirmed ones only. */
  async confirmedAddresses(tx: Tx, personId: string): Promise<{ channel: ChannelName; to: string }[]> {
    const all = await this.addresses(tx, personId);
    return all.filter(({ confirmed }) => confirmed).map(({ channel, to }) => ({ channel, to }));
  }

  /**
   * Sets a person's own address on a channel, replacing the previous one.
   * @param confirmed whether it is proven to be theirs
   */
  async addAddress(tx: Tx, personId: string, channel: string, to: string, confirmed: boolean): Promise<void> {
    const { ciphertext, keyId } = this.keys.seal(to, ownAddressContext(personId, channel));
    await tx.query(
      `INSERT INTO person_addresses (person_id, channel, ciphertext, key_id, confirmed_at)
       VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN siar_now() END)
       ON CONFLICT (person_id, channel) DO UPDATE SET
         ciphertext = excluded.ciphertext, key_id = excluded.key_id, confirmed_at = excluded.confirmed_at`,
      [personId, channel, ciphertext, keyId, confirmed],
    );
    await record(tx, {
      actorId: personId,
      act: 'person.address',
      subject: `person:${personId}`,
      detail: { channel, confirmed },
    });
  }

  /** Adds an organisation without a permission check: for the first admins, seeding and tests. */
  async addOrganisation(tx: Tx, { kind, name, regionCode }: Omit<Organisation, 'id'>): Promise<Organisation> {
    const made = await row<{ id: string }>(
      tx,
      'INSERT INTO organisations (kind, name, region_code) VALUES ($1, $2, $3) RETURNING id',
      [kind, name, regionCode],
    );
    if (!made) throw new Error('The organisation was not added');
    return { id: made.id, kind, name, regionCode };
  }

  /**
   * Adds a person without a permission check: for the first admins, seeding and tests.
   * @returns the person's id
   * @throws Problem conflict when the user name is taken
   */
  async addPerson(tx: Tx, person: NewPerson, grantedBy: string | null = null): Promise<string> {
    const made = await row<{ id: string }>(
      tx,
      `INSERT INTO people (organisation_id, username, name, password_hash, password_must_change)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (username) DO NOTHING RETURNING id`,
      [person.organisationId, person.username, person.name, person.passwordHash, person.mustChangePassword],
    );
    if (!made) {
      throw new Problem('username-taken', {}, [fault('username', 'taken')]);
    }
    await this.grant(tx, made.id, person.roles, grantedBy);
    return made.id;
  }

  private async grant(tx: Tx, personId: string, roles: Role[], grantedBy: string | null): Promise<void> {
    await tx.query(
      `INSERT INTO person_roles (person_id, role, granted_by) SELECT $1, role, $3 FROM unnest($2::text[]) AS role
       ON CONFLICT (person_id, role) DO NOTHING`,
      [personId, roles, grantedBy],
    );
  }

  private async person(tx: Tx, personId: string): Promise<Person> {
    const person = await row<Person>(tx, `${PERSON} WHERE p.id = $1 FOR UPDATE OF p`, [personId]);
    if (!person) throw new Problem('no-such-person');
    return person;
  }

  /**
   * Locks and returns the person, if this admin manages them and is another person. Others are reported as not found.
   */
  private async managed(
    tx: Tx,
    actor: Actor,
    personId: string,
    own: 'own-roles' | 'own-account' | 'own-reset' | 'own-second-factor',
  ): Promise<Person> {
    if (actor.personId === personId) throw new Problem(own);
    const person = await this.person(tx, personId);
    if (!mayManage(actor, person.organisation)) throw new Problem('no-such-person');
    return person;
  }

  private refuseGrant(actor: Actor, organisation: Organisation, roles: Role[]): void {
    const refused = roles.filter((role) => !mayGrant(actor, organisation, role));
    if (refused.length === 0) return;
    throw new Problem(
      refused.includes('reviewer') ? 'reviewers-are-kpu' : 'national-role',
      {},
      refused.map((role) =>
        fault('roles', role === 'reviewer' ? 'reviewers-are-kpu' : 'national-role', { role }),
      ),
    );
  }
}

/** @throws Problem forbidden when one person could appoint and approve */
function refuseBoth(roles: readonly Role[]): void {
  if (!appointsAndApproves(roles)) return;
  throw new Problem('appoints-and-approves', {}, [fault('roles', 'appoints-and-approves')]);
}
