import { Injectable } from '@nestjs/common';
import { countAct } from '#audience/limits';
import { Keys } from '#platform/crypto';
import { Database } from '#platform/database';
import type { TextLimits } from './pasted-text.js';

/**
 * Limits how often a chat or a member of staff compares texts and looks codes up. The counters are in the database, for the
 * whole fleet.
 */
@Injectable()
export class AskerLimits implements TextLimits {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  guessedWrong(asker: string): Promise<Date | null> {
    return this.count('guesses', asker);
  }

  pastes(asker: string): Promise<Date | null> {
    return this.count('pastes', asker);
  }

  private count(limit: 'guesses' | 'pastes', subject: string): Promise<Date | null> {
    return this.database.transaction((tx) => countAct(tx, this.keys, [{ limit, subject }]));
  }
}
