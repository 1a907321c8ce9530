import { record } from '#audit';
import type { ChannelName } from '#channels';
import { addressHash, type Keys, now, row, type Tx } from '#platform';
import { addressClass, sealAddress } from '../addresses.js';
import { insertAddresses, insertContacts, newContactIds } from '../new-contacts.js';

/** What a citizen wants to hear, and how. */
export interface Wish {
  /** A regency's or overseas area's code. */
  regionCode: string;
  /** ISO 639 code. */
  language: string;
  topics: readonly string[];
  preferredChannel: ChannelName;
}

/** An address that its owner has just proven to be theirs, agreeing to be written to. */
export interface Proven {
  channel: ChannelName;
  /** In its normal form. */
  to: string;
  /** How it was proven: a short code for the record, such as `web`. */
  source: string;
  /** Which wording was agreed to. */
  wording: string;
}

/**
 * Makes an address active, with the consent just given: whether it is new, had left, or was found dead, and whosever contact
 * held it. A suppression is lifted, but for a complaint's or one that staff made, which only staff lift.
 * @param contactId whose it is to be, unless it is in use by another; null: whoever's it is, or a new contact's
 * @returns the contact's id; null when the address must not be written to
 */
export async function joinWith(
  tx: Tx,
  keys: Keys,
  contactId: string | null,
  wish: Wish,
  { channel, to, source, wording }: Proven,
): Promise<string | null> {
  const hash = addressHash(keys, channel, to);
  const known = await row<{ id: string; contactId: string; state: string }>(
    tx,
    `SELECT id, contact_id AS "contactId", state FROM addresses WHERE channel = $1 AND hash = $2 FOR UPDATE`,
    [channel, hash],
  );
  if (await isBarred(tx, channel, hash)) return null;
  // One in use stays with its contact: nobody is drawn into another's by a link that was passed on.
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

/** Whether an address must not be written to, not even to ask: it complained, or staff said so. */
export async function isBarred(tx: Tx, channel: ChannelName, hash: Buffer): Promise<boolean> {
  const barred = await row(
    tx,
    `SELECT 1 AS barred FROM suppressions WHERE channel = $1 AND hash = $2 AND reason IN ('complaint', 'staff')`,
    [channel, hash],
  );
  return barred !== undefined;
}

/** Whose an address is that is signed up; null when it is nobody's. */
export async function holderOf(tx: Tx, channel: ChannelName, hash: Buffer): Promise<string | null> {
  const found = await row<{ contactId: string }>(
    tx,
    `SELECT contact_id AS "contactId" FROM addresses WHERE channel = $1 AND hash = $2 AND state = 'active'`,
    [channel, hash],
  );
  return found?.contactId ?? null;
}

/** Writes a contact's wish over what it was. */
export async function setWish(tx: Tx, contactId: string, wish: Wish): Promise<void> {
  await tx.query(
    `UPDATE contacts SET province_code = left($2, 2), region_code = $2, language = $3, topics = $4, preferred_channel = $5
     WHERE id = $1`,
    [contactId, wish.regionCode, wish.language, wish.topics, wish.preferredChannel],
  );
}

/** A leaving can be taken back for so long: by then a message that was passed on may be in other hands. */
const TAKEN_BACK_DAYS = 7;

/**
 * Whether the owner of an address left it by themselves, not long ago, so that they may take it back.
 * @param lock for a change to come in the same transaction
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
 * Takes a leaving back, with a consent of its own.
 * @returns whether that could be: not when the person had not left, or too long ago
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

/** An address's owner agrees once more: what was agreed before is kept as ended. */
export async function consentAnew(tx: Tx, addressId: string, source: string, wording: string): Promise<void> {
  await tx.query(`UPDATE addresses SET state = 'active', soft_failures = 0 WHERE id = $1`, [addressId]);
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
  if (id === undefined) throw new Error('The contact got no id');
  await insertContacts(tx, [{ id, name: '', ...wish }]);
  return id;
}

/** Moves an address to the contact that proved it; one that holds no address any more is nobody's. */
async function takeOver(
  tx: Tx,
  known: { id: string; contactId: string },
  contact: string,
  channel: ChannelName,
): Promise<void> {
  if (known.contactId === contact) return;
  await tx.query('DELETE FROM addresses WHERE contact_id = $1 AND channel = $2', [contact, channel]);
  await tx.query('UPDATE addresses SET contact_id = $2 WHERE id = $1', [known.id, contact]);
  await tx.query(
    'DELETE FROM contacts WHERE id = $1 AND NOT EXISTS (SELECT FROM addresses WHERE contact_id = $1)',
    [known.contactId],
  );
}

/** Where the contact has another address on the channel, the new one takes its place. @returns its id, or null */
async function replaceOwn(
  tx: Tx,
  keys: Keys,
  contact: string,
  channel: ChannelName,
  to: string,
  hash: Buffer,
): Promise<string | null> {
  const own = await row<{ id: string }>(
    tx,
    'SELECT id FROM addresses WHERE contact_id = $1 AND channel = $2 FOR UPDATE',
    [contact, channel],
  );
  if (!own) return null;
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
