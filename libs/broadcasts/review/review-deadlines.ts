import { Injectable } from '@nestjs/common';
import { Estimates } from '#audience/counting';
import { Database, now, row, type Tx } from '#platform/database';
import { scheduledTimes } from '#planning';
import { Appraisal } from '../appraisal.js';
import { unapprovable } from '../corrections/standing.js';
import type { FrozenDocument } from '../document/freeze.js';
import { find, type UnderReview } from '../store.js';
import { RecentCounts } from './recent-counts.js';
import { type Urgency, urgencyOf } from './urgency.rules.js';

/** Computes until when KPU must decide on a submission. */
@Injectable()
export class ReviewDeadlines {
  /** By broadcast: how long its slowest channel takes, in ms. */
  private readonly durations = new RecentCounts<number>();

  constructor(
    private readonly database: Database,
    private readonly appraisal: Appraisal,
    private readonly estimates: Estimates,
  ) {}

  /** The deadline of the submission of a broadcast; null: it does not wait for a decision, or cannot be approved. */
  async ofBroadcast(tx: Tx, id: string): Promise<Urgency | null> {
    const { state, submission } = await find(tx, id);
    if (state !== 'in_review' || !submission || (await unapprovable(tx, id)) !== null) return null;
    return this.ofCurrent(id, submission, await now(tx));
  }

  /** The deadline of the current submission of a broadcast that can be approved. */
  async ofCurrent(
    id: string,
    submission: Pick<UnderReview, 'submittedAt' | 'document'>,
    at: Date,
  ): Promise<Urgency> {
    return this.ofSubmission({ ...submission, callBy: await this.callBy(id) }, at);
  }

  /** The same with the deadline of the call, where the caller has read it. */
  async ofSubmission(
    { submittedAt, callBy, ...submission }: Pick<UnderReview, 'submittedAt' | 'callBy' | 'document'>,
    at: Date,
  ): Promise<Urgency> {
    const document = JSON.parse(submission.document) as FrozenDocument;
    const times = scheduledTimes(document.schedule, document.regions, at);
    const atOnce = document.schedule.at === 'now';
    // Counting an audience is slow: only when an hour has passed.
    const isPast = !atOnce && times.some(({ dueAt }) => dueAt < at);
    const takesMs = isPast ? await this.duration(document, at) : 0;
    const [zone, ...others] = new Set(document.regions.map(({ timeZone }) => timeZone));
    return {
      ...urgencyOf({ submittedAt, callBy, atOnce, times, takesMs }, at),
      ...(zone !== undefined && others.length === 0 && { timeZone: zone }),
    };
  }

  /** The deadline given to the people on call; null: nobody was called. */
  private async callBy(id: string): Promise<Date | null> {
    const call = await row<{ decideBy: Date }>(
      this.database.manager,
      `SELECT decide_by AS "decideBy" FROM alerts WHERE broadcast_id = $1 AND kind = 'review' AND next_at IS NOT NULL`,
      [id],
    );
    return call?.decideBy ?? null;
  }

  /** How long the slowest channel takes, in ms. */
  private async duration(
    { broadcastId, audience, channels, reach, smsOverride }: FrozenDocument,
    at: Date,
  ): Promise<number> {
    const known = this.durations.get(broadcastId, at);
    if (known !== undefined) return known;
    const { channels: messages } = await this.estimates.estimate(audience, channels, reach);
    const rates = this.appraisal.assessor.rates(smsOverride.segments);
    const ms = Math.max(0, ...channels.map((name) => (messages[name] / (rates[name] ?? Infinity)) * 1000));
    this.durations.set(broadcastId, ms, at);
    return ms;
  }
}
