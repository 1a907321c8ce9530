import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { longTransaction, type Tx } from './database.js';
import { Problem } from './problem.js';

/** How long one may take, in ms: of a whole country minutes. */
const MAY_TAKE_MS = 5 * 60_000;
/** Different ones that run or wait. */
const MOST = 8;
const COME_BACK_SECONDS = 30;

/**
 * Reads that go through a whole table: one at a time in this program, so that however many people ask, they take one
 * connection and one core of the database. Who asks for what is being read already gets the same answer.
 */
@Injectable()
export class LargeReads {
  private readonly underWay = new Map<string, Promise<unknown>>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly database: DataSource) {}

  /**
   * @param key names what is read
   * @throws Problem unavailable when too many wait already
   */
  run<T>(key: string, read: (tx: Tx) => Promise<T>): Promise<T> {
    const same = this.underWay.get(key);
    if (same) return same as Promise<T>;
    if (this.underWay.size >= MOST)
      return Promise.reject(new Problem('busy', {}, [], { retryAfterSeconds: COME_BACK_SECONDS }));
    const mine = this.last
      .catch(() => undefined)
      .then(() => longTransaction(this.database, MAY_TAKE_MS, read))
      .finally(() => this.underWay.delete(key));
    this.last = mine;
    this.underWay.set(key, mine);
    return mine;
  }
}
