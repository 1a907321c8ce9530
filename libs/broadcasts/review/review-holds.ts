import { Injectable } from '@nestjs/common';
import type { Estimate } from '#contract/api/plan';
import { Database, now, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { mustBeOpen } from '../acts.js';
import type { FrozenDocument } from '../document/freeze.js';
import { find, type Hold, ownershipOf, see, type StoredBroadcast } from '../store.js';
import { mayReview } from '../who-may.rules.js';
import { letGo, takeHold } from './lock.js';
import { hasLooked, noteLook } from './looks.js';
import { ReviewReach } from './review-reach.js';

/** A reviewer's first look at a submission, with the people it would have reached then; null: not counted. */
interface FirstLook {
  no: number;
  people: Estimate | null;
}

/** Who holds which review. */
@Injectable()
export class ReviewHolds {
  constructor(
    private readonly database: Database,
    private readonly reach: ReviewReach,
  ) {}

  /**
   * Takes the hold on a review, or renews it; on all reviews of a series, or on none.
   * @param takeOver also from another person
   * @throws Problem not-found; forbidden for a person who may not decide; conflict when it is not under review, or
   *   another person has it
   */
  async take(person: SignedIn, [first, ...more]: [string, ...string[]], takeOver: boolean): Promise<Hold> {
    // Counting must not hold the broadcast's row.
    const looks = new Map<string, FirstLook | null>();
    for (const id of [first, ...more])
      looks.set(id, await this.firstLook(person, await see(this.database.manager, person, id)));
    return this.database.transaction(async (tx) => {
      const held = await this.takeIn(tx, person, first, takeOver, looks.get(first));
      for (const id of more) await this.takeIn(tx, person, id, takeOver, looks.get(id));
      return held;
    });
  }

  /** Releases one's hold on some reviews. Does nothing without one. @throws Problem not-found */
  async letGo(person: SignedIn, ids: readonly string[]): Promise<void> {
    for (const id of ids) await see(this.database.manager, person, id);
    await this.database.transaction(async (tx) => {
      for (const id of ids) await letGo(tx, person, id);
    });
  }

  private async takeIn(
    tx: Tx,
    person: SignedIn,
    id: string,
    takeOver: boolean,
    look: FirstLook | null | undefined,
  ): Promise<Hold> {
    const broadcast = await find(tx, id, true);
    if (!mayReview(person, ownershipOf(broadcast))) throw new Problem('reviewers-decide');
    mustBeOpen(broadcast, 'reject');
    const held = await takeHold(tx, person, id, takeOver);
    if (look && look.no === broadcast.submission?.no) await noteLook(tx, person, id, look.no, look.people);
    return held;
  }

  /** What to record of a person's first look; null: it is not the first, or the person may not decide. */
  private async firstLook(person: SignedIn, broadcast: StoredBroadcast): Promise<FirstLook | null> {
    const { id, state, submission } = broadcast;
    const { manager } = this.database;
    if (state !== 'in_review' || !submission || !mayReview(person, ownershipOf(broadcast))) return null;
    const { no } = submission;
    if (await hasLooked(manager, id, no, person.personId)) return null;
    const document = JSON.parse(submission.document) as FrozenDocument;
    return { no, people: await this.reach.count(broadcast, document, await now(manager)) };
  }
}
