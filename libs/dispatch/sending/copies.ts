import { Injectable } from '@nestjs/common';
import type { ChannelName } from '#channels';
import { Keys, readCode } from '#platform/crypto';
import { Database, row } from '#platform/database';

/** The id of a copy at Siar, the same for each attempt: the left part of an e-mail's Message-ID (RFC 5322 §3.6.4). */
export const messageIdOf = (broadcastId: string, addressId: string): string => `${broadcastId}.${addressId}`;

/** Identifies one copy of a broadcast: the token in its unsubscribe link, or the code in an SMS. */
export type CopyKey = { token: string } | { code: string };

/** The copy that a key identifies. */
export interface Copy {
  addressId: string;
  /** Null when the address no longer exists. */
  channel: ChannelName | null;
  /** The code of its broadcast's public page; null when the broadcast no longer exists. */
  publicCode: string | null;
}

/** Finds the broadcast that a copy belongs to. Only a program that holds the keys does so itself; the others call it. */
export abstract class CopyLookup {
  /** @returns the code of its broadcast's public page; null when the key is not ours */
  abstract publicCodeOf(key: CopyKey): Promise<string | null>;
}

/** Finds single copies by their link or code. */
@Injectable()
export class Copies extends CopyLookup {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {
    super();
  }

  async publicCodeOf(key: CopyKey): Promise<string | null> {
    return (await this.find(key))?.publicCode ?? null;
  }

  /** Read-only. @returns null when the key is not ours */
  async find(key: CopyKey): Promise<Copy | null> {
    const ref = 'token' in key ? this.keys.readDeliveryToken('unsubscribe', key.token) : null;
    const bits = 'code' in key ? readCode(key.code) : null;
    if (ref)
      return (await row<Copy>(this.database.manager, BY_LINK, [ref.addressId, ref.broadcastId])) ?? null;
    if (bits === null) return null;
    return (await row<Copy>(this.database.manager, BY_CODE, [bits.toString()])) ?? null;
  }
}

// A link stays valid for ever, also when its target no longer exists.
const BY_LINK = `
SELECT $1::bigint AS "addressId", (SELECT channel FROM addresses WHERE id = $1::bigint) AS channel,
  (SELECT public_code FROM broadcasts WHERE id = $2::bigint) AS "publicCode"`;

const BY_CODE = `
SELECT d.address_id AS "addressId", a.channel, b.public_code AS "publicCode"
FROM deliveries d JOIN broadcasts b ON b.id = d.broadcast_id LEFT JOIN addresses a ON a.id = d.address_id
WHERE d.code = $1 ORDER BY d.broadcast_id DESC LIMIT 1`;
