import { record } from '#audit';
import type { ChannelName } from '#channels';
import type { Keys } from '#platform/crypto';
import { now, row, type Tx } from '#platform/database';
import { move } from '#platform/states';
import { addressClass, sealAddress } from '../addresses/addresses.js';
import { lookUpHash } from '../addresses/look-up.js';
import { insertAddresses, insertContacts, newContactIds } from '../new-contacts.js';
import { ADDRESSES } from '../addresses/address.states.js';

/** A citizen's preferences. */
export interface Wish {
  /** A regency's or overseas area's code. */
  regionCode: string;
  /** ISO 639 code. */
  language: string;
  topics: readonly string[];
  preferredChannel: ChannelName;
}

/** An address whose owner has just proven it and agreed to receive messages. */
export interface Proven {
  channel: ChannelName;
  /** In its normal form. */
  to: string;
  /** How it was proven: a short code, such as `web`. */
  source: string;
  /** Id of the wording that was agreed to. */
  wording: string;
}

/**
 * Activates an address with the consent just given, whether it is new, unsubscribed or invalid, and whichever contact
 * held it. Lifts a suppression, except one for a complaint or one made by staff, which only staff lift.
 * @param contactId the contact to join, unless the address is active at another; null: its present contact, or a new
 *   one
 * @returns the contact's id; null when the address must not receive messages
 */
export async function joinWith(
  tx: Tx,
  keys: Keys,
  contactId: string | null,
  wish: Wish,
  { channel, to, source, wording }: Proven,
): Promise<string | null> {
  const hash = await lookUpHash(tx, keys, channel, to);
  const known = await row<{ id: string; contactId: string; state: string }>(
    tx,
    `SELECT id, contact_id AS "contactId", state FROM addresses WHERE channel = $1 AND hash = $2 FOR UPDATE`,
    [channel, hash],
  );
  if (await isBarred(tx, channel, hash)) return null;
  // An active address stays with its contact: a forwarded link must not move it to another contact.
  const theirs = known?.state === 'active' ? known.contactId : (contactId ?? known?.contactId);
  const contact = theirs ?? (await newContact(tx, wish));
  if (contact === known?.contactId) await setWish(tx, contact, wish);
  if (known) await takeOver(tx, known, contact, channel);
  const addressId = known?.id ?? (await replaceOwn(tx, keys, contact, channel, to, hash));
  if (addressId === null) {
    const givenAt = (await now(tx)).toISOString();
    await insertAddresses(tx, keys, [
      { contactId: contact, channel, to, state: 'active', consent: { source, wording, givenAt } },
    ]);
  } else await consentAnew(tx, addressId, source, wording);
  await tx.query('DELETE FROM suppressions WHERE channel = $1 AND hash = $2', [channel, hash]);
  await record(tx, {
    actorId: null,
    act: 'contact.join',
    subject: `contact:${contact}`,
    detail: { channel, source, wording },
  });
  return contact;
}

/** Whether an address must not receive even a confirmation: its owner complained, or staff suppressed it. */
export async function isBarred(tx: Tx, channel: ChannelName, hash: Buffer): Promise<boolean> {
  const barred = await row(
    tx,
    `SELECT 1 AS barred FROM suppressions WHERE channel = $1 AND hash = $2 AND reason IN ('complaint', 'staff')`,
    [channel, hash],
  );
  return barred !== undefined;
}

/** The contact that holds an active address; null if there is none. */
export async function holderOf(tx: Tx, channel: ChannelName, hash: Buffer): Promise<string | null> {
  const found = await row<{ contactId: string }>(
    tx,
    `SELECT contact_id AS "contactId" FROM addresses WHERE channel = $1 AND hash = $2 AND state = 'active'`,
    [channel, hash],
  );
  return found?.contactId ?? null;
}

/** Replaces a contact's preferences. */
export async function setWish(tx: Tx, contactId: string, wish: Wish): Promise<void> {
  await tx.query(
    `UPDATE contacts SET province_code = left($2, 2), region_code = $2, language = $3, topics = $4, preferred_channel = $5
     WHERE id = $1`,
    [contactId, wish.regionCode, wish.language, wish.topics, wish.preferredChannel],
  );
}

/** Days within which a leaving can be reverted. An older message may have been forwarded to another person. */
const TAKEN_BACK_DAYS = 7;

/**
 * Whether an address's owner left by themselves recently, so that they may return.
 * @param lock locks the rows for a change in the same transaction
 */
