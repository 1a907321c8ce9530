import { Injectable } from '@nestjs/common';
import { Estimates } from '#audience/counting';
import type { Estimate } from '#contract/api/plan';
import { Database } from '#platform/database';
import { CorrectionCounts } from '../corrections/counts.js';
import type { FrozenDocument } from '../document/freeze.js';
import { reachNow } from '../drafts/reach-now.js';
import type { StoredBroadcast } from '../store.js';
import { RecentCounts } from './recent-counts.js';

/** Counts how many people a submission would reach. */
@Injectable()
export class ReviewReach {
  private readonly recent = new RecentCounts<Estimate>();

  constructor(
    private readonly database: Database,
    private readonly estimates: Estimates,
    private readonly corrections: CorrectionCounts,
  ) {}

  /** The number of people a document would reach now; null: a large ledger is being counted. */
  async count(broadcast: StoredBroadcast, document: FrozenDocument, at: Date): Promise<Estimate | null> {
    const { audience, channels, reach } = document;
    const key = JSON.stringify([broadcast.id, audience, channels, reach]);
    const known = this.recent.get(key, at);
    if (known) return known;
    const { estimates, corrections } = this;
    const people = await reachNow(this.database.manager, { estimates, corrections }, broadcast, document);
    if (people) this.recent.set(key, people, at);
    return people;
  }
}
