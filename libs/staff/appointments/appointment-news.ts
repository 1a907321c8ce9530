import type { ChannelName } from '#channels';
import { type NoticeMessage, writeNotice } from '#notices';
import type { Keys } from '#platform/crypto';
import { now, row, rows, type Tx } from '#platform/database';
import { type AppointmentEvent, appointmentMessage, type AppointmentNews } from './appointment-message.js';
import { addressesOf } from '../people/staff-addresses.js';
import { isNational, mayManage, type Organisation } from '../roles/staff.rules.js';

/** Validity of a notice, in ms: covers a weekend. */
export const NOTICE_LIFE_MS = 72 * 3_600_000;

/** Number of people notified, and of those without a usable address. */
export interface Told {
  told: number;
  unreachable: number;
}

/**
 * Notifies the person and all admins of their office and of the offices above about an appointment; about a lifted wait
 * also every national admin. Runs in the caller's transaction.
 */
export async function tellOf(
  tx: Tx,
  keys: Keys,
  event: AppointmentEvent,
  appointmentId: string,
  actorId: string,
): Promise<Told> {
  const news = await newsOf(tx, appointmentId, actorId);
  const at = await now(tx);
  return tellAdmins(tx, keys, { ...news, national: event === 'lifted' }, (channel) =>
    appointmentMessage(channel, { ...news, event, at }),
  );
}

/**
 * Notifies a person, and all admins of their organisation and of the organisations above, about the person's account.
 * @param about.national whether to notify every national admin too
 */
export async function tellAdmins(
  tx: Tx,
  keys: Keys,
  about: { personId: string; organisation: Organisation; national: boolean },
  messageFor: (channel: ChannelName) => NoticeMessage,
): Promise<Told> {
  const expiresAt = new Date((await now(tx)).getTime() + NOTICE_LIFE_MS);
  const recipients = await recipientsOf(tx, about);
  let unreachable = 0;
  for (const personId of recipients) {
    const confirmed = await confirmedOf(tx, keys, personId);
    if (confirmed.length === 0) unreachable++;
    for (const { channel, to } of confirmed) {
      const message = messageFor(channel);
      await writeNotice(tx, keys, { kind: 'alert', channel, to, personId, message, expiresAt });
    }
  }
  return { told: recipients.length - unreachable, unreachable };
}

/** An admin whose role is in effect, with their organisation. */
export interface CountingAdmin {
  personId: string;
  username: string;
  organisation: Organisation;
}

/** All enabled admins whose role is in effect. */
export function countingAdmins(tx: Tx): Promise<CountingAdmin[]> {
  return rows<CountingAdmin>(
    tx,
    `SELECT p.id AS "personId", p.username,
       json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation
     FROM people p JOIN organisations o ON o.id = p.organisation_id JOIN person_roles r ON r.person_id = p.id
     WHERE r.role = 'admin' AND r.counts_from <= siar_now() AND p.disabled_at IS NULL ORDER BY p.id`,
  );
}

type Found = Omit<AppointmentNews, 'event' | 'at'> & { personId: string; organisation: Organisation };

async function newsOf(tx: Tx, appointmentId: string, actorId: string): Promise<Found> {
  const found = await row<Found>(
    tx,
    `SELECT a.act, a.roles, a.person_id AS "personId", a.expires_at AS "expiresAt", a.counts_from AS "countsFrom",
       p.name AS person, o.name AS office, by.name AS by, coalesce(g.time_zone, 'Asia/Jakarta') AS "timeZone",
       json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation
     FROM appointments a JOIN people p ON p.id = a.person_id JOIN organisations o ON o.id = p.organisation_id
       JOIN people by ON by.id = $2 LEFT JOIN regions g ON g.code = o.region_code
     WHERE a.id = $1`,
    [appointmentId, actorId],
  );
  if (!found) throw new Error(`There is no appointment ${appointmentId}`);
  return found;
}

async function recipientsOf(
  tx: Tx,
  { personId, organisation, national }: { personId: string; organisation: Organisation; national: boolean },
): Promise<string[]> {
  const told = (await countingAdmins(tx)).filter(
    (admin) =>
      mayManage({ ...admin, roles: ['admin'] }, organisation) || (national && isNational(admin.organisation)),
  );
  return [...new Set([personId, ...told.map((admin) => admin.personId)])];
}

/**
 * A person's confirmed addresses. Empty if they cannot be decrypted: one person's missing key must not prevent notices
 * to the others.
 */
export async function confirmedOf(
  tx: Tx,
  keys: Keys,
  personId: string,
): Promise<Pick<Awaited<ReturnType<typeof addressesOf>>[number], 'channel' | 'to'>[]> {
  try {
    return (await addressesOf(tx, keys, personId)).filter(({ confirmed }) => confirmed);
  } catch {
    // The caller records in the trail how many people were not reached.
    return [];
  }
}
