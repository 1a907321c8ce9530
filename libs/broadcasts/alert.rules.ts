import type { ChannelName } from '#channels';
import { Problem } from '#platform';
import { type Actor, maySee, type Ownership, whyNotApprove } from './approval.rules.js';

/** What is waited for: KPU's decision on what is urgent, or an operator: on what the brake stopped, or on a stall. */
export type AlertKind = 'review' | 'brake' | 'stalled';

/** Somebody on call, as far as these rules care. */
export interface Callable extends Actor {
  /** 1: called at once. 2: called when nobody answers. */
  tier: 1 | 2;
  position: number;
  /** Where they are reached. */
  channels: readonly ChannelName[];
}

/** Why somebody is not the one to answer an alert; null when they are. */
export function whyNotAnswer(kind: AlertKind, actor: Actor, broadcast: Ownership): Problem | null {
  if (kind === 'review') return whyNotApprove(actor, broadcast);
  if (!actor.roles.includes('operator')) return new Problem('operators-decide');
  return maySee(actor, { ...broadcast, submitted: true }) ? null : new Problem('not-yours');
}

/**
 * Who is called: those on call who are reached somewhere and may decide. First the first tier, or the second where that
 * is empty; on escalation all of them. In the order of tier and place.
 * @param escalated whether an earlier call went unanswered
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
 * By when people are told to decide: before the first copy is due; where that is at approval, before the next are called.
 * @param escalateMs how long a call may go unanswered
 */
export function decideBy(now: Date, due: Date, escalateMs: number): Date {
  return new Date(Math.max(due.getTime(), now.getTime() + escalateMs));
}
