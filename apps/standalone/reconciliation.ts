import { CHANNELS, type ChannelName } from '#channels';
import { addressContext, type Keys, writeCode } from '#platform/crypto';
import { type Database, rows } from '#platform/database';

/** Comparison of one broadcast's ledger with the sandbox, copy by copy. */
export interface Reconciliation {
  /**
   * Accepted or delivered in the ledger but absent from the sandbox (for a correction, an edit or a deletion is an
   * arrival too), or still pending or claimed.
   */
  lost: number;
  /** Arrivals beyond the first for one delivery, except audited resends. */
  doubled: number;
  /** Arrivals at addresses without a copy in the ledger. */
  strangers: number;
}

/**
 * Compares a broadcast's ledger with the messages that the sandbox received.
 * @param sandboxUrl such as http://127.0.0.1:8025
 * @param smsOverSmpp whether the SMS went over SMPP, which tells an SMSC nothing about a broadcast
 */
export async function reconcile(
  database: Database,
  keys: Keys,
  sandboxUrl: string,
  broadcastId: string,
  { smsOverSmpp = false }: { smsOverSmpp?: boolean } = {},
): Promise<Reconciliation> {
  const found: Reconciliation = { lost: 0, doubled: 0, strangers: 0 };
  for (const channel of CHANNELS) {
    const arrived =
      channel === 'sms' && smsOverSmpp
        ? await smppArrivals(database, sandboxUrl, broadcastId)
        : await arrivals(sandboxUrl, channel, broadcastId);
    const { edited, deleted } = await revisions(sandboxUrl, channel, broadcastId);
    for await (const delivery of ledger(database, keys, broadcastId, channel)) {
      const times = arrived.get(delivery.to) ?? 0;
      arrived.delete(delivery.to);
      const { state, resends, reason, providerId } = delivery;
      const tookBack = reason === 'original deleted' && deleted.has(`${delivery.to} ${providerId}`);
      const there = edited.delete(delivery.to) || times > 0 || tookBack;
      const reached = state === 'accepted' || state === 'delivered';
      if ((reached && !there) || state === 'pending' || state === 'claimed') found.lost += 1;
      found.doubled += Math.max(0, times - 1 - resends);
    }
    for (const times of arrived.values()) found.strangers += times;
    found.strangers += edited.size;
  }
  return found;
}

/** Arrivals of a broadcast per address on a channel. */
export async function arrivals(
  sandboxUrl: string,
  channel: ChannelName,
  broadcastId: string,
): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const { to, revision } of await messages(sandboxUrl, `channel=${channel}&broadcast=${broadcastId}`))
    if (!revision) times.set(to, (times.get(to) ?? 0) + 1);
  return times;
}

/** Arrivals of a broadcast per number, by the code that stands in each copy; a text of which a part is missing is none. */
async function smppArrivals(
  database: Database,
  sandboxUrl: string,
  broadcastId: string,
): Promise<Map<string, number>> {
  const written = await rows<{ code: string | null }>(
    database.manager,
    'SELECT code FROM deliveries WHERE broadcast_id = $1',
    [broadcastId],
  );
  const codes = new Set(written.flatMap(({ code }) => (code === null ? [] : [writeCode(BigInt(code))])));
  const response = await fetch(`${sandboxUrl}/sandbox/messages?channel=sms`);
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
  const times = new Map<string, number>();
  for (const { to, text, missing } of (await response.json()) as {
    to: string;
    text: string;
    missing?: number;
  }[])
    if (!missing && text.split(/[^\w]+/).some((word) => codes.has(word)))
      times.set(to, (times.get(to) ?? 0) + 1);
  return times;
}

/** Addresses with a message edited into this broadcast's, and the deleted messages, as `address number`. */
async function revisions(
  sandboxUrl: string,
  channel: ChannelName,
  broadcastId: string,
): Promise<{ edited: Set<string>; deleted: Set<string> }> {
  if (channel !== 'telegram') return { edited: new Set(), deleted: new Set() };
  const edited = await messages(sandboxUrl, `channel=${channel}&broadcast=${broadcastId}`);
  const deleted = await messages(sandboxUrl, `channel=${channel}&deleted=true`);
  return {
    edited: new Set(edited.filter(({ revision }) => revision).map(({ to }) => to)),
    deleted: new Set(deleted.map(({ to, providerId }) => `${to} ${providerId}`)),
  };
}

async function messages(
  sandboxUrl: string,
  which: string,
): Promise<{ to: string; providerId: string; revision?: true }[]> {
  const response = await fetch(`${sandboxUrl}/sandbox/messages?${which}&brief=true`);
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
  return (await response.json()) as { to: string; providerId: string; revision?: true }[];
}

/** Every copy of a broadcast on a channel, with its address in clear, ordered by address id. */
export async function* ledger(
  database: Database,
  keys: Keys,
  broadcastId: string,
  channel: ChannelName,
): AsyncGenerator<{
  addressId: string;
  to: string;
  state: string;
  resends: number;
  reason: string | null;
  providerId: string | null;
}> {
  for (let after = '0'; ;) {
    const page = await rows<{
      addressId: string;
      state: string;
      resends: number;
      reason: string | null;
      providerId: string | null;
      ciphertext: Buffer;
      keyId: string;
    }>(
      database.manager,
      `SELECT d.address_id AS "addressId", d.state, d.resends, d.reason, d.provider_id AS "providerId", a.ciphertext, a.key_id AS "keyId"
       FROM deliveries d JOIN addresses a ON a.id = d.address_id
       WHERE d.broadcast_id = $1 AND d.address_id > $2 AND a.channel = $3 ORDER BY d.address_id LIMIT 5000`,
      [broadcastId, after, channel],
    );
    for (const { addressId, ciphertext, keyId, ...copy } of page) {
      yield { addressId, to: keys.open({ ciphertext, keyId }, addressContext(addressId, channel)), ...copy };
      after = addressId;
    }
    if (page.length < 5000) return;
  }
}
