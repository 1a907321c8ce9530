import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countAct } from '#audience';
import type { TextLimits } from '#deliveries';
import { Keys } from '#platform';

/** How often something may be asked of the gateway: counted in the database, so that a fleet allows what one would. */
@Injectable()
export class Limits implements TextLimits {
  constructor(
    private readonly database: DataSource,
    private readonly keys: Keys,
  ) {}

  /** Counts a code that nothing was known of: right ones open whatever was guessed from the same network. @returns when to try again, where many at once were too many; else null */
  guessedWrong(asker: string): Promise<Date | null> {
    return this.count('guesses', asker);
  }

  /** Counts a text that is to be compared. @returns null when it may be, else when to try again */
  pastes(asker: string): Promise<Date | null> {
    return this.count('pastes', asker);
  }

  private count(limit: 'guesses' | 'pastes', subject: string): Promise<Date | null> {
    return this.database.transaction((tx) => countAct(tx, this.keys, [{ limit, subject }]));
  }
}
