import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ChannelName } from '#channels';
import { Keys, row, type Tx } from '#platform';
import { openAddress } from '../addresses.js';
import { ImportBook } from '../importing/import-book.js';
import { linesWithout } from './erasures.rules.js';

interface Erasure {
  addressId: string;
  channel: ChannelName;
  ciphertext: Buffer;
  keyId: string;
}

/**
 * What is left to do of an erasure, which the public app may not: the rows an import could not take can hold the address,
 * for a day, and a worker that had it in hand may have written down what the provider calls the message.
 */
@Injectable()
export class Erasures {
  constructor(
    private readonly database: DataSource,
    private readonly keys: Keys,
    private readonly imports: ImportBook,
  ) {}

  /** Finishes one address, once nothing of it is in a worker's hands. Any number of publishers may. @returns whether there was one */
  step(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const next = await row<Erasure>(
        tx,
        `SELECT address_id AS "addressId", channel, ciphertext, key_id AS "keyId" FROM erasures e
         WHERE NOT EXISTS (SELECT FROM deliveries d WHERE d.address_id = e.address_id AND d.state = 'claimed')
         ORDER BY address_id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      );
      if (!next) return false;
      await this.finish(tx, next);
      return true;
    });
  }

  private async finish(tx: Tx, { addressId, channel, ciphertext, keyId }: Erasure): Promise<void> {
    await tx.query(
      'UPDATE deliveries SET provider_id = NULL WHERE address_id = $1 AND provider_id IS NOT NULL',
      [addressId],
    );
    const to = openAddress(this.keys, addressId, channel, { ciphertext, keyId });
    await this.imports.strike(tx, (csv) => linesWithout(csv, channel, to));
    await tx.query('DELETE FROM erasures WHERE address_id = $1', [addressId]);
  }
}
