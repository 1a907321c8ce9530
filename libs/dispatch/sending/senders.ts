import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import { Broadcasts } from '#broadcasts';
import { Keys } from '#platform/crypto';
import { Database } from '#platform/database';
import { Brake } from '../control/brake.js';
import { QueueFeeder } from '../flow-control/queue-feeder.js';
import { Fence } from '../recovery/fence.js';
import { Sender, type SenderParts } from './send.js';

/** What a sender has of its own channel and process. */
type OwnParts = Omit<
  SenderParts,
  'database' | 'keys' | 'broadcasts' | 'audience' | 'brake' | 'feed' | 'fence'
>;

/** Makes the senders of a program's channels. */
@Injectable()
export class Senders {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly broadcasts: Broadcasts,
    private readonly audience: Audience,
    private readonly brake: Brake,
    private readonly feed: QueueFeeder,
    private readonly fence: Fence,
  ) {}

  of(own: OwnParts): Sender {
    const { database, keys, broadcasts, audience, brake, feed, fence } = this;
    return new Sender({ ...own, database, keys, broadcasts, audience, brake, feed, fence });
  }
}
