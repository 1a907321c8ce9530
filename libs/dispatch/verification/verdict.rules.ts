import { readAs, type ReadFacts } from '#broadcasts/corrections';
import type { FallenText as Fallen, InPlace, PublicStanding as Standing } from '#contract/api/public-record';
import type { HeardOutcome as Answer } from '#contract/api/text-comparison';

export type { FallenText as Fallen, InPlace, PublicStanding as Standing } from '#contract/api/public-record';
export type { HeardOutcome as Answer } from '#contract/api/text-comparison';

/** `scheduled`: nothing of it was sent yet; `partly`: expired before it was sent to everybody; `unsent`: before it was sent to anybody. */
const SOUND = ['scheduled', 'sending', 'sent', 'held', 'partly', 'unsent'] as const;
type Sound = (typeof SOUND)[number];
/** @returns null when a text of this standing may be relied on */
export const fallen = (standing: Standing): Fallen | null => (isSound(standing) ? null : standing);
const isSound = (standing: Standing): standing is Sound => SOUND.some((one) => one === standing);

/** A missed share below this is not reported: in every large broadcast, a few copies fail until it expires. */
const TOLD_SHARE = 0.01;

/**
 * The standing of a broadcast that has ended.
 * @param reached copies that a provider accepted, or may have accepted
 * @param missed copies that no provider had accepted at expiry, listed or not
 */
const endedAs = (reached: number, missed: number): 'sent' | 'partly' | 'unsent' => {
  if (missed === 0) return 'sent';
  if (reached === 0) return 'unsent';
  return missed / (reached + missed) < TOLD_SHARE ? 'sent' : 'partly';
};

/** What decides the standing of an approved broadcast. */
interface Facts extends ReadFacts {
  reached: number;
  missed: number;
}

/** @param isHeld whether nothing of any broadcast, or on any of its channels, is sent now */
export function standingOf({ reached, missed, ...facts }: Facts, isHeld: boolean): Standing {
  const read = readAs(facts);
  if (read) return read;
  switch (facts.state) {
    case 'approved':
      return isHeld ? 'held' : 'scheduled';
    case 'running':
      return isHeld ? 'held' : 'sending';
    case 'completed':
    case 'expired':
      return endedAs(reached, missed);
    // A pause without doubt is technical and says nothing about the content.
    case 'paused':
      return 'held';
    case 'draft':
    case 'in_review':
    case 'rejected':
    case 'withdrawn':
    case 'cancelled':
      throw new Error(`A broadcast that is ${facts.state} does not stand`);
  }
}

/** What holds in place of a text that may not be relied on. */
interface Relations {
  standing: Standing;
  /** The code of the broadcast with the same text: the companion of a correction, or the correction of a companion. */
  sameText: string | null;
  /** The code of the message it corrects. */
  corrects: string | null;
}
/** @param inForce the record in force; null: none is */
export function inPlaceOf(
  { standing, sameText, corrects }: Relations,
  inForce: { publicCode: string } | null,
): InPlace | null {
  switch (standing) {
    case 'corrected':
      return inForce ? null : 'unsettled';
    case 'wrong':
      return inForce ? 'again' : null;
    case 'withdrawn':
    case 'stopped':
      if (inForce) return inForce.publicCode === sameText ? 'same' : 'newer';
      return standing === 'withdrawn' && (corrects ?? sameText) !== null ? 'none' : null;
    default:
      return null;
  }
}

/** What {@link worstOf} needs of a broadcast's record. */
interface Rival {
  record: { publicCode: string; standing: Standing; correctedBy: string | null; sameText: string | null };
}

/**
 * Of broadcasts with the same text, the one that the answer is about: one in which the text no longer holds, unless it is
 * the text of that one's own correction too, or it is a correction or its companion and the other one holds.
 * @returns and one in which it still holds, if the first is not such a one
 */
export function worstOf<T extends Rival>(alike: readonly T[]): [one: T | undefined, twin: T | undefined] {
  const holding = alike.filter(({ record }) => fallen(record.standing) === null);
  const isRepeated = (code: string | null): boolean =>
    holding.some(({ record }) => record.publicCode === code);
  const worst = alike.find(
    ({ record }) =>
      fallen(record.standing) !== null && !isRepeated(record.correctedBy) && !isRepeated(record.sameText),
  );
  return worst ? [worst, holding[0]] : [holding[0] ?? alike[0], undefined];
}

/**
 * The worst that is true of a text, which is the only answer given: a reader who sees "the same" first does not read on,
 * and a screenshot of that answer spreads.
 * @param text whether every word is what was approved, and all of them are there
 * @param standing how far what was approved can be relied on
 */
export const answerOf = (text: 'altered' | 'incomplete' | 'same', standing: Standing): Answer =>
  text === 'altered' ? text : (fallen(standing) ?? text);
