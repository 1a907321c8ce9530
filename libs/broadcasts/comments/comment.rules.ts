import type { BroadcastState } from '#contract';
import { may } from '#contract';
import { type Actor, mayCompose, mayReview, type Ownership } from '../who-may.rules.js';

/** Minutes in which one's own words can be changed; an answer ends them. */
export const EDIT_MINUTES = 5;

/** Maximum number of comments on a broadcast. */
export const MOST_COMMENTS = 500;

/**
 * Whether a person who sees a broadcast takes part in the discussion about it: the authors of its office, and the
 * reviewers who may decide on it.
 */
export const mayDiscuss = (actor: Actor, broadcast: Ownership): boolean =>
  mayCompose(actor, broadcast) || mayReview(actor, broadcast);

/** Whether a broadcast can be commented on: as long as its texts can change. */
export const isDiscussed = (state: BroadcastState): boolean => may(state, 'edit');
