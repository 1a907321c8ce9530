import type { DataSource } from 'typeorm';
import { CHANNELS, type ChannelName } from '#channels';
import { addressContext, type Keys, rows } from '#platform';

/** What the ledger and the world outside say of one broadcast, compared copy by copy. */
export interface Reconciliation {
  /** Accepted or delivered in the ledger but absent outside, or pending or claimed still. */
  lost: number;
  /** Arrivals beyond the first for one delivery, audited resends apart. */
  doubled: number;
  /** Arrivals at addresses the ledger has no copy for. */
  strangers: number;
}

/**
 * Compares a broadcast's ledger with what the sandbox really received.
 * @param sandboxUrl such as http://127.0.0.1:8025
 */
export async function reconcile(
  database: DataSource,
  keys: Keys,
  sandboxUrl: string,
  broadcastId: string,
): Promise<Reconciliation> {
  const found: Reconciliation = { lost: 0, doubled: 0, strangers: 0 };
  for (const channel of CHANNELS) {
    const arrived = await arrivals(sandboxUrl, channel, broadcastId);
    for await (const delivery of ledger(database, keys, broadcastId, channel)) {
      const times = arrived.get(delivery.to) ?? 0;
      arrived.delete(delivery.to);
      const { state, resends } = delivery;
      const reached = state === 'accepted' || state === 'delivered';
      if ((reached && times === 0) || state === 'pending' || state === 'claimed') found.lost += 1;
      found.doubled += Math.max(0, times - 1 - resends);
    }
    for (const times of arrived.values()) found.strangers += times;
  }
  return found;
}

async function arrivals(
  sandboxUrl: string,
  channel: ChannelName,
  broadcastId: string,
): Promise<Map<string, number>> {
  const response = await fetch(`${sandboxUrl}/sandbox/messages?channel=${channel}&broadcast=${broadcastId}`);
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
  const times = new Map<string, number>();
  for (const { to } of (await response.json()) as { to: string }[]) times.set(to, (times.get(to) ?? 0) + 1);
  return times;
}

async function* ledger(
  database: DataSource,
  keys: Keys,
  broadcastId: string,
  channel: ChannelName,
): AsyncGenerator<{ to: string; state: string; resends: number }> {
  for (let after = '0'; ;) {
    const page = await rows<{
      addressId: string;
      state: string;
      resends: number;
      ciphertext: Buffer;
      keyId: string;
    }>(
      database.manager,
      `SELECT d.address_id AS "addressId", d.state, d.resends, a.ciphertext, a.key_id AS "keyId"
       FROM deliveries d JOIN addresses a ON a.id = d.address_id
       WHERE d.broadcast_id = $1 AND d.address_id > $2 AND a.channel = $3 ORDER BY d.address_id LIMIT 5000`,
      [broadcastId, after, channel],
    );
    for (const { addressId, state, resends, ciphertext, keyId } of page) {
      yield { to: keys.open({ ciphertext, keyId }, addressContext(addressId, channel)), state, resends };
      after = addressId;
    }
    if (page.length < 5000) return;
  }
}
