import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import { Estimates, type SpreadEstimate } from '#audience/counting';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Database, now } from '#platform/database';
import type { Logger } from '#platform/logging';
import { SwrCache } from '#platform/waiting';
import { APPROVED, may } from '#contract';
import type { OtherRecipients as Others, Unreached } from '#contract/api/broadcasts';
import { identityOf } from './acts.js';
import { CorrectionCounts, estimateOf } from './corrections/counts.js';
import { chainOf, familyOf, handedOverBy } from './corrections/lineage.js';
import { remainderOf } from './corrections/remainder.js';
import { Dispatch } from './door/dispatch.js';
import type { FrozenDocument } from './document/freeze.js';
import { type Assessment, Assessor } from './drafts/assess.js';
import type { Draft } from './drafts/draft.js';
import { find, type StoredBroadcast } from './store.js';

/** An approved correction's count, read again after a minute while somebody looks, and ten minutes old at most. */
const COUNTED = { freshMs: 60_000, oldestMs: 600_000 };
/** Copies of an original that an approval counts, which takes a second. */
const COUNTED_UP_TO = 200_000;

/** The people that a correction does not reach; `others` is null while it goes out. */
interface Outside {
  others: Others | null;
  unreached: Unreached | null;
}

interface Reaching extends Outside {
  estimate: SpreadEstimate | null;
  /** Whether a ledger is being counted for it: what is null is there when it is asked for again. */
  counting: boolean;
}

/** Counts the people that a stored broadcast would reach and, for its waves, the messages; and judges it by the rules. */
@Injectable()
export class Appraisal {
  readonly assessor: Assessor;
  private readonly outside: SwrCache<Outside>;

  constructor(
    private readonly database: Database,
    audience: Audience,
    private readonly estimates: Estimates,
    private readonly corrections: CorrectionCounts,
    private readonly dispatch: Dispatch,
    @InjectConfig() config: Config,
    @InjectLogger() logger: Logger,
  ) {
    this.assessor = new Assessor(audience, config);
    this.outside = new SwrCache<Outside>(
      async (key) => {
        const { id, state, draft, originalId } = await find(database.manager, key.split(' ', 1)[0] ?? '');
        const ended = originalId !== null && !may(state, 'cancel');
        const [found, unreached] = await Promise.all([
          ended ? this.corrections.of({ id, originalId, ...draft }) : null,
          this.corrections.unreached(id, draft),
        ]);
        // What is still being counted is not kept.
        if (!unreached || (ended && !found)) return null;
        return { others: found?.others ?? null, unreached };
      },
      1_000,
      (error) => logger.warn({ err: error }, 'those whom a correction does not reach could not be counted'),
      undefined,
      COUNTED,
    );
  }

  /** Its faults and warnings, and the people it would reach now. */
  async of(
    broadcast: StoredBroadcast,
  ): Promise<Reaching & { assessment: Assessment; smsCost: number | null }> {
    const prepared = await this.assessor.prepare(broadcast.draft);
    const reaching = await this.reaching(broadcast, prepared.draft);
    const at = { now: await now(this.database.manager), estimate: reaching.estimate ?? undefined };
    return {
      ...reaching,
      smsCost: this.assessor.smsCost(prepared),
      assessment: this.assessor.assess(prepared, identityOf(broadcast), at),
    };
  }

  /** The number of people it would reach now, and for a correction the people it would not reach. */
  private async reaching(
    { id, state, originalId, remainderOfId }: StoredBroadcast,
    draft: Draft,
  ): Promise<Reaching> {
    const { manager } = this.database;
    const { audience, channels, reach } = draft;
    const approved = APPROVED.includes(state);
    const listed = approved && (await this.dispatch.fanOutHasBegun(manager, id));
    const nothing = { estimate: null, others: null, unreached: null, counting: false };
    if (audience.regions.length === 0 || channels.length === 0) return nothing;
    if (originalId === null) {
      // Counting an audience during its fan-out would slow the fan-out down.
      if (listed) return nothing;
      const besides = remainderOfId === null ? [] : await familyOf(manager, remainderOfId);
      return { ...nothing, estimate: await this.estimates.estimate(audience, channels, reach, besides) };
    }
    if (!approved) {
      const [found, unreached] = await Promise.all([
        this.corrections.of({ id, originalId, ...draft }),
        this.corrections.unreached(id, draft),
      ]);
      return { ...nothing, ...found, unreached, counting: !found || !unreached };
    }
    // Every open page asks again and again. The states are part of the key: a change of them is counted at once.
    const remainder = await remainderOf(manager, id);
    const outside = await this.outside.get([id, state, remainder?.state].join(' '));
    if (listed) return { ...nothing, ...outside, counting: outside === null };
    const reached = await this.corrections.reached({ id, originalId, ...draft });
    return {
      ...nothing,
      unreached: outside?.unreached ?? null,
      estimate: reached && estimateOf(reached.value),
      counting: !outside || !reached,
    };
  }

  /** Messages by region and channel of what is under review; its waves show these until their recipients are listed. */
  async expected(id: string): Promise<SpreadEstimate['regions']> {
    const { manager } = this.database;
    const { submission, originalId, remainderOfId } = await find(manager, id);
    if (!submission) return {};
    const { audience, channels, reach, correction } = JSON.parse(submission.document) as FrozenDocument;
    if (originalId !== null) {
      const chain = await chainOf(manager, id);
      const rough = await handedOverBy(manager, chain);
      const copies = Object.values(rough).flatMap((counts) => Object.values(counts));
      // An approval does not wait until a large ledger is counted.
      if (copies.reduce((sum, count) => sum + count, 0) > COUNTED_UP_TO) return rough;
      const reached = await this.corrections.reached({ id, originalId, channels, correction });
      return reached?.value.regions ?? rough;
    }
    const besides = remainderOfId === null ? [] : await familyOf(manager, remainderOfId);
    return (await this.estimates.estimate(audience, channels, reach, besides)).regions;
  }
}
