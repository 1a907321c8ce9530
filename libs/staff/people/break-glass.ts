import { record } from '#audit';
import type { ChannelName } from '#channels';
import type { NoticeMessage } from '#notices';
import type { Keys } from '#platform/crypto';
import { row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { GUARDED_ROLES } from '#contract/roles.rules';
import { resetAccount } from './account.js';
import { countingAdmins, tellAdmins } from '../appointments/appointment-news.js';
import type { FirstAdmin } from './first-admins.js';
import { mayManage, type Organisation, type Role } from '../roles/staff.rules.js';

/** With two other admins who manage the office, an admin can be reset without access to the host. */
const ENOUGH_OTHERS = 2;

/**
 * Opens the account of an admin who lost every credential, if no two other admins can reset it. Run by the host's
 * operator. The admin role takes effect at once; other guarded roles take effect after the wait. The person, the admins
 * of their office and of the offices above, and all national admins are notified.
 * @param waitHours APPOINTMENT_WAIT_HOURS
 * @throws Problem not-found (no such admin); conflict when two other admins can reset it
 */
export async function resetLostAdmin(
  tx: Tx,
  keys: Keys,
  username: string,
  waitHours: number,
): Promise<FirstAdmin> {
  const admin = await row<{ personId: string; name: string; organisation: Organisation; roles: Role[] }>(
    tx,
    `SELECT p.id AS "personId", p.name, ARRAY(SELECT role FROM person_roles r WHERE r.person_id = p.id) AS roles,
       json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation
     FROM people p JOIN organisations o ON o.id = p.organisation_id WHERE p.username = $1 FOR UPDATE OF p`,
    [username],
  );
  if (!admin?.roles.includes('admin')) throw new Problem('no-such-admin', { username });
  const { personId, name, organisation } = admin;
  const others = (await countingAdmins(tx)).filter(
    (other) => other.personId !== personId && mayManage({ ...other, roles: ['admin'] }, organisation),
  );
  if (others.length >= ENOUGH_OTHERS) {
    throw new Problem('others-can-reset', { username, others: others.map((other) => other.username) });
  }
  const password = await resetAccount(tx, personId);
  await tx.query('UPDATE people SET disabled_at = NULL WHERE id = $1', [personId]);
  await tx.query(
    `UPDATE person_roles SET counts_from = CASE WHEN role = 'admin' THEN least(counts_from, siar_now())
       ELSE greatest(counts_from, siar_now() + make_interval(secs => 3600 * $2::float8)) END
     WHERE person_id = $1 AND role = ANY ($3)`,
    [personId, waitHours, GUARDED_ROLES],
  );
  const told = await tellAdmins(tx, keys, { personId, organisation, national: true }, (channel) =>
    messageFor(channel, name, organisation.name),
  );
  await record(tx, {
    actorId: null,
    act: 'person.break-glass',
    subject: `person:${personId}`,
    detail: { ...told },
  });
  return { organisation: organisation.name, username, oneTimePassword: password };
}

function messageFor(channel: ChannelName, name: string, office: string): NoticeMessage {
  const what = `Akun admin ${name} (${office}) dibuka dari server`;
  const why =
    'Kata sandi dan autentikatornya diganti oleh pengelola server, karena tidak ada dua admin lain yang dapat melakukannya. Bila ini tidak wajar, hubungi pengelola server dan periksa jejak audit.';
  return channel === 'sms'
    ? { text: `Siar: ${what}. ${why}` }
    : { subject: `[SIAR] ${what}`, text: `${what}.\n\n${why}` };
}
