import type { Keys } from '#platform/crypto';
import type { Database } from '#platform/database';
import { DELIVERY_STATES, type DeliveryState } from '#contract';
import { approvedFor, crowd } from './crowd.js';

/** A broadcast on two channels: its waves, and the addresses on e-mail. */
export interface TwoChannels {
  id: string;
  waves: string[];
  addresses: string[];
}

/** A running broadcast with these deliveries on e-mail in Aceh Selatan, and as many on SMS in Bali. */
export async function onTwoChannels(
  database: Database,
  keys: Keys,
  states: DeliveryState[],
  state = 'running',
  waveState = 'released',
): Promise<TwoChannels> {
  const { id, waves } = await approvedFor(database, [
    { channel: 'email', regionCode: '11.01' },
    { channel: 'sms', regionCode: '51' },
  ]);
  const { addresses, contacts } = await crowd(
    database,
    keys,
    states.map(() => ({ regionCode: '11.01', on: { email: 'active' as const, sms: 'active' as const } })),
  );
  for (const [n, channel] of (['email', 'sms'] as const).entries()) {
    const wave = waves[n] ?? '';
    await database.query(
      `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state, attempts, reason)
       SELECT $1, address, $2, contact, 0, state, 3, '=test' FROM unnest($3::bigint[], $4::bigint[], $5::text[]) AS d(address, contact, state)`,
      [id, wave, addresses.map((one) => one[channel] ?? ''), contacts, states],
    );
    await database.query(`INSERT INTO batches (wave_id, no, size, state) VALUES ($1, 0, $2, 'done')`, [
      wave,
      states.length,
    ]);
    const count = (one: DeliveryState): number => states.filter((other) => other === one).length;
    await database.query(
      `UPDATE waves SET targeted = $2, ${DELIVERY_STATES.map((one, i) => `${one} = $${i + 3}`).join(', ')}, fanned_out_at = siar_now(),
         batches = 1, state = '${waveState}' WHERE id = $1`,
      [wave, states.length, ...DELIVERY_STATES.map(count)],
    );
  }
  await database.query(`UPDATE broadcasts SET state = $2 WHERE id = $1`, [id, state]);
  return { id, waves, addresses: addresses.map(({ email = '' }) => email) };
}
