import { rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { may } from '#contract';
import type { Dispatch, Part, Paused, Resumed, Stop, Which } from '../door/dispatch.js';
import { find } from '../store.js';

// A correction and its companion carry one text: a doubt on the one is a doubt on the other, and ends with it.

/**
 * Locks a broadcast, and the one with the same text if there is one, until the transaction ends: the correction before
 * its companion, as everything does that locks both.
 * @returns the id of the other; null: no other broadcast carries its text
 */
export async function holdSameText(tx: Tx, id: string): Promise<string | null> {
  const held = await rows<{ id: string }>(
    tx,
    `SELECT o.id FROM broadcasts b JOIN broadcasts o ON b.id IN (o.id, o.remainder_of_id) OR o.id = b.remainder_of_id
     WHERE b.id = $1 ORDER BY o.remainder_of_id IS NOT NULL, o.id FOR NO KEY UPDATE OF o`,
    [id],
  );
  return held.find((one) => one.id !== id)?.id ?? null;
}

/** Pauses a broadcast or a part of it; a doubt reaches the broadcast with the same text. The caller holds both. */
export async function pauseWithSameText(
  tx: Tx,
  dispatch: Dispatch,
  { id, other }: { id: string; other: string | null },
  part: Part,
  stop: Stop,
): Promise<Paused> {
  const paused = await dispatch.pause(tx, id, part, stop);
  if (paused.doubted && other !== null) await doubt(tx, dispatch, other, part, { ...stop, with: id });
  return paused;
}

/**
 * Pauses what a correction corrects, when that is submitted. The doubt reaches one that has ended and carries the same
 * text: it stays on both when the correction is rejected or withdrawn, until KPU lifts it on either.
 * @param live what copies may still go out of. The caller holds everything that the correction corrects.
 */
export async function pauseForCorrection(
  tx: Tx,
  dispatch: Dispatch,
  live: readonly string[],
  stop: Stop,
): Promise<void> {
  for (const id of live) {
    const other = await holdSameText(tx, id);
    const isPausedItself = other !== null && live.includes(other);
    await pauseWithSameText(tx, dispatch, { id, other: isPausedItself ? null : other }, {}, stop);
  }
}

/** Resumes a broadcast or a part of it; the end of its doubt ends that on the same text. The caller holds both. */
export async function resumeWithSameText(
  tx: Tx,
  dispatch: Dispatch,
  { id, other }: { id: string; other: string | null },
  part: Part,
  { actorId, ...which }: Which & { actorId: string },
): Promise<Resumed> {
  const resumed = await dispatch.resume(tx, id, part, actorId, which);
  if (resumed.doubtCleared && other !== null) {
    await dispatch.liftDoubt(tx, other, { actorId, reason: null, with: id });
  }
  return resumed;
}

/**
 * Lifts the doubt on a broadcast and on the one with the same text.
 * @param reason why the content is right
 * @throws Problem conflict when nothing is in doubt
 */
export async function liftWithSameText(
  tx: Tx,
  dispatch: Dispatch,
  id: string,
  given: { actorId: string; reason: string },
): Promise<void> {
  const other = await holdSameText(tx, id);
  if (!(await dispatch.liftDoubt(tx, id, given))) throw new Problem('not-in-doubt');
  if (other !== null) await dispatch.liftDoubt(tx, other, { ...given, with: id });
}

/**
 * Casts doubt on the text of a broadcast that was taken back, where another one carries it: the rest of that is paused.
 * @param other the broadcast with the same text; null: there is none. The caller holds both.
 * @param stop its `by` is `correction` for a companion: only KPU lifts that doubt, since nothing holds in its place
 */
export async function doubtTextTakenBack(
  tx: Tx,
  dispatch: Dispatch,
  { id, other }: { id: string; other: string | null },
  { by, reason, actorId }: Pick<Stop, 'by' | 'reason' | 'actorId'>,
): Promise<void> {
  if (other !== null) await doubt(tx, dispatch, other, {}, { by, reason, actorId, takenBack: id });
}

async function doubt(tx: Tx, dispatch: Dispatch, id: string, part: Part, stop: Stop): Promise<void> {
  const { state } = await find(tx, id, true);
  if (may(state, 'pause') || may(state, 'doubt'))
    await dispatch.pause(tx, id, part, { ...stop, doubt: true });
}
