import type { PlannedWave } from '#planning';
import { row, type Tx } from '#platform/database';
import type { BrakeFinding } from '#contract/api/brake';
import { type Paused, type Resumed, type StrongestHindrance, type Tally } from '#contract/api/run';

export type { DoubtBy, OnPausedChannel, Paused, Resumed, StrongestHindrance, Tally } from '#contract/api/run';

// What the editorial side knows of the side that sends: the port that it calls, and the values that it shows.

/**
 * The side that sends, as the editorial side calls it; every act runs in the caller's transaction. Implemented by
 * `Waves`.
 */
export abstract class Dispatch {
  /**
   * Takes over an approved broadcast with the waves of its plan, in the order in which those due at one instant go out.
   */
  abstract insert(tx: Tx, broadcastId: string, planned: readonly PlannedWave[]): Promise<void>;
  /** Gives back a broadcast of which nothing was listed yet. @returns false: it is too late */
  abstract takeBack(tx: Tx, broadcastId: string): Promise<boolean>;
  /** Whether the fan-out of a broadcast's first wave is due or has begun. */
  abstract fanOutHasBegun(tx: Tx, broadcastId: string): Promise<boolean>;
  /** Releases what is due now, instead of with the next tick. */
  abstract release(): Promise<unknown>;
  /** Pauses a broadcast or a part of it, and casts doubt on it where the stop says so. */
  abstract pause(tx: Tx, broadcastId: string, part: Part, stop: Stop): Promise<Paused>;
  /**
   * Resumes what is paused of a broadcast or a part of it. A doubt ends with the last wave that was paused for it.
   * @throws Problem conflict while KPU's doubt stands on it
   */
  abstract resume(tx: Tx, broadcastId: string, part: Part, actorId: string, which?: Which): Promise<Resumed>;
  /** Lifts the doubt on a broadcast; what is paused stays paused. @returns whether it was in doubt */
  abstract liftDoubt(tx: Tx, broadcastId: string, given: DoubtLifted): Promise<boolean>;
  /** Cancels what is left of a broadcast that is withdrawn, and ends its pause and doubt; its state and the trail are the caller's. */
  abstract withdraw(tx: Tx, broadcastId: string): Promise<Tally>;
  /** Cancels the rest of an approved broadcast for good. @throws Problem conflict when it is not approved, running or paused */
  abstract cancelBroadcast(tx: Tx, broadcastId: string, stop: Stop): Promise<Tally>;
}

/** A part of a broadcast: one channel, one region (a province with its regencies), or both; empty: the whole. */
export interface Part {
  channel?: string | undefined;
  regionCode?: string | undefined;
}

/** What of the paused waves of a part is resumed. */
export interface Which {
  /** Also what is in doubt, although something else was paused. */
  doubted?: boolean | undefined;
  /** Only what this one paused. */
  pausedBy?: Stop['by'] | undefined;
}

/** The origin and reason of a stop. */
export interface Stop {
  by: 'author' | 'kpu' | 'operator' | 'brake' | 'correction';
  /** Null: no reason given; a cancellation requires one. */
  reason: string | null;
  /** Of the brake: its finding. */
  brake?: BrakeFinding;
  /** The acting person; null or absent: Siar itself. */
  actorId?: string | null | undefined;
  /** Of a pause: whether the content is in doubt. Absent: the default of the side that sends: authors and KPU cast doubt. */
  doubt?: boolean | undefined;
  /** Of a doubt on a text that was taken back: the other broadcast that carried it. */
  takenBack?: string;
  /** Of a doubt that reaches a broadcast because it carries the same text: the broadcast on which it was cast. */
  with?: string;
}

/** The end of a doubt. */
export interface DoubtLifted {
  actorId: string;
  /** KPU's reason why the content is right; null: an operator resumed it, which ends no doubt of KPU's. */
  reason: string | null;
  /** The broadcast with the same text on which the doubt was ended. */
  with?: string;
}

/** The strongest hindrance of a broadcast; null: none. */
export async function strongestHindrance(tx: Tx, broadcastId: string): Promise<StrongestHindrance | null> {
  const found = await row<{ hindrance: StrongestHindrance }>(
    tx,
    'SELECT hindrance FROM strongest_hindrance($1)',
    [broadcastId],
  );
  return found?.hindrance ?? null;
}