export async function mayReturn(
  tx: Tx,
  addressId: string,
  lock: '' | 'FOR UPDATE OF a' = '',
): Promise<boolean> {
  const left = await row(
    tx,
    `SELECT 1 AS left FROM addresses a JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash
     WHERE a.id = $1 AND a.state = 'unsubscribed' AND s.reason = 'left'
       AND s.created_at > siar_now() - make_interval(days => $2) ${lock}`,
    [addressId, TAKEN_BACK_DAYS],
  );
  return left !== undefined;
}

/**
 * Reverts a leaving, with a new consent.
 * @returns whether it was reverted: false when the person had not left, or left too long ago
 */
export async function returnTo(tx: Tx, addressId: string, source: string, wording: string): Promise<boolean> {
  if (!(await mayReturn(tx, addressId, 'FOR UPDATE OF a'))) return false;
  const back = await row<{ contactId: string; channel: ChannelName }>(
    tx,
    `DELETE FROM suppressions s USING addresses a WHERE a.id = $1 AND s.channel = a.channel AND s.hash = a.hash
     RETURNING a.contact_id AS "contactId", a.channel`,
    [addressId],
  );
  if (!back) return false;
  await consentAnew(tx, addressId, source, wording);
  await record(tx, {
    actorId: null,
    act: 'contact.return',
    subject: `contact:${back.contactId}`,
    detail: { channel: back.channel, source, wording },
  });
  return true;
}

/** Records a new consent of an address's owner; the previous one is kept as ended. */
export async function consentAnew(tx: Tx, addressId: string, source: string, wording: string): Promise<void> {
  await move(tx, ADDRESSES, 'active', { set: 'soft_failures = 0', where: 'a.id = $1' }, [addressId]);
  await tx.query(
    'UPDATE consents SET withdrawn_at = greatest(siar_now(), given_at) WHERE address_id = $1 AND withdrawn_at IS NULL',
    [addressId],
  );
  await tx.query(
    'INSERT INTO consents (address_id, source, wording, given_at) VALUES ($1, $2, $3, siar_now())',
    [addressId, source, wording],
  );
}

async function newContact(tx: Tx, wish: Wish): Promise<string> {
  const [id] = await newContactIds(tx, 1);
  if (id === undefined) throw new Error('An inserted contact returned no row');
  await insertContacts(tx, [{ id, name: '', ...wish }]);
  return id;
}

/** Moves an address to the contact that proved it; deletes the previous contact if it has no other address. */
async function takeOver(
  tx: Tx,
  known: { id: string; contactId: string },
  contact: string,
  channel: ChannelName,
): Promise<void> {
  if (known.contactId === contact) return;
  const left = await row<{ hash: Buffer }>(
    tx,
    'DELETE FROM addresses WHERE contact_id = $1 AND channel = $2 RETURNING hash',
    [contact, channel],
  );
  if (left) await noteMoved(tx, channel, left.hash);
  await tx.query('UPDATE addresses SET contact_id = $2 WHERE id = $1', [known.id, contact]);
  await tx.query(
    'DELETE FROM contacts WHERE id = $1 AND NOT EXISTS (SELECT FROM addresses WHERE contact_id = $1)',
    [known.contactId],
  );
}

/** Replaces the contact's other address on the channel by the new one. @returns its id, or null */
async function replaceOwn(
  tx: Tx,
  keys: Keys,
  contact: string,
  channel: ChannelName,
  to: string,
  hash: Buffer,
): Promise<string | null> {
  const own = await row<{ id: string; hash: Buffer }>(
    tx,
    'SELECT id, hash FROM addresses WHERE contact_id = $1 AND channel = $2 FOR UPDATE',
    [contact, channel],
  );
  if (!own) return null;
  await noteMoved(tx, channel, own.hash);
  const { ciphertext, keyId } = sealAddress(keys, own.id, channel, to);
  await tx.query('UPDATE addresses SET ciphertext = $2, key_id = $3, hash = $4, class = $5 WHERE id = $1', [
    own.id,
    ciphertext,
    keyId,
    hash,
    addressClass(keys, channel, to),
  ]);
  return own.id;
}

/** Leaves a line for the journal: a restored backup must not write to the address that was replaced. */
const noteMoved = (tx: Tx, channel: ChannelName, hash: Buffer): Promise<unknown> =>
  tx.query('SELECT note_moved($1, $2)', [channel, hash]);
