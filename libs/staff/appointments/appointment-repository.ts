import { record } from '#audit';
import type { Keys } from '#platform/crypto';
import { now, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { isGuarded } from '#contract/roles.rules';
import { tellOf } from './appointment-news.js';
import { countAttempt } from '../sign-in/attempt-limits.js';
import {
  type AppointmentAct,
  type AppointmentState,
  type SetUp,
  stateOf,
  waits,
} from './appointment.rules.js';
import type { Actor, Organisation, Role } from '../roles/staff.rules.js';

/** Days within which a second admin must confirm. */
const CONFIRM_DAYS = 7;

interface Named {
  id: string;
  name: string;
}

/** The requesting admin, who counts as one of two while they are an admin. */
interface Asker extends Named {
  admin: boolean;
}

/** A stored appointment that needs two admins, with its state at the time of reading. */
export interface Appointment {
  id: string;
  act: AppointmentAct;
  roles: Role[];
  /**
   * Whether it takes effect after a waiting period, by the present state until it is confirmed; false for an
   * organisation's first set-up.
   */
  waits: boolean;
  state: AppointmentState;
  person: Named & { username: string };
  setUp: SetUp;
  organisation: Organisation;
  askedBy: Asker;
  askedAt: Date;
  /** Deadline for the second admin's confirmation. */
  expiresAt: Date;
  confirmedBy: Named | null;
  confirmedAt: Date | null;
  countsFrom: Date | null;
  liftAskedBy: Asker | null;
  liftedBy: Named | null;
  cancelledBy: Named | null;
  cancelledAt: Date | null;
}

const named = (alias: string): string =>
  `CASE WHEN ${alias}.id IS NOT NULL THEN json_build_object('id', ${alias}.id::text, 'name', ${alias}.name) END`;

const asker = (alias: string): string =>
  `CASE WHEN ${alias}.id IS NOT NULL THEN json_build_object('id', ${alias}.id::text, 'name', ${alias}.name,
     'admin', ${alias}.disabled_at IS NULL AND EXISTS (
       SELECT FROM person_roles h WHERE h.person_id = ${alias}.id AND h.role = 'admin' AND h.counts_from <= siar_now())) END`;

const APPOINTMENT = `SELECT a.id, a.act, a.roles, a.asked_at AS "askedAt", a.expires_at AS "expiresAt",
    a.confirmed_at AS "confirmedAt", a.counts_from AS "countsFrom", a.cancelled_at AS "cancelledAt",
    json_build_object('id', p.id::text, 'name', p.name, 'username', p.username) AS person,
    json_build_object('ownPassword', NOT p.password_must_change, 'authenticator', p.totp_confirmed_at IS NOT NULL,
      'linked', (SELECT i.linked_at IS NOT NULL FROM person_identities i WHERE i.person_id = p.id),
      'ownAddress', EXISTS (SELECT FROM person_addresses h WHERE h.person_id = p.id AND h.confirmed_at IS NOT NULL)) AS "setUp",
    json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation,
    json_build_object('staffed', o.staffed, 'people', (SELECT count(DISTINCT h.person_id) FROM person_roles h
      JOIN people q ON q.id = h.person_id WHERE q.organisation_id = o.id AND q.id <> p.id)) AS office,
    ${asker('asker')} AS "askedBy", ${named('second')} AS "confirmedBy", ${asker('lifter')} AS "liftAskedBy",
    ${named('lifted')} AS "liftedBy", ${named('canceller')} AS "cancelledBy"
  FROM appointments a JOIN people p ON p.id = a.person_id JOIN organisations o ON o.id = p.organisation_id
    JOIN people asker ON asker.id = a.asked_by
    LEFT JOIN people second ON second.id = a.confirmed_by LEFT JOIN people lifter ON lifter.id = a.lift_asked_by
    LEFT JOIN people lifted ON lifted.id = a.lifted_by LEFT JOIN people canceller ON canceller.id = a.cancelled_by`;

/**
 * The open appointments, and those that ended in the last 30 days, newest first.
 * @param personId of this person only; null: of everybody
 */
export async function recentAppointments(tx: Tx, personId: string | null = null): Promise<Appointment[]> {
  const found = await rows<Stored>(
    tx,
    `${APPOINTMENT} WHERE (a.asked_at > siar_now() - interval '30 days' OR a.counts_from > siar_now())
       AND ($1::bigint IS NULL OR a.person_id = $1) ORDER BY a.id DESC`,
    [personId],
  );
  const at = await now(tx);
  return found.map((one) => standing(one, at));
}

/** One appointment; locks it with its person and their office until the transaction ends. */
export async function lockedAppointment(tx: Tx, id: string): Promise<Appointment | null> {
  await tx.query(
    'SELECT FROM people WHERE id = (SELECT person_id FROM appointments WHERE id = $1) FOR UPDATE',
    [id],
  );
  // Of two concurrent first appointments to an office, only one skips the waiting period.
  await tx.query(
    `SELECT FROM organisations WHERE id = (SELECT p.organisation_id FROM appointments a JOIN people p ON p.id = a.person_id WHERE a.id = $1)
     FOR NO KEY UPDATE`,
    [id],
  );
  const found = await row<Stored>(tx, `${APPOINTMENT} WHERE a.id = $1 FOR UPDATE OF a`, [id]);
  return found ? standing(found, await now(tx)) : null;
}

type Stored = Omit<Appointment, 'state' | 'waits'> & { office: { staffed: boolean; people: number } };

/** An appointment with its state at an instant. */
function standing({ office, ...one }: Stored, at: Date): Appointment {
  const { confirmedAt, countsFrom, organisation, act, roles } = one;
  return {
    ...one,
    state: stateOf(one, at),
    waits: confirmedAt && countsFrom ? countsFrom > confirmedAt : waits(organisation, office, act, roles),
  };
}

/** The guarded roles that a person holds, including roles not in effect yet and roles requested for them. */
export async function guardedRoles(tx: Tx, personId: string): Promise<Role[]> {
  const held = await rows<{ role: Role }>(
    tx,
    `SELECT role FROM person_roles WHERE person_id = $1
     UNION SELECT unnest(roles) FROM appointments
       WHERE person_id = $1 AND act = 'roles' AND confirmed_at IS NULL AND cancelled_at IS NULL AND expires_at > siar_now()
     ORDER BY role`,
    [personId],
  );
  return held.map(({ role }) => role).filter(isGuarded);
}

/**
 * Requests an act that needs a second admin, and notifies the person and the admins. The caller has locked the person's
 * row.
 * @throws Problem conflict when a request for this person exists; too-many after 30 in 15 minutes, because each sends a
 *   message to all
 */
export async function ask(
  tx: Tx,
  keys: Keys,
  actor: Actor,
  wanted: { personId: string; act: AppointmentAct; roles: Role[] },
): Promise<void> {
  const { personId, act, roles } = wanted;
  await countAttempt(tx, keys, { appointment: actor.personId });
  await tx.query(
    `UPDATE appointments SET cancelled_at = siar_now()
     WHERE person_id = $1 AND confirmed_at IS NULL AND cancelled_at IS NULL AND expires_at <= siar_now()`,
    [personId],
  );
  const made = await row<{ id: string }>(
    tx,
    `INSERT INTO appointments (person_id, act, roles, asked_by, expires_at)
     VALUES ($1, $2, $3, $4, siar_now() + make_interval(days => $5))
     ON CONFLICT (person_id) WHERE confirmed_at IS NULL AND cancelled_at IS NULL DO NOTHING RETURNING id`,
    [personId, act, roles, actor.personId, CONFIRM_DAYS],
  );
  if (!made) {
    throw new Problem('asked-already');
  }
  await record(tx, {
    actorId: actor.personId,
    act: 'person.appoint-ask',
    subject: `person:${personId}`,
    detail: {
      appointmentId: made.id,
      act,
      roles,
      ...(await tellOf(tx, keys, 'asked', made.id, actor.personId)),
    },
  });
}

/**
 * Cancels a request unless the person is to have all its roles, and a waiting appointment if the person is to have none
 * of them.
 * @param kept the roles that the person is to have
 */
export async function cancelUnwanted(
  tx: Tx,
  keys: Keys,
  actor: Actor,
  personId: string,
  kept: readonly Role[],
): Promise<void> {
  const ended = await rows<Pick<Appointment, 'id' | 'act' | 'roles'>>(
    tx,
    `UPDATE appointments SET cancelled_at = siar_now(), cancelled_by = $2
     WHERE person_id = $1 AND cancelled_at IS NULL AND (CASE WHEN confirmed_at IS NULL
       THEN act = 'roles' AND expires_at > siar_now() AND NOT roles <@ $3::text[]
       ELSE counts_from > siar_now() AND NOT roles && $3::text[] END)
     RETURNING id, act, roles`,
    [personId, actor.personId, kept],
  );
  for (const one of ended) await noteCancelled(tx, keys, actor, personId, one);
}

/** Records a cancelled appointment in the trail and notifies of it. */
export async function noteCancelled(
  tx: Tx,
  keys: Keys,
  actor: Actor,
  personId: string,
  { id, act, roles }: Pick<Appointment, 'id' | 'act' | 'roles'>,
): Promise<void> {
  await record(tx, {
    actorId: actor.personId,
    act: 'person.appoint-cancel',
    subject: `person:${personId}`,
    detail: { appointmentId: id, act, roles, ...(await tellOf(tx, keys, 'cancelled', id, actor.personId)) },
  });
}
