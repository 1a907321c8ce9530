import { createHmac, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { blocksOf, countAct, type LimitKeys, NETWORK_LIMITS } from '#audience';
import type { TextLimits } from '#deliveries';
import { ConfigError, type GatewaySettings, InjectConfig, sqlState } from '#platform';
import { Lanes } from './lanes.js';

/** A refusal is known for no longer than this, in ms, whatever the host's clock says beside the database's. */
const KNOWN_MS = 10_000;
/** Refusals that are known at once. */
const MOST_KNOWN = 10_000;
/** Who comes while too much of their network waits, or another gateway holds its bucket, comes back after this, in ms. */
const COME_BACK_MS = 1_000;
/** What is counted waits for a lock and a write: many who ask at once are told to come back. */
const COUNTED = { each: 16, all: 256 };
/**
 * A look-up is short, and whoever has a right code waits behind all that guess from the same network, a millisecond each:
 * beyond this many at once they are refused with the others.
 */
const LOOK_UPS = { each: 1_000, all: 4_000 };
/** SQLSTATE lock_not_available. */
const LOCKED = '55P03';

/**
 * How often something may be asked of the gateway: counted in the database, so that a fleet allows what one would. A network
 * is counted one ask after the other, and one that was refused is refused from memory until it may come back: however much
 * it asks, it takes one connection, and then none.
 */
@Injectable()
export class Limits implements TextLimits {
  private readonly lanes = new Lanes(COUNTED);
  private readonly lookUps = new Lanes(LOOK_UPS);
  /** The oldest first. */
  private readonly refused = new Map<string, { at: Date; until: number }>();
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

  /**
   * Looks a code up. A right one opens whatever was guessed from the same network; but where too many wrong ones came from,
   * one look-up waits for the one before, so that guesses take one connection.
   * @returns null where too many wait already: to be refused as a wrong one
   */
  lookUp<T>(asker: string, look: () => Promise<T>): Promise<T | null> {
    return this.known(`guesses ${asker}`) ? this.lookUps.run(asker, look) : look();
  }

  /** Counts a text that is to be compared. @returns null when it may be, else when to try again */
  pastes(asker: string): Promise<Date | null> {
    return this.count('pastes', asker);
  }

  private async count(limit: 'guesses' | 'pastes', subject: string): Promise<Date | null> {
    const name = `${limit} ${subject}`;
    const known = this.known(name);
    if (known) return known;
    // Networks of one block fill one bucket, too.
    const lane = blocksOf(subject).at(-1)?.subject ?? subject;
    const counted = await this.lanes.run(lane, async () => ({
      later: this.known(name) ?? (await this.countNow(name, limit, subject)),
    }));
    return counted ? counted.later : soon();
  }

  private async countNow(name: string, limit: 'guesses' | 'pastes', subject: string): Promise<Date | null> {
    let at: Date | null;
    try {
      at = await this.database.transaction((tx) =>
        countAct(tx, this.keys, [{ limit, subject }], NETWORK_LIMITS),
      );
    } catch (error) {
      if (sqlState(error) !== LOCKED) throw error;
      at = soon();
    }
    if (at) this.remember(name, at);
    return at;
  }

  private known(name: string): Date | null {
    const refusal = this.refused.get(name);
    if (!refusal) return null;
    if (refusal.until > performance.now()) return refusal.at;
    this.refused.delete(name);
    return null;
  }

  private remember(name: string, at: Date): void {
    const ms = Math.min(at.getTime() - Date.now(), KNOWN_MS);
    this.refused.delete(name);
    this.refused.set(name, { at, until: performance.now() + ms });
    const [oldest] = this.refused.keys();
    if (this.refused.size > MOST_KNOWN && oldest !== undefined) this.refused.delete(oldest);
  }
}

const soon = (): Date => new Date(Date.now() + COME_BACK_MS);
