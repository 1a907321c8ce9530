import type {
  Alternatives,
  AnyText,
  Broadcast,
  Channel,
  Draft,
  FrozenDocument,
  Schedule,
} from '../../../api';

/** The content on screen: the frozen document, or the draft while nothing is submitted. */
export interface ShownBroadcast {
  title: string;
  frozen: FrozenDocument | null;
  channels: Channel[];
  /** Templates, with the footer only where they are frozen. */
  contents: Partial<Record<Channel, Record<string, { subject?: string; text: string }>>>;
  /** Absent when the broadcast has none. */
  alternatives: Alternatives | undefined;
  audience: { regions: string[]; languages: string[]; topics: string[] };
  reach: Draft['reach'];
  schedule: Schedule | null;
}

/** Shows the draft; from submission on, also when rejected or withdrawn, the submitted document. */
export function shownOf({ state, draft, submission }: Broadcast): ShownBroadcast {
  const frozen = state === 'draft' ? null : (submission?.document ?? null);
  if (frozen) {
    const { title, channels, contents, alternatives, audience, reach, schedule } = frozen;
    return { title, frozen, channels, contents, alternatives, audience, reach, schedule };
  }
  const contents: ShownBroadcast['contents'] = {};
  for (const channel of draft.channels) {
    const texts = Object.entries<AnyText>(draft.contents[channel] ?? {});
    contents[channel] = Object.fromEntries(
      texts.map(([language, { subject, body }]) => [
        language,
        { ...(subject === undefined ? {} : { subject }), text: body },
      ]),
    );
  }
  const { title, channels, alternatives, reach } = draft;
  const { regions, languages = [], topics = [] } = draft.audience;
  return {
    title,
    frozen,
    channels,
    contents,
    alternatives,
    audience: { regions, languages, topics },
    reach,
    schedule: draft.schedule ?? null,
  };
}

/** The last change of its text or the last decision on it, and when; changes of its waves do not count. */
export function lastOf({
  state,
  approvedAt,
  updatedAt,
  submission,
}: Pick<Broadcast, 'state' | 'approvedAt' | 'updatedAt' | 'submission'>): {
  act: 'changed' | 'submitted' | 'rejected' | 'withdrawn' | 'approved';
  at: string;
} {
  if (state === 'in_review' && submission) return { act: 'submitted', at: submission.submittedAt };
  if (state === 'rejected' && submission?.decidedAt) return { act: 'rejected', at: submission.decidedAt };
  // A withdrawn broadcast keeps its approval: the time of its withdrawal is that of the last change.
  if (state === 'withdrawn')
    return {
      act: 'withdrawn',
      at: (submission?.decision === 'withdrawn' ? submission.decidedAt : null) ?? updatedAt,
    };
  if (approvedAt !== null) return { act: 'approved', at: approvedAt };
  return { act: 'changed', at: updatedAt };
}

/** What became of what was submitted, once it is not under review: its author can take it back before KPU decides. */
export function outcomeOf({
  state,
  submission,
}: {
  state: Broadcast['state'];
  submission: { decision: string | null } | null;
}): 'approved' | 'rejected' | 'draftAgain' | 'takenBack' {
  if (state === 'draft') return 'draftAgain';
  if (submission?.decision === 'withdrawn') return 'takenBack';
  return submission?.decision === 'rejected' ? 'rejected' : 'approved';
}

/**
 * The first time at which an approved broadcast goes out, with the clocks that show it then or as they reach it; null:
 * it goes out at once, or has begun.
 */
export function goesOutAt(
  state: Broadcast['state'],
  hours: readonly { timeZone: string; atOnce: boolean; local: string }[],
): { local: string; timeZones: string[] } | null {
  const [first] = hours;
  if (state !== 'approved' || !first || hours.some(({ atOnce }) => atOnce)) return null;
  const same = hours.filter(({ local }) => local === first.local);
  return { local: first.local, timeZones: same.map(({ timeZone }) => timeZone) };
}
