import type { Alternatives, AnyText, Broadcast, Channel, Draft, FrozenDocument, Schedule } from '../../api';

/** What of a broadcast is on screen: the frozen document, or the draft while nothing is submitted. */
export interface ShownBroadcast {
  title: string;
  frozen: FrozenDocument | null;
  channels: Channel[];
  /** Templates, with the footer only where they are frozen. */
  contents: Partial<Record<Channel, Record<string, { subject?: string; text: string }>>>;
  /** Absent where it carries none. */
  alternatives: Alternatives | undefined;
  audience: { regions: string[]; languages: string[]; topics: string[] };
  reach: Draft['reach'];
  schedule: Schedule | null;
}

/** A draft shows itself; from submission on, also when rejected or withdrawn, the document that was submitted. */
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

/** What was last done to its text or decided on it, and when; what happens to its waves is not that. */
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
  // What KPU had approved keeps its decision: then the moment of the withdrawal is that of the last change.
  if (state === 'withdrawn')
    return {
      act: 'withdrawn',
      at: (submission?.decision === 'withdrawn' ? submission.decidedAt : null) ?? updatedAt,
    };
  if (approvedAt !== null) return { act: 'approved', at: approvedAt };
  return { act: 'changed', at: updatedAt };
}
