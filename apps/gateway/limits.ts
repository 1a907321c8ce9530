import { createHmac, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countAct, type LimitKeys, NETWORK_LIMITS } from '#audience';
import type { TextLimits } from '#deliveries';
import { ConfigError, type GatewaySettings, InjectConfig } from '#platform';

/** How often something may be asked of the gateway: counted in the database, so that a fleet allows what one would. */
@Injectable()
export class Limits implements TextLimits {
  private readonly keys: LimitKeys;

  constructor(
    private readonly database: DataSource,
    @InjectConfig() { REGISTRAR_SECRET: secret }: Pick<GatewaySettings, 'REGISTRAR_SECRET'>,
  ) {
    if (secret === undefined) throw new ConfigError('REGISTRAR_SECRET is missing; see .env.example');
    // All gateways have this secret: they count alike, and a stolen table shows no network.
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'siar network limits', 32));
    this.keys = {
      hash: (kind, value) => createHmac('sha256', key).update(`${kind}\0${value}`).digest(),
    };
  }

  /** Counts a code that nothing was known of: right ones open whatever was guessed from the same network. @returns when to try again, where many at once were too many; else null */
  guessedWrong(asker: string): Promise<Date | null> {
    return this.count('guesses', asker);
  }

  /** Counts a text that is to be compared. @returns null when it may be, else when to try again */
  pastes(asker: string): Promise<Date | null> {
    return this.count('pastes', asker);
  }

  private count(limit: 'guesses' | 'pastes', subject: string): Promise<Date | null> {
    return this.database.transaction((tx) => countAct(tx, this.keys, [{ limit, subject }], NETWORK_LIMITS));
  }
}
