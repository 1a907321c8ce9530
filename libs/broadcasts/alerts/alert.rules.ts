import type { ChannelName } from '#channels';
import { Problem } from '#platform/http';
import { type Actor, maySee, type Ownership, whyNotApprove } from '../who-may.rules.js';
import type { AlertKind } from '#contract/api/broadcasts';

export type { AlertKind } from '#contract/api/broadcasts';

/** A person on call, with the fields that these rules need. */
export interface Callable extends Actor {
  /** 1: called at once. 2: called when nobody answers. */
  tier: 1 | 2;
  position: number;
  /** The channels that reach the person. */
  channels: readonly ChannelName[];
}

/** Why a person may not answer an alert; null when they may. */
export function whyNotAnswer(kind: AlertKind, actor: Actor, broadcast: Ownership): Problem | null {
  if (kind === 'review') return whyNotApprove(actor, broadcast);
  if (!actor.roles.includes('operator')) return new Problem('operators-decide');
  return maySee(actor, { ...broadcast, submitted: true }) ? null : new Problem('not-yours');
}

/**
 * Selects the people to call: those on call who can be reached and may decide. First the first tier, or the second when
 * the first is empty; on escalation both. Ordered by tier and position.
 * @param escalated whether an earlier call had no answer
 */
export function called<Person extends Callable>(
  onCall: readonly Person[],
  mayAnswer: (person: Person) => boolean,
  escalated: boolean,
): Person[] {
  const reached = onCall
    .filter((person) => person.channels.length > 0 && mayAnswer(person))
    .toSorted((a, b) => a.tier - b.tier || a.position - b.position);
  const first = reached.filter(({ tier }) => tier === 1);
  return escalated || first.length === 0 ? reached : first;
}

/**
 * The deadline that people are given: before the first copy is due; when that is at approval, before the next people
 * are called.
 * @param escalateMs how long a call may stay unanswered
 */
export function decideBy(now: Date, due: Date, escalateMs: number): Date {
  return new Date(Math.max(due.getTime(), now.getTime() + escalateMs));
}
