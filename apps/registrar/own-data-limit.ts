import { Injectable } from '@nestjs/common';
import { countAct } from '#audience/limits';
import { Keys } from '#platform/crypto';
import { Database } from '#platform/database';

/** Limits how often the holder of one link may read or change their data. Leaving and erasing are never counted. */
@Injectable()
export class OwnDataLimit {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  /**
   * Counts one read or change.
   * @param holder `contact 7` or `address 9`: an id and not an address, so that an erasure has no count to end. It ends by
   *   itself within half an hour
   * @returns null when it is allowed, else the answer with the time of the next attempt
   */
  async countOrLater(holder: string): Promise<{ kind: 'later'; at: string } | null> {
    const counted = [{ limit: 'ownData', subject: holder }] as const;
    const at = await this.database.transaction((tx) => countAct(tx, this.keys, counted));
    return at && { kind: 'later', at: at.toISOString() };
  }
}
