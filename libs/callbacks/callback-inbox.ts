import { Injectable } from '@nestjs/common';
import { sha256 } from '#platform/crypto';
import { Database, row } from '#platform/database';
import { Problem } from '#platform/http';
import { CallbackSealer } from './box.js';
import { type CallbackSource, packCallback, type RawCallback } from './callback.rules.js';

/** How long a refusal is cached, in ms: a flood then costs the database next to nothing. */
const REFUSED_MS = 1_000;
/** How long the reader's public key is cached, in ms. */
const KEY_MS = 10_000;
/** Number of buckets in which networks are counted: too few to identify a caller. */
const BUCKETS = 65_536;
/** After how many seconds a caller may try again. */
const RETRY_SECONDS = { full: 10, 'network-full': 60, closed: 5 } as const;

/** The result of the function `store_callback`. */
type Stored = 'stored' | 'full' | 'network-full' | 'too-large';

/**
 * The gateway's inbox of provider callbacks. The gateway can neither read nor change what is in it: each callback is
 * sealed to the registrar's key, and a database function enforces the limits of size and number.
 */
@Injectable()
export class CallbackInbox {
  private sealer: CallbackSealer | null = null;
  private lookedUpAt = Number.NEGATIVE_INFINITY;
  /** Cached refusals: by source, and by source and bucket. */
  private readonly refused = new Map<string, { until: number; as: Stored }>();

  constructor(private readonly database: Database) {}

  /**
   * Stores a callback; committed when this returns.
   * @param network where it comes from, such as an IPv4 address
   * @throws Problem too-many, unavailable (with `retryAfterSeconds`) or malformed when a limit is reached
   */
  async store(source: CallbackSource, network: string, callback: RawCallback): Promise<void> {
    const bucket = bucketOf(network);
    const names = [source, `${source} ${bucket}`];
    for (const name of names) {
      const refused = this.refused.get(name);
      if (refused && refused.until > performance.now()) throw refusal(refused.as);
      this.refused.delete(name);
    }
    const content = (await this.open()).seal(packCallback(callback), source);
    const answer = await row<{ stored: Stored }>(
      this.database.manager,
      'SELECT store_callback($1, $2, $3) AS stored',
      [source, content, bucket],
    );
    const stored = answer?.stored ?? 'full';
    if (stored === 'stored') return;
    const name = names[stored === 'full' ? 0 : 1];
    if (name !== undefined && stored !== 'too-large')
      this.refused.set(name, { until: performance.now() + REFUSED_MS, as: stored });
    throw refusal(stored);
  }

  /**
   * Stores callbacks of one network in one transaction; committed when this returns. One that is refused leaves the others.
   * @returns of each whether it is stored
   * @throws Problem unavailable until a registrar has run on this database
   */
  async storeAll(
    source: CallbackSource,
    network: string,
    callbacks: readonly RawCallback[],
  ): Promise<boolean[]> {
    const sealer = await this.open();
    const answer = await row<{ stored: Stored[] }>(
      this.database.manager,
      'SELECT store_callbacks($1, $2, $3) AS stored',
      [source, callbacks.map((callback) => sealer.seal(packCallback(callback), source)), bucketOf(network)],
    );
    return callbacks.map((_, n) => answer?.stored[n] === 'stored');
  }

  /** @throws Problem unavailable until a registrar has run on this database */
  private async open(): Promise<CallbackSealer> {
    if (this.sealer && performance.now() - this.lookedUpAt < KEY_MS) return this.sealer;
    const intake = await row<{ publicKey: Buffer | null }>(
      this.database.manager,
      'SELECT public_key AS "publicKey" FROM callback_intake',
    );
    this.lookedUpAt = performance.now();
    const key = intake?.publicKey;
    if (!key) {
      throw new Problem('callbacks-closed', {}, [], { retryAfterSeconds: RETRY_SECONDS.closed });
    }
    if (!this.sealer?.recipient.equals(key)) this.sealer = new CallbackSealer(key);
    return this.sealer;
  }
}

const bucketOf = (network: string): number => Number.parseInt(sha256(network).slice(0, 8), 16) % BUCKETS;

function refusal(stored: Stored): Problem {
  switch (stored) {
    case 'network-full':
      return new Problem('callbacks-network-full', {}, [], {
        retryAfterSeconds: RETRY_SECONDS['network-full'],
      });
    case 'too-large':
      return new Problem('callback-too-large');
    default:
      return new Problem('callbacks-full', {}, [], { retryAfterSeconds: RETRY_SECONDS.full });
  }
}
