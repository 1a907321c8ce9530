import { Injectable } from '@nestjs/common';
import { Database, now } from '#platform/database';
import type { SignedIn } from '#staff/roles';
import type { ListedReview } from '#contract/api/reviews';
import { chainsOf } from '../corrections/chain.js';
import { whyUnapprovable } from '../corrections/unapprovable.rules.js';
import { seriesOf } from '../series/links.js';
import { listUnderReview, type UnderReview } from '../store.js';
import { mayReview, whyNotApprove } from '../who-may.rules.js';
import { ReviewDeadlines } from './review-deadlines.js';
import type { Urgency } from './urgency.rules.js';

/** Maximum number of reviews in the list: an office with more waiting needs people, not a list. */
const MOST = 200;
/** The place in the list of what has no deadline, since it cannot be approved. */
const LAST = Number.MAX_SAFE_INTEGER;

/** The sight of national KPU, which sees everything that waits. */
const NATION = { organisation: { id: '0', kind: 'kpu', name: '', regionCode: null } } as const;

/** The submissions that wait for a decision. */
@Injectable()
export class ReviewQueue {
  constructor(
    private readonly database: Database,
    private readonly deadlines: ReviewDeadlines,
  ) {}

  /** The submissions that this reviewer's office decides on, the most urgent first. */
  async waitingFor(person: SignedIn): Promise<ListedReview[]> {
    const { manager } = this.database;
    const at = await now(manager);
    const listed: ListedReview[] = [];
    const waiting = await listUnderReview(manager, person, MOST);
    const chains = await chainsOf(
      manager,
      person,
      waiting.flatMap(({ id, remainderOfId }) => (remainderOfId === null ? [] : [id])),
    );
    const series = await seriesOf(
      manager,
      person,
      waiting.map(({ id }) => id),
    );
    for (const review of waiting) {
      if (!mayReview(person, review)) continue;
      const { id, title, kind, channels, organisation, author, originalId } = review;
      const { submittedAt, times, hold, takenBy } = review;
      const deadline = await this.deadlineOrWhyNot(review, at);
      listed.push({
        id,
        title,
        kind,
        channels,
        regions: review.regions.length,
        organisation,
        author,
        originalId,
        alert: deadline.decide && review.alert,
        completes: chains.get(id)?.completes ?? null,
        series: series.get(id) ?? null,
        submittedAt,
        times,
        ...deadline,
        hold,
        takenBy,
        whyNot: whyNotApprove(person, review)?.message ?? null,
      });
    }
    const place = ({ decide }: ListedReview): number => (decide ? Number(decide.before) : LAST);
    return listed.sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1));
  }

  /** All submissions that KPU can approve, of any office, with their deadlines. */
  async approvable(): Promise<{ id: string; submittedAt: Date; decide: Urgency }[]> {
    const { manager } = this.database;
    const at = await now(manager);
    const listed = [];
    for (const review of await listUnderReview(manager, NATION, MOST)) {
      const { decide } = await this.deadlineOrWhyNot(review, at);
      if (decide) listed.push({ id: review.id, submittedAt: review.submittedAt, decide });
    }
    return listed;
  }

  /** The deadline of a submission; null, with the reason, where it cannot be approved. */
  private async deadlineOrWhyNot(
    review: UnderReview,
    at: Date,
  ): Promise<Pick<ListedReview, 'decide' | 'unapprovable'>> {
    const why = whyUnapprovable(review.correction);
    return { decide: why === null ? await this.deadlines.ofSubmission(review, at) : null, unapprovable: why };
  }
}
