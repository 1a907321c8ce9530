import { Injectable } from '@nestjs/common';
import type { ChannelName } from '#channels';
import { Keys } from '#platform/crypto';
import { Database, row, type Tx } from '#platform/database';
import { openAddress } from '../addresses/addresses.js';
import { ImportRepository } from '../importing/import-repository.js';
import { linesWithout } from './rejected-rows.rules.js';

interface Erasure {
  addressId: string;
  channel: ChannelName;
  ciphertext: Buffer;
  keyId: string;
}

/**
 * Completes an erasure with the steps that the public app has no rights for: rejected rows may contain the address for
 * a day, and a worker that held a delivery may have stored the provider's message id.
 */
@Injectable()
export class WaitingErasures {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly imports: ImportRepository,
  ) {}

  /**
   * Completes one address once no worker holds a delivery of it. Safe in any number of publishers.
   * @returns whether there was one
   */
  step(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const next = await row<Erasure>(
        tx,
        `SELECT address_id AS "addressId", channel, ciphertext, key_id AS "keyId" FROM erasures e
         WHERE NOT EXISTS (SELECT FROM deliveries d WHERE d.address_id = e.address_id AND d.state = 'claimed' OFFSET 0)
         ORDER BY address_id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      );
      if (!next) return false;
      await this.finish(tx, next);
      return true;
    });
  }

  private async finish(tx: Tx, { addressId, channel, ciphertext, keyId }: Erasure): Promise<void> {
    await tx.query(`SELECT erase_in_dispatch(ARRAY[$1::bigint])`, [addressId]);
    const to = openAddress(this.keys, addressId, channel, { ciphertext, keyId });
    await this.imports.strike(tx, (csv) => linesWithout(csv, channel, to));
    await tx.query('DELETE FROM erasures WHERE address_id = $1', [addressId]);
  }
}
