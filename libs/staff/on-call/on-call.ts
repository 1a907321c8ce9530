import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { fault } from '#contract/problems';
import { row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { wasRefused } from '../people/staff-addresses.js';
import {
  emptyRotas,
  ON_CALL_ROLES,
  type OnCallRole,
  type OnCallRota,
  type Unmanned,
} from './on-call.rules.js';
import { type Actor, isNational, mayManage, type Organisation, type Role } from '../roles/staff.rules.js';
import type { OnCallCandidate, OnCallEntry } from '#contract/api/on-call';
import { fitsOffice } from '#contract/roles.rules';

export type { OnCallCandidate, OnCallEntry } from '#contract/api/on-call';

/** Time zone of the national offices. */
export const NATIONAL_ZONE = 'Asia/Jakarta';

/**
 * @param counts whether their role is in effect, or in its wait
 * @param more further columns
 */
const peopleWith = (
  counts: '<=' | '>',
  more = '',
): string => `SELECT p.id AS "personId", p.username, p.name, r.role,
    json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation,
    ARRAY(SELECT a.channel FROM person_addresses a WHERE a.person_id = p.id AND a.confirmed_at IS NOT NULL ORDER BY a.channel) AS channels,
    ARRAY(SELECT a.channel FROM person_addresses a WHERE a.person_id = p.id AND ${wasRefused('a')} ORDER BY a.channel) AS refused,
    ARRAY(SELECT all_roles.role FROM person_roles all_roles WHERE all_roles.person_id = p.id AND all_roles.counts_from <= siar_now() ORDER BY 1) AS roles,
    coalesce(g.time_zone, '${NATIONAL_ZONE}') AS "timeZone", c.tier, c.position${more}
  FROM people p JOIN organisations o ON o.id = p.organisation_id LEFT JOIN regions g ON g.code = o.region_code
    JOIN person_roles r ON r.person_id = p.id AND r.role IN ('reviewer', 'operator') AND r.counts_from ${counts} siar_now()
    LEFT JOIN on_call c ON c.person_id = p.id AND c.role = r.role
  WHERE p.disabled_at IS NULL`;
type Placed = Omit<OnCallEntry, 'tier'> & { tier: 1 | 2 | null };

const PEOPLE = peopleWith('<=');
const AWAITED = peopleWith('>', ', r.counts_from AS "countsFrom"');
const IN_ORDER = 'ORDER BY c.tier, c.position, p.username, r.role';

/**
 * Takes a person off the list with the loss of their role or account, and records it: the trail shows who was on call
 * at any time. The caller has locked the person's row.
 * @param roles the roles lost; null: all
 */
export async function leaveOnCall(
  tx: Tx,
  actor: Actor,
  personId: string,
  roles: readonly Role[] | null,
): Promise<void> {
  const left = await rows<Place>(
    tx,
    'DELETE FROM on_call WHERE person_id = $1 AND ($2::text[] IS NULL OR role = ANY ($2)) RETURNING role, tier, position',
    [personId, roles],
  );
  await recordLeft(tx, actor, personId, left, { cause: roles === null ? 'disabled' : 'role-lost' });
}

/** Records that a person is not called while their roles are suspended; their place on the list stays. */
export async function noteSuspended(
  tx: Tx,
  actor: Actor,
  personId: string,
  roles: readonly Role[],
  until: Date,
): Promise<void> {
  const left = await rows<Place>(
    tx,
    'SELECT role, tier, position FROM on_call WHERE person_id = $1 AND role = ANY ($2) ORDER BY role',
    [personId, roles],
  );
  await recordLeft(tx, actor, personId, left, { cause: 'suspended', until: until.toISOString() });
}

interface Place {
  role: OnCallRole;
  tier: number;
  position: number;
}

async function recordLeft(
  tx: Tx,
  { personId: actorId }: Actor,
  personId: string,
  left: readonly Place[],
  why: Record<string, string>,
): Promise<void> {
  for (const { role, tier, position } of left)
    await record(tx, {
      actorId,
      act: 'on-call.remove',
      subject: `person:${personId}`,
      detail: { role, before: { tier, position }, ...why },
    });
}

/**
 * On-call lists for decisions that cannot wait. Maintained by those who manage the people: KPU's reviewers by KPU
 * itself.
 */
@Injectable()
export class OnCall {
  /** All enabled people on call in a role, in calling order. */
  list(tx: Tx, role: OnCallRole): Promise<OnCallEntry[]> {
    return rows<OnCallEntry>(tx, `${PEOPLE} AND c.role = $1 ${IN_ORDER}`, [role]);
  }

  /** All enabled people on the list of a role whose role is in its wait: they are not called. */
  suspended(tx: Tx, role: OnCallRole): Promise<OnCallEntry[]> {
    return rows<OnCallEntry>(tx, `${peopleWith('>')} AND c.role = $1 ${IN_ORDER}`, [role]);
  }

  /** The entries that this admin maintains, the people they can add, and the state of the list role by role. */
  async kept(
    tx: Tx,
    actor: Actor,
  ): Promise<{ entries: OnCallEntry[]; candidates: OnCallCandidate[]; rotas: OnCallRota[] }> {
    const all = await rows<Placed>(tx, `${PEOPLE} ${IN_ORDER}`);
    const managed = all.filter(({ organisation }) => mayManage(actor, organisation));
    const waiting = await rows<Placed & { countsFrom: Date }>(tx, `${AWAITED} ${IN_ORDER}`);
    return {
      entries: managed.filter((person): person is OnCallEntry => person.tier !== null),
      candidates: managed
        .filter(({ tier }) => tier === null)
        .map(({ personId, username, name, organisation, role, channels, refused }) => ({
          personId,
          username,
          name,
          organisation,
          role,
          channels,
          refused,
        })),
      rotas: ON_CALL_ROLES.map((role) => ({
        role,
        // The offices below are regional ones: they fit no role that the admin's own office does not.
        fits: fitsOffice(actor.organisation, role),
        elsewhere: all.filter((one) => one.role === role && one.tier !== null && !managed.includes(one))
          .length,
        awaited: waiting
          .filter((one) => one.role === role && mayManage(actor, one.organisation))
          .map(({ personId, name, countsFrom, tier }) => ({
            personId,
            name,
            from: countsFrom,
            listed: tier !== null,
          })),
      })),
    };
  }

  /**
   * What the on-call list lacks, for this admin to fill. `nationwide`: there are reviewers, but none on call who covers
   * the whole nation; for the admins of national KPU.
   */
  async unmanned(tx: Tx, actor: Actor): Promise<Unmanned[]> {
    const { entries, candidates, rotas } = await this.kept(tx, actor);
    const empty = emptyRotas(
      rotas.map((rota) => ({
        ...rota,
        own: entries.filter(({ role }) => role === rota.role).length,
        ready: candidates.filter(({ role }) => role === rota.role).length,
      })),
    );
    return !empty.includes('reviewer') && (await this.lacksNation(tx, actor))
      ? [...empty, 'nationwide']
      : empty;
  }

  private async lacksNation(tx: Tx, { organisation, roles }: Actor): Promise<boolean> {
    if (organisation.kind !== 'kpu' || !isNational(organisation) || !roles.includes('admin')) return false;
    const list = await this.list(tx, 'reviewer');
    if (list.some((one) => isNational(one.organisation))) return false;
    return list.length > 0 || (await this.suspended(tx, 'reviewer')).length > 0;
  }

  /**
   * Adds a person to the list, or changes their tier and position.
   * @throws Problem not-found (no such person for this admin); invalid when they lack the role or a confirmed address
   */
  async put(
    tx: Tx,
    actor: Actor,
    wanted: { personId: string; role: OnCallRole; tier: 1 | 2; position: number },
  ): Promise<OnCallEntry> {
    const { personId, role, tier, position } = wanted;
    const { roles, before } = await this.managed(tx, actor, personId, role);
    if (!roles.includes(role)) {
      throw new Problem('on-call-role', {}, [fault('role', 'no-role', { role })]);
    }
    const reached = await row(
      tx,
      'SELECT FROM person_addresses WHERE person_id = $1 AND confirmed_at IS NOT NULL',
      [personId],
    );
    if (!reached) {
      throw new Problem('on-call-unreached', {}, [fault('personId', 'no-confirmed-address')]);
    }
    await putOnCall(tx, personId, role, { tier, position });
    await this.note(tx, actor, 'on-call.put', personId, { role, before, after: { tier, position } });
    const [entry] = await rows<OnCallEntry>(tx, `${PEOPLE} AND p.id = $1 AND r.role = $2`, [personId, role]);
    if (!entry) throw new Problem('on-call-disabled');
    return entry;
  }

  /** Removes a person from the list. @throws Problem not-found */
  async remove(tx: Tx, actor: Actor, personId: string, role: OnCallRole): Promise<void> {
    const { before } = await this.managed(tx, actor, personId, role);
    if (!before) throw new Problem('not-on-call');
    await tx.query('DELETE FROM on_call WHERE person_id = $1 AND role = $2', [personId, role]);
    await this.note(tx, actor, 'on-call.remove', personId, { role, before });
  }

  /**
   * The person, locked against concurrent changes that would make them unreachable.
   * @throws Problem not-found for people this admin does not manage
   */
  private async managed(
    tx: Tx,
    actor: Actor,
    personId: string,
    role: OnCallRole,
  ): Promise<{ roles: Role[]; before: { tier: number; position: number } | null }> {
    const found = await row<{ organisation: Organisation; roles: Role[] }>(
      tx,
      `SELECT json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation,
         ARRAY(SELECT role FROM person_roles r WHERE r.person_id = p.id AND r.counts_from <= siar_now()) AS roles
       FROM people p JOIN organisations o ON o.id = p.organisation_id WHERE p.id = $1 FOR UPDATE OF p`,
      [personId],
    );
    if (!found || !mayManage(actor, found.organisation)) {
      throw new Problem('not-managed');
    }
    const before = await row<{ tier: number; position: number }>(
      tx,
      'SELECT tier, position FROM on_call WHERE person_id = $1 AND role = $2',
      [personId, role],
    );
    return { roles: found.roles, before: before ?? null };
  }

  private note(
    tx: Tx,
    actor: Actor,
    act: string,
    personId: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    return record(tx, { actorId: actor.personId, act, subject: `person:${personId}`, detail });
  }
}

/** Puts a person on call, or moves them, without asking who may. */
export async function putOnCall(
  tx: Tx,
  personId: string,
  role: OnCallRole,
  { tier, position }: { tier: 1 | 2; position: number },
): Promise<void> {
  await tx.query(
    `INSERT INTO on_call (person_id, role, tier, position) VALUES ($1, $2, $3, $4)
     ON CONFLICT (person_id, role) DO UPDATE SET tier = excluded.tier, position = excluded.position`,
    [personId, role, tier, position],
  );
}
