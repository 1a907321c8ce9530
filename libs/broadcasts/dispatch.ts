import type { ChannelName } from '#channels';
import type { PlannedWave } from '#planning';
import { row, type Tx } from '#platform';

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
   * @param doubted whether what is in doubt goes on too, although something else was paused
   * @throws Problem conflict while KPU's doubt stands on it
   */
  abstract resume(
    tx: Tx,
    broadcastId: string,
    part: Part,
    actorId: string,
    doubted?: boolean,
  ): Promise<Resumed>;
  /** Lifts the doubt on a broadcast; what is paused stays paused. @returns whether it was in doubt */
  abstract liftDoubt(tx: Tx, broadcastId: string, given: DoubtLifted): Promise<boolean>;
  /** Cancels waves for good; leaves the broadcast and the trail to the caller. */
  abstract cancel(tx: Tx, broadcastId: string, part?: Part): Promise<Tally>;
  /** Cancels the rest of an approved broadcast for good. @throws Problem conflict when it is not approved, running or paused */
  abstract cancelBroadcast(tx: Tx, broadcastId: string, stop: Stop): Promise<Tally>;
}

/** A part of a broadcast: one channel, one region (a province with its regencies), or both; empty: the whole. */
export interface Part {
  channel?: string | undefined;
  regionCode?: string | undefined;
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

/**
 * The origin of a doubt on a broadcast. Only KPU lifts a doubt that KPU cast, itself or by a correction under review:
 * it owns the content.
 */
export type DoubtBy = 'author' | 'kpu' | 'operator' | 'correction';

/** The counters of a broadcast or a part of it, at the moment of a stop or resumption. */
export interface Tally {
  /** Waves that changed their state. */
  waves: number;
  /** Copies a provider has taken. */
  sent: number;
  /** Copies that are pending. */
  stopped: number;
  /** Copies that are not listed yet, or for a cancellation never will be: an estimate. */
  unlisted: number;
  /** Copies claimed by workers: these may still go out. */
  inHand: number;
  /** Copies with an unknown outcome. */
  unknown: number;
}

/** The result of a pause. */
export interface Paused extends Tally {
  /** What will expire without a resumption, and when; including the copies that are not listed yet. */
  expiring: { expiresAt: Date; waves: number; messages: number }[];
  /** Whether this put anything in doubt that was not in doubt before, even if it was paused already. */
  doubted: boolean;
  /** Waiting copies of the part that were paused before, and are in doubt from now on too. */
  alsoDoubted: number;
}

/** The result of a resumption. */
export interface Resumed extends Tally {
  /** Whether this ended the last doubt on the broadcast. */
  doubtCleared: boolean;
  /** Waiting copies of the part that stay paused, because their content is in doubt. */
  inDoubt: number;
  /** Copies of it that go out only later, at their own hours, and the first of these hours; null: none. */
  later: { from: Date; messages: number } | null;
  /** What of it goes out only when its channel, which is paused for every broadcast, is resumed. */
  onPausedChannels: OnPausedChannel[];
  /** Whether this released a brake, also of what stays paused. */
  brakeReleased: boolean;
}

/** Waves, and their copies that wait, on a channel that is paused for every broadcast. */
export interface OnPausedChannel {
  channel: ChannelName;
  waves: number;
  messages: number;
}

/** The end of a doubt. */
export interface DoubtLifted {
  actorId: string;
  /** KPU's reason why the content is right; null: an operator resumed it, which ends no doubt of KPU's. */
  reason: string | null;
  /** The broadcast with the same text on which the doubt was ended. */
  with?: string;
}

/** Why the brake stopped a broadcast on a channel, as values: screens and e-mails put them into words. */
export interface BrakeFinding {
  channel: ChannelName;
  /**
   * `key`: the sending program lacks the key of the addresses; `sender`: the provider refuses the sender; `fault`: too
   * many answers refuse the sender or the content; `dead`: too many addresses do not exist any more.
   */
  why: 'key' | 'sender' | 'fault' | 'dead';
  /** The provider's code, the most frequent of several; null: there is none. */
  code: string | null;
  /** Of `fault` and `dead`: the number of bad answers, and of all answers. */
  copies: number | null;
  of: number | null;
  /**
   * Of `fault` and `dead`: the large provider to which the examined recipients belong; null: all recipients were
   * examined.
   */
  carrier: string | null;
}

/** The kinds of hindrance, the strongest first. */
export const HINDRANCES = ['stopped', 'braked', 'paused', 'slowed'] as const;
export type HindranceKind = (typeof HINDRANCES)[number];

/** The strongest hindrance of a broadcast. */
export interface StrongestHindrance {
  kind: HindranceKind;
  /** The channels it holds; empty: every channel with waves that have not ended. */
  channels: ChannelName[];
  /** Whether some waves continue even there. */
  inPart: boolean;
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
