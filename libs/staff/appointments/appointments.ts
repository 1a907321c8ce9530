import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { fault } from '#contract/problems';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { resetAccount, resetSecondFactor, writeDisabled } from '../people/account.js';
import {
  type Appointment,
  lockedAppointment,
  noteCancelled,
  recentAppointments,
} from './appointment-repository.js';
import { countingAdmins, tellOf } from './appointment-news.js';
import {
  type Appointed,
  type AppointmentStep,
  isConfirmable,
  type Missing,
  missingOf,
  whyNotStep,
} from './appointment.rules.js';
import { leaveOnCall, noteSuspended } from '../on-call/on-call.js';
import { addressesOf } from '../people/staff-addresses.js';
import { type Actor, maskAddress, mayManage, type Role } from '../roles/staff.rules.js';
import type { AppointmentView, OwnAppointment } from '#contract/api/appointments';
import { GUARDED_ROLES, isGuarded } from '#contract/roles.rules';

export type { AppointmentView, OwnAppointment } from '#contract/api/appointments';

const STEPS: readonly AppointmentStep[] = ['confirm', 'lift', 'cancel'];

/**
 * Acts that need two admins: granting guarded roles, and resetting their holders. The second admin confirms, and the
 * act takes effect after APPOINTMENT_WAIT_HOURS. The person, and the admins of the office and of the offices above, are
 * notified of each step. Every act runs in the caller's transaction and is audited there.
 */
@Injectable()
export class Appointments {
  constructor(
    private readonly keys: Keys,
    @InjectConfig() private readonly config: Pick<Config, 'APPOINTMENT_WAIT_HOURS' | 'REQUIRE_TOTP'>,
  ) {}

  /** Those of the offices that this admin manages, newest first. */
  async list(tx: Tx, actor: Actor): Promise<AppointmentView[]> {
    const shown: AppointmentView[] = [];
    const all = await admins(tx);
    for (const one of await recentAppointments(tx))
      if (mayManage(actor, one.organisation)) shown.push(await this.shown(tx, one, actor, all));
    return shown;
  }

  /** The appointment of this person that awaits a second admin, and what the person's own set-up lacks before it can. */
  async own(tx: Tx, personId: string): Promise<OwnAppointment | null> {
    const recent = await recentAppointments(tx, personId);
    const asked = recent.find(({ act, state }) => act === 'roles' && state === 'asked');
    if (!asked) return null;
    return {
      roles: asked.roles,
      missing: this.missing(asked),
      confirmable: isConfirmable(await admins(tx), appointed(asked)),
      expiresAt: asked.expiresAt,
    };
  }

  /** Number of appointments that need this admin's confirmation, or the second consent to lift a wait. */
  async awaiting(tx: Tx, actor: Actor): Promise<number> {
    const recent = await recentAppointments(tx);
    return recent.filter((one) => {
      const may = (step: AppointmentStep): boolean => whyNotStep(step, actor, appointed(one)) === null;
      return (may('confirm') && this.missing(one).length === 0) || (one.liftAskedBy !== null && may('lift'));
    }).length;
  }

  /** Number of appointments of the offices of this admin that lapse because no second admin can confirm them. */
  async stuck(tx: Tx, actor: Actor): Promise<number> {
    const all = await admins(tx);
    const recent = await recentAppointments(tx);
    return recent.filter(
      (one) =>
        mayManage(actor, one.organisation) &&
        one.state === 'asked' &&
        one.askedBy.admin &&
        !isConfirmable(all, appointed(one)),
    ).length;
  }

