import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { blocksOf, countAct, type LimitKeys, NETWORK_LIMITS, type NetworkLimit } from '#audience/limits';
import type { TextLimits } from '#dispatch/verification';
import { InjectConfig } from '#platform';
import { ConfigError, type GatewaySettings } from '#platform/config';
import { Database, sqlState } from '#platform/database';
import { Lanes } from './lanes.js';

/** Maximum time a refusal is cached, in ms, whatever the skew between the host's clock and the database's. */
const KNOWN_MS = 10_000;
/** Maximum cached refusals. */
const MOST_KNOWN = 10_000;
/** Retry delay in ms when a network's queue is full, or another gateway holds its bucket. */
const COME_BACK_MS = 1_000;
/** Counting waits for a lock and a write: with more concurrent requests than this, some are refused. */
const COUNTED = { each: 16, all: 256 };
/**
 * A look-up is short. A valid code waits behind all guesses from the same network, a millisecond each; beyond this
 * number of concurrent look-ups it is refused like them.
 */
const LOOK_UPS = { each: 1_000, all: 4_000 };
/** SQLSTATE lock_not_available. */
const LOCKED = '55P03';

/**
 * Limits how often a network compares texts and guesses codes. Counted in the database, so that a fleet has the limits of one instance. Requests of one
 * network are counted one after the other, and a refused network is refused from memory until its retry time: a flood
 * from one network uses one connection, and then none.
 */
@Injectable()
export class NetworkTextLimits implements TextLimits {
  private readonly lanes = new Lanes(COUNTED);
  private readonly lookUps = new Lanes(LOOK_UPS);
  /** Oldest first. */
  private readonly refused = new Map<string, { at: Date; until: number }>();
  private readonly keys: LimitKeys;

  constructor(
    private readonly database: Database,
    @InjectConfig() { REGISTRAR_SECRET: secret }: Pick<GatewaySettings, 'REGISTRAR_SECRET'>,
  ) {
    if (secret === undefined) throw new ConfigError('REGISTRAR_SECRET is missing; see .env.example');
    // All gateways share this secret, so they count alike, and a stolen table discloses no network.
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'siar network limits', 32)));
    this.keys = {
      hash: (kind, value) => createHmac('sha256', key).update(`${kind}\0${value}`).digest(),
    };
  }

  /**
   * Counts an unknown code: valid ones open whatever was guessed from the same network.
   * @returns the time of the next attempt when too many were concurrent; else null
   */
  guessedWrong(asker: string): Promise<Date | null> {
    return this.count('guesses', asker);
  }

  /**
   * Looks up a code. A valid code opens whatever was guessed from the same network; but once a network exceeds the
   * limit of wrong codes, its look-ups run one at a time, so that guesses use one connection.
   * @returns null when the queue is full: to be refused like a wrong code
   */
  lookUp<T>(asker: string, look: () => Promise<T>): Promise<T | null> {
    return this.known(`guesses ${asker}`) ? this.lookUps.run(asker, look) : look();
  }

  /** Counts a text to compare. @returns null when it is allowed, else the time of the next attempt */
  pastes(asker: string): Promise<Date | null> {
    return this.count('pastes', asker);
  }

  private async count(limit: NetworkLimit, subject: string): Promise<Date | null> {
    const name = `${limit} ${subject}`;
    const known = this.known(name);
    if (known) return known;
    // Networks of one block share a bucket, too.
    const lane = blocksOf(subject).at(-1)?.subject ?? subject;
    const counted = await this.lanes.run(lane, async () => ({
      later: this.known(name) ?? (await this.countNow(name, limit, subject)),
    }));
    return counted ? counted.later : soon();
  }

  private async countNow(name: string, limit: NetworkLimit, subject: string): Promise<Date | null> {
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
