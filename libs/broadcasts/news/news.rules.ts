import type { Role } from '#staff';
import type { Urgency } from '../urgency.rules.js';

/** What somebody can be told at the bell. */
export type NewsKind =
  | 'approved'
  | 'sent-back'
  | 'withdrawn'
  | 'finished'
  | 'submitted'
  | 'deadline'
  | 'braked'
  | 'stalled'
  | 'unknown'
  | 'failing'
  | 'provider-away';

/** What a person can also have by e-mail. */
export const NEWS_TOPICS = ['decisions', 'results', 'reviews', 'operations'] as const;
export type NewsTopic = (typeof NEWS_TOPICS)[number];

export const TOPIC_OF: Readonly<Record<NewsKind, NewsTopic>> = {
  approved: 'decisions',
  'sent-back': 'decisions',
  withdrawn: 'decisions',
  finished: 'results',
  submitted: 'reviews',
  deadline: 'reviews',
  braked: 'operations',
  stalled: 'operations',
  unknown: 'operations',
  failing: 'operations',
  'provider-away': 'operations',
};

const READERS: Readonly<Record<NewsTopic, Role>> = {
  decisions: 'author',
  results: 'author',
  reviews: 'reviewer',
  operations: 'operator',
};

/** The topics in which somebody with these roles is told anything. */
export const topicsFor = (roles: readonly Role[]): NewsTopic[] =>
  NEWS_TOPICS.filter((topic) => roles.includes(READERS[topic]));

/** A deadline is near this long before it, in ms. */
const NEAR_MS = 3_600_000;

/**
 * Whether reviewers are told that a deadline is near. What was submitted as near as that to it was told with the submission,
 * and what goes out at approval, or can go out no more, has no deadline ahead.
 */
export function isNear(
  { before, why }: Urgency,
  { submittedAt, now }: { submittedAt: Date; now: Date },
): boolean {
  if (why === 'at-once' || why === 'expired') return false;
  const near = before.getTime() - NEAR_MS;
  return now.getTime() >= near && now < before && submittedAt.getTime() < near;
}