  /**
   * Confirms as the second admin: grants roles, or resets or enables the account and suspends its guarded roles. They
   * take effect after the wait.
   * @returns the appointment, and for a reset the one-time password, which is shown once
   * @throws Problem not-found, forbidden, conflict; also while the account of a person to be granted roles is not set
   *   up
   */
  async confirm(
    tx: Tx,
    actor: Actor,
    id: string,
  ): Promise<{ appointment: AppointmentView; oneTimePassword: string | null }> {
    const appointment = await this.stepped(tx, actor, 'confirm', id);
    const { act, roles, person, waits, askedBy } = appointment;
    const missing = this.missing(appointment);
    if (missing.length > 0) {
      throw new Problem(
        'not-set-up',
        {},
        missing.map((code) => fault('person', code)),
      );
    }
    const counts = await row<{ from: Date }>(
      tx,
      `UPDATE appointments SET confirmed_by = $2, confirmed_at = siar_now(), counts_from = siar_now() + make_interval(secs => 3600 * $3::float8)
       WHERE id = $1 RETURNING counts_from AS "from"`,
      [id, actor.personId, waits ? this.config.APPOINTMENT_WAIT_HOURS : 0],
    );
    if (!counts) throw new Error(`Appointment ${id} was not confirmed`);
    let oneTimePassword: string | null = null;
    if (act === 'roles') {
      await tx.query(
        `INSERT INTO person_roles (person_id, role, granted_by, counts_from) SELECT $1, role, $3, $4 FROM unnest($2::text[]) AS role
         ON CONFLICT (person_id, role) DO NOTHING`,
        [person.id, roles, askedBy.id, counts.from],
      );
    } else {
      await this.suspend(tx, actor, person.id, counts.from);
      if (act === 'reset') oneTimePassword = await resetAccount(tx, person.id);
      if (act === 'second-factor') await resetSecondFactor(tx, person.id);
      if (act === 'enable') await writeDisabled(tx, person.id, false);
    }
    await this.note(tx, actor, 'confirmed', person.id, { id, act, roles });
    return { appointment: await this.view(tx, actor, id), oneTimePassword };
  }

  /**
   * Cancels a requested or waiting appointment. For a waiting reset it revokes the suspended roles; for a waiting
   * enabling it disables the person again.
   * @throws Problem not-found, conflict
   */
  async cancel(tx: Tx, actor: Actor, id: string): Promise<AppointmentView> {
    const { act, roles, person, state } = await this.stepped(tx, actor, 'cancel', id);
    await tx.query('UPDATE appointments SET cancelled_by = $2, cancelled_at = siar_now() WHERE id = $1', [
      id,
      actor.personId,
    ]);
    if (state === 'waiting') {
      await leaveOnCall(tx, actor, person.id, roles);
      await tx.query(
        'DELETE FROM person_roles WHERE person_id = $1 AND role = ANY ($2) AND counts_from > siar_now()',
        [person.id, roles],
      );
      // The person who signed in after the reset may be an impostor: resetting again invalidates the password and
      // authenticator they set up.
      if (act === 'reset') await resetAccount(tx, person.id);
      if (act === 'second-factor') await resetSecondFactor(tx, person.id);
      if (act === 'enable') await writeDisabled(tx, person.id, true);
    }
    await noteCancelled(tx, this.keys, actor, person.id, { id, act, roles });
    return this.view(tx, actor, id);
  }

  /**
   * Lifts the wait: the first of two national admins requests it, the second puts it into effect at once. If the first
   * is no longer an admin, the next one counts as the first.
   * @throws Problem not-found, forbidden, conflict
   */
  async lift(tx: Tx, actor: Actor, id: string): Promise<AppointmentView> {
    const { act, person, roles, liftAskedBy } = await this.stepped(tx, actor, 'lift', id);
    if (!liftAskedBy?.admin) {
      await tx.query('UPDATE appointments SET lift_asked_by = $2 WHERE id = $1', [id, actor.personId]);
      await this.note(tx, actor, 'lift-asked', person.id, { id, act, roles });
      return this.view(tx, actor, id);
    }
    await tx.query(
      'UPDATE appointments SET lifted_by = $2, lifted_at = siar_now(), counts_from = siar_now() WHERE id = $1',
      [id, actor.personId],
    );
    await tx.query(
      'UPDATE person_roles SET counts_from = siar_now() WHERE person_id = $1 AND role = ANY ($2) AND counts_from > siar_now()',
      [person.id, roles],
    );
    await this.note(tx, actor, 'lifted', person.id, { id, act, roles });
    return this.view(tx, actor, id);
  }

