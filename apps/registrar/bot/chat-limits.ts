import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countAct } from '#audience';
import type { TextLimits } from '#deliveries';
import { Keys } from '#platform';

/** How often a chat may have texts compared and codes looked up; counted in the database, for the whole fleet. */
@Injectable()
export class ChatLimits implements TextLimits {
  constructor(
    private readonly database: DataSource,
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
