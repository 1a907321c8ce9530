import { record } from '#audit';
import type { ChannelName } from '#channels';
import { type NoticeMessage, writeNotice } from '#notices';
import type { Keys } from '#platform/crypto';
import { now, row, type Tx } from '#platform/database';
import { plainName, roleNames } from '../appointments/appointment-message.js';
import { confirmedOf, NOTICE_LIFE_MS, tellAdmins } from '../appointments/appointment-news.js';
import { countAttempt } from '../sign-in/attempt-limits.js';
import type { StaffAddress } from './staff-addresses.js';
import type { Actor, Organisation, Role } from '../roles/staff.rules.js';

/** Changes to an account that one admin makes alone. */
export type AccountEvent =
  'reset' | 'second-factor-reset' | 'disabled' | 'enabled' | 'invited' | 'given' | 'taken';

/** The account's holder. */
interface Owner {
  id: string;
  name: string;
  organisation: Organisation;
}

/**
 * Records an admin's change to an account in the trail, and notifies the person and all admins of their office and of
 * the offices above. Runs in the caller's transaction.
 * @param change of roles
 * @throws Problem too-many after 30 in 15 minutes, because each sends a message to all; never for a change that removes
 *   powers
 */
export async function noteAccount(
  tx: Tx,
  keys: Keys,
  actor: Actor,
  event: AccountEvent,
  { id: personId, name, organisation }: Owner,
  change?: { before: readonly Role[]; after: readonly Role[] },
): Promise<void> {
  const { act, says, brakes } = EVENTS[event];
  if (!brakes) await countAttempt(tx, keys, { appointment: actor.personId });
  const by = await row<{ name: string }>(tx, 'SELECT name FROM people WHERE id = $1', [actor.personId]);
  const roles = change ? `: ${roleNames(change.after) || 'tanpa peran'}` : '';
  const who = `${plainName(name)} (${plainName(organisation.name)})`;
  const what = `${says(who)} oleh ${plainName(by?.name ?? '')}${roles}`;
  const told = await tellAdmins(tx, keys, { personId, organisation, national: false }, (channel) =>
    accountMessage(channel, what, 'periksa halaman Orang pada konsol Siar dan hubungi admin lain.'),
  );
  await record(tx, {
    actorId: actor.personId,
    act,
    subject: `person:${personId}`,
    detail: { ...change, ...told },
  });
}

/** Notifies a person's previous address that it is no longer in use. */
export async function tellFormer(
  tx: Tx,
  keys: Keys,
  personId: string,
  { channel, to, confirmed }: StaffAddress,
): Promise<void> {
  if (!confirmed) return;
  await tellOwner(tx, keys, personId, [{ channel, to }], FORMER);
}

/** Notifies a person, at all their own addresses, that their recovery codes were renewed. */
export async function tellOfNewCodes(tx: Tx, keys: Keys, personId: string): Promise<void> {
  await tellOwner(tx, keys, personId, await confirmedOf(tx, keys, personId), NEW_CODES);
}

/** Notifies a person, at all their own addresses, that their password was changed. */
export async function tellOfNewPassword(tx: Tx, keys: Keys, personId: string): Promise<void> {
  await tellOwner(tx, keys, personId, await confirmedOf(tx, keys, personId), NEW_PASSWORD);
}

const NEW_PASSWORD = 'Kata sandi akun Siar Anda diganti dari dalam akun itu';
const FORMER = 'Alamat ini tidak dipakai lagi oleh akun Siar Anda: diganti atau dihapus dari dalam akun itu';
const NEW_CODES = 'Kode pemulihan akun Siar Anda dibuat baru dari dalam akun itu';

async function tellOwner(
  tx: Tx,
  keys: Keys,
  personId: string,
  addresses: readonly Pick<StaffAddress, 'channel' | 'to'>[],
  what: string,
): Promise<void> {
  const expiresAt = new Date((await now(tx)).getTime() + NOTICE_LIFE_MS);
  for (const { channel, to } of addresses) {
    const message = accountMessage(
      channel,
      what,
      'akhiri semua sesi, ganti kata sandi, dan hubungi admin lembaga Anda.',
    );
    await writeNotice(tx, keys, { kind: 'alert', channel, to, personId, message, expiresAt });
  }
}

const EVENTS: Record<AccountEvent, { act: string; says: (who: string) => string; brakes?: true }> = {
  reset: { act: 'person.reset', says: (who) => `Kata sandi dan autentikator ${who} diatur ulang` },
  'second-factor-reset': {
    act: 'person.second-factor-reset',
    says: (who) => `Autentikator ${who} dilepas`,
  },
  disabled: { act: 'person.disable', says: (who) => `${who} dinonaktifkan`, brakes: true },
  enabled: { act: 'person.enable', says: (who) => `${who} diaktifkan lagi` },
  invited: { act: 'person.roles', says: (who) => `${who} diundang` },
  given: { act: 'person.roles', says: (who) => `Peran ${who} diubah` },
  taken: { act: 'person.roles', says: (who) => `Peran ${who} dikurangi`, brakes: true },
};

/**
 * The notice for one channel. It contains no link, so that nobody gets used to following links in messages about
 * accounts.
 */
function accountMessage(channel: ChannelName, what: string, todo: string): NoticeMessage {
  const object = `Bila ini tidak wajar, ${todo}`;
  return channel === 'sms'
    ? { text: `Siar: ${what}. ${object}` }
    : { subject: `[SIAR] ${what}`, text: `${what}.\n\n${object}` };
}
