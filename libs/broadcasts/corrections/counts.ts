import { Injectable } from '@nestjs/common';
import { Estimates, type SpreadEstimate, withoutRegions } from '#audience/counting';
import { Database, type Tx } from '#platform/database';
import { type Kept, KeptCounts } from '#platform/database/counts';
import type { OtherRecipients, Unreached } from '#contract/api/broadcasts';
import type { CorrectionChoices, Draft } from '../drafts/draft.js';
import { chainOf, familyOf, laterOf, leftOutBy, type Reached, reachedBy } from './lineage.js';
import { reachOfOriginal, remainderOf } from './remainder.js';

/** A correction, by what decides whom it reaches. */
export interface Correcting extends Pick<Draft, 'channels'> {
  id: string;
  originalId: string;
  correction?: CorrectionChoices | null | undefined;
}

/**
 * Counts the people of a correction in the ledger of what it corrects: at each request where that is quick, else kept,
 * with the moment that the counts see. People leave and die, so that no sign tells whether a count still holds. Nobody
 * waits until a large ledger is counted for the first time: each count is null until it is there.
 */
@Injectable()
export class CorrectionCounts {
  constructor(
    private readonly database: Database,
    private readonly counts: KeptCounts,
    private readonly estimates: Estimates,
  ) {}

  /** The people that it would reach now. */
  async reached(correcting: Correcting): Promise<Kept<Reached> | null> {
    return this.reachedOf(await chainOf(this.database.manager, correcting.id), correcting);
  }

  private reachedOf(
    chain: readonly string[],
    { originalId, channels, correction }: Omit<Correcting, 'id'>,
  ): Promise<Kept<Reached> | null> {
    const toThoseWhoLeft = correction?.toThoseWhoLeft ?? false;
    return this.counts.soon({
      key: keyOf('reached', chain, channels, toThoseWhoLeft ? 'left' : ''),
      count: (tx: Tx) => reachedBy(tx, chain, channels, toThoseWhoLeft, originalId),
    });
  }

  /** The people that it would reach now, and those whom it would leave uncorrected. */
  async of(correcting: Correcting): Promise<{ estimate: SpreadEstimate; others: OtherRecipients } | null> {
    const { id, channels } = correcting;
    const { manager } = this.database;
    const chain = await chainOf(manager, id);
    const remainder = await remainderOf(manager, id);
    const companions = remainder ? [remainder.id] : [];
    const [reached, leftOut] = await Promise.all([
      this.reachedOf(chain, correcting),
      this.counts.soon({
        key: keyOf('left out', chain, channels, ...companions),
        count: (tx) => leftOutBy(tx, chain, channels, companions),
      }),
    ]);
    if (!reached || !leftOut) return null;
    const { left, uncertain, notWritten, earlier } = reached.value;
    const oldest = new Date(Math.min(Number(reached.countedAt), Number(leftOut.countedAt)));
    return {
      estimate: estimateOf(reached.value),
      others: { left, uncertain, notWritten, earlier, leftOut: leftOut.value, countedAt: oldest },
    };
  }

  /** The people of the original's audience that neither it nor anything of its family reached. */
  async unreached(
    id: string,
    { audience, channels }: Pick<Draft, 'audience' | 'channels'>,
  ): Promise<Unreached | null> {
    const { manager } = this.database;
    const meant = await reachOfOriginal(manager, id);
    const family = [...(await familyOf(manager, id)), ...(await laterOf(manager, id))];
    const counted = await this.counts.soon({
      key: keyOf('unreached', family, channels, meant, JSON.stringify(audience)),
      count: async (tx) =>
        withoutRegions(await this.estimates.estimate(audience, channels, meant, family, tx)),
    });
    return counted && { ...counted.value, at: counted.countedAt };
  }
}

/** The people and messages alone. */
export const estimateOf = ({ people, channels, regions }: Reached): SpreadEstimate => ({
  people,
  channels,
  regions,
});

/** What is counted, of which broadcasts, and by what: another choice is another count. */
function keyOf(
  what: string,
  broadcasts: readonly string[],
  channels: readonly string[],
  ...by: string[]
): string {
  return [what, broadcasts.join(','), channels.toSorted().join(','), ...by].join(' ');
}