  /** Suspends a person's guarded roles; the trail records the roles held before. */
  private async suspend(tx: Tx, actor: Actor, personId: string, until: Date): Promise<void> {
    const held = await tx.query<{ role: Role; counts: boolean }[]>(
      'SELECT role, counts_from <= siar_now() AS counts FROM person_roles WHERE person_id = $1 ORDER BY role',
      [personId],
    );
    await tx.query(
      'UPDATE person_roles SET counts_from = greatest(counts_from, $3) WHERE person_id = $1 AND role = ANY ($2)',
      [personId, held.map(({ role }) => role).filter(isGuarded), until],
    );
    await noteSuspended(tx, actor, personId, GUARDED_ROLES, until);
    const before = held.filter(({ counts }) => counts).map(({ role }) => role);
    await record(tx, {
      actorId: actor.personId,
      act: 'person.roles',
      subject: `person:${personId}`,
      detail: { before, after: before.filter((role) => !isGuarded(role)), until: until.toISOString() },
    });
  }

  private async stepped(tx: Tx, actor: Actor, step: AppointmentStep, id: string): Promise<Appointment> {
    const appointment = await lockedAppointment(tx, id);
    const why = appointment ? whyNotStep(step, actor, appointed(appointment)) : 'unmanaged';
    if (!appointment || why === 'unmanaged') throw new Problem('no-such-appointment');
    if (why) {
      throw new Problem(why, {}, [], { state: appointment.state });
    }
    return appointment;
  }

  private async note(
    tx: Tx,
    actor: Actor,
    event: 'confirmed' | 'lift-asked' | 'lifted',
    personId: string,
    { id, act, roles }: Pick<Appointment, 'id' | 'act' | 'roles'>,
  ): Promise<void> {
    const told = await tellOf(tx, this.keys, event, id, actor.personId);
    // The reader of one entry sees what the appointment is to.
    const detail = { appointmentId: id, act, roles, ...told };
    const entry = { actorId: actor.personId, subject: `person:${personId}`, detail };
    if (event === 'confirmed') await record(tx, { act: 'person.appoint-confirm', ...entry });
    else if (event === 'lifted') await record(tx, { act: 'person.appoint-lift', ...entry });
    else await record(tx, { act: 'person.appoint-lift-ask', ...entry });
  }

  private async view(tx: Tx, actor: Actor, id: string): Promise<AppointmentView> {
    const appointment = await lockedAppointment(tx, id);
    if (!appointment) throw new Error(`There is no appointment ${id}`);
    return this.shown(tx, appointment, actor, await admins(tx));
  }

  private async shown(
    tx: Tx,
    appointment: Appointment,
    actor: Actor,
    all: readonly Actor[],
  ): Promise<AppointmentView> {
    const { setUp: _, ...one } = appointment;
    const missing = this.missing(appointment);
    const steps = STEPS.filter((step) => whyNotStep(step, actor, appointed(appointment)) === null);
    return {
      ...one,
      waitHours: one.waits ? this.config.APPOINTMENT_WAIT_HOURS : 0,
      missing,
      confirmable: isConfirmable(all, appointed(appointment)),
      steps: steps.filter((step) => step !== 'confirm' || missing.length === 0),
      reachedAt: await this.reachedAt(tx, appointment),
    };
  }

  private async reachedAt(
    tx: Tx,
    { act, state, person }: Appointment,
  ): Promise<AppointmentView['reachedAt']> {
    if (act !== 'roles' || state !== 'asked') return [];
    const addresses = await addressesOf(tx, this.keys, person.id);
    return addresses
      .filter(({ confirmed }) => confirmed)
      .map(({ channel, to }) => ({ channel, to: maskAddress(to) }));
  }

  private missing({ act, state, setUp }: Appointment): Missing[] {
    return act === 'roles' && state === 'asked' ? missingOf(setUp, this.config.REQUIRE_TOTP) : [];
  }
}

const appointed = (one: Appointment): Appointed => ({
  personId: one.person.id,
  organisation: one.organisation,
  roles: one.roles,
  state: one.state,
  askedBy: one.askedBy.id,
  askerCounts: one.askedBy.admin,
  liftAskedBy: one.liftAskedBy?.admin ? one.liftAskedBy.id : null,
});

/** Everybody who can act as an admin now. */
const admins = async (tx: Tx): Promise<Actor[]> =>
  (await countingAdmins(tx)).map((admin) => ({ ...admin, roles: ['admin'] }));
