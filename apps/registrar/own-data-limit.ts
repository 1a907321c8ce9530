import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countAct } from '#audience';
import { Keys } from '#platform';

/** How often the holder of one link may see or change what is held about them. Leaving and erasing are never counted. */
@Injectable()
export class OwnDataLimit {
  constructor(
    private readonly database: DataSource,
    private readonly keys: Keys,
  ) {}

  /**
   * Counts one look or change.
   * @param whose such as `contact 7`
   * @returns null when it may be done, else the answer that says when to try again
   */
  async reached(whose: string): Promise<{ kind: 'later'; at: string } | null> {
    const counted = [{ limit: 'ownData', subject: whose }] as const;
    const at = await this.database.transaction((tx) => countAct(tx, this.keys, counted));
    return at && { kind: 'later', at: at.toISOString() };
  }
}
