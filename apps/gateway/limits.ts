import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countAct, nextAllowed } from '#audience';
import type { TextLimits } from '#deliveries';
import { Keys } from '#platform';

/** How often something may be asked of the gateway: counted in the database, so that a fleet allows what one would. */
@Injectable()
export class Limits implements TextLimits {
  constructor(
    private readonly database: DataSource,
    private readonly keys: Keys,
  ) {}

  /**
   * When another code may be looked up from there; null: now. Only wrong ones count, because many citizens share one
   * network behind their operator: this reads one row, and writes nothing.
   * @param asker a network or chat
   */
  nextGuess(asker: string): Promise<Date | null> {
    return nextAllowed(this.database.manager, this.keys, { limit: 'guesses', subject: asker });
  }

  /** Counts a code that nothing was known of. @returns when to try again, where many at once were too many; else null */
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
