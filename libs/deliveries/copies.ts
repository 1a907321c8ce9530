import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ChannelName } from '#channels';
import { Keys, readCode, row } from '#platform';

/** One copy of a broadcast, as its recipient names it: by its link to leave, or by the code that an SMS carries. */
export type CopyMark = { token: string } | { code: string };

/** What a mark leads to. */
export interface Copy {
  addressId: string;
  /** Null where the address is no longer held. */
  channel: ChannelName | null;
  /** The code of its broadcast's public page; null where the broadcast is no longer held. */
  publicCode: string | null;
}

/** Tells which broadcast a copy is of. Only a program that holds the keys finds that by itself; others ask it. */
export abstract class CopyLookup {
  /** @returns the code of its broadcast's public page; null when the mark is not one of ours */
  abstract publicCodeOf(mark: CopyMark): Promise<string | null>;
}

/** Finds single copies for those who hold their link or code. */
@Injectable()
export class Copies extends CopyLookup {
  constructor(
    private readonly database: DataSource,
    private readonly keys: Keys,
  ) {
    super();
  }

  async publicCodeOf(mark: CopyMark): Promise<string | null> {
    return (await this.find(mark))?.publicCode ?? null;
  }

  /** @returns null when the mark is not one of ours. Changes nothing */
  async find(mark: CopyMark): Promise<Copy | null> {
    const ref = 'token' in mark ? this.keys.readDeliveryToken('unsubscribe', mark.token) : null;
    const bits = 'code' in mark ? readCode(mark.code) : null;
    if (ref)
      return (await row<Copy>(this.database.manager, BY_LINK, [ref.addressId, ref.broadcastId])) ?? null;
    if (bits === null) return null;
    return (await row<Copy>(this.database.manager, BY_CODE, [bits.toString()])) ?? null;
  }
}

// A link holds for ever, also when what it names is gone.
const BY_LINK = `
SELECT $1::bigint AS "addressId", (SELECT channel FROM addresses WHERE id = $1::bigint) AS channel,
  (SELECT public_code FROM broadcasts WHERE id = $2::bigint) AS "publicCode"`;

const BY_CODE = `
SELECT d.address_id AS "addressId", a.channel, b.public_code AS "publicCode"
FROM deliveries d JOIN broadcasts b ON b.id = d.broadcast_id LEFT JOIN addresses a ON a.id = d.address_id
WHERE d.code = $1 ORDER BY d.broadcast_id DESC LIMIT 1`;
