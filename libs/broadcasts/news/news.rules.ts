import type { Role } from '#staff/roles';
import type { Urgency } from '../review/urgency.rules.js';
import { type NewsKind, type NewsTopic, newsTopic } from '#contract/api/home';

export type { DoubtOutcome, NewsKind } from '#contract/api/home';

/** The topics that a person can also get by e-mail. */
export const NEWS_TOPICS = newsTopic.options;
export type { NewsTopic };

/** The kinds of news that are also e-mailed. A comment is read where the broadcast is. */
export type MailedKind = Exclude<NewsKind, 'commented'>;

export const TOPIC_OF: Readonly<Record<MailedKind, NewsTopic>> = {
  approved: 'decisions',
  'sent-back': 'decisions',
  withdrawn: 'decisions',
  finished: 'results',
  paused: 'results',
  stopped: 'results',
  cancelled: 'results',
  doubted: 'operations',
  settled: 'operations',
  submitted: 'reviews',
  deadline: 'reviews',
  braked: 'operations',
  stalled: 'operations',
  unknown: 'operations',
  failing: 'operations',
  expired: 'operations',
  'provider-away': 'operations',
};

/** The role that gets the news of each topic. */
const TOLD: Readonly<Record<NewsTopic, Role>> = {
  decisions: 'author',
  results: 'author',
  reviews: 'reviewer',
  operations: 'operator',
};

/** The topics that contain news for somebody with these roles. */
export const topicsFor = (roles: readonly Role[]): NewsTopic[] =>
  NEWS_TOPICS.filter((topic) => roles.includes(TOLD[topic]));

/** A deadline is near from this long before it, in ms. */
const NEAR_MS = 3_600_000;

/**
 * Whether reviewers get news of a near deadline. A submission made when its deadline was already near needs none,
 * because its own news gave the deadline. A submission that goes out at approval, or can no longer go out, has no
 * deadline.
 */
export function isNear(
  { before, why }: Urgency,
  { submittedAt, now }: { submittedAt: Date; now: Date },
): boolean {
  if (why === 'at-once' || why === 'expired') return false;
  const near = before.getTime() - NEAR_MS;
  return now.getTime() >= near && now < before && submittedAt.getTime() < near;
}
