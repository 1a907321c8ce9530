import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Audience } from '#audience';
import type { ChannelName } from '#channels';
import { Keys, row } from '#platform';

/** Whom an unsubscribe link is about. */
export interface Subscriber {
  addressId: string;
  /** Null where the address is no longer held. */
  channel: ChannelName | null;
}

/** How a citizen leaves one channel by a page: at once, also in a broadcast in flight. May be repeated. */
@Injectable()
export class Leaving {
  constructor(
    private readonly database: DataSource,
    private readonly keys: Keys,
    private readonly audience: Audience,
  ) {}

  /** Whom a link was made for; null when we did not make it. Changes nothing. */
  async subscriber(token: string): Promise<Subscriber | null> {
    const ref = this.keys.readDeliveryToken('unsubscribe', token);
    if (!ref) return null;
    const address = await row<{ channel: ChannelName }>(
      this.database.manager,
      'SELECT channel FROM addresses WHERE id = $1',
      [ref.addressId],
    );
    return { addressId: ref.addressId, channel: address?.channel ?? null };
  }

  /** @param way how the person left: a short code for the record */
  async leave(addressId: string, way: 'link' | 'sms code'): Promise<void> {
    await this.database.transaction((tx) => this.audience.leave(tx, addressId, way));
  }
}
