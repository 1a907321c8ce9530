import canonicalize from 'canonicalize';
import { CHANNELS } from '#channels';
import {
  type BroadcastKind as Kind,
  type CorrectionChoices,
  DRAFT_FIELDS,
  type Draft,
  type DraftEdit,
  type NewDraft,
} from '#contract/api/message';

export type { BroadcastKind as Kind, DraftContents as Contents } from '#contract/api/message';

export type { Alternatives, CorrectionChoices, Draft, DraftEdit, NewDraft } from '#contract/api/message';

/** The default reach of a kind: an urgent broadcast goes to every channel. */
const usualReach = (kind: Kind): Draft['reach'] => (kind === 'ordinary' ? 'preferred' : 'every');

/** Fills in the defaults of a new draft, as the form sends them: to go back to its first version changes nothing else. */
export function begin(given: NewDraft): Draft {
  const { reach = usualReach(given.kind), neutral = false } = given;
  return { ...given, channels: inOrder(given.channels), reach, neutral };
}

/** The defaults of a correction: a new message, and none to people who left (UU 27/2022). */
export const USUAL_CORRECTION: CorrectionChoices = {
  toThoseWhoLeft: false,
  telegram: { original: 'leave', message: true },
};

/** A draft with an edit applied. A correction keeps its audience, the people its original reached. */
export function edited(draft: Draft, edit: DraftEdit): Draft {
  const kept = Object.entries({ ...draft, ...edit }).filter(
    ([field, value]) => field !== 'version' && value !== undefined && value !== null,
  );
  const next = Object.fromEntries(kept) as unknown as Draft;
  const fixed =
    draft.kind === 'correction' ? { kind: draft.kind, reach: draft.reach, audience: draft.audience } : {};
  return { ...next, channels: inOrder(next.channels), ...fixed };
}

/**
 * The fields in which two drafts differ: a form sends all its fields with each save. A missing field counts as false.
 */
export function changedFields(before: Draft, after: Draft): (keyof Draft)[] {
  const canonical = (value: unknown): string | undefined => canonicalize(value ?? false);
  return DRAFT_FIELDS.filter((field) => canonical(before[field]) !== canonical(after[field]));
}

/**
 * A draft with the texts of another, and with everything that belongs to those texts; it keeps its own audience and
 * time.
 */
export function withTextsOf(draft: Draft, other: Draft): Draft {
  const { contents, alternatives, electionId, smsOverride, neutral } = other;
  const channels = draft.channels.filter((name) => contents[name] !== undefined);
  return {
    ...draft,
    channels: channels.length > 0 ? channels : other.channels,
    contents,
    alternatives,
    electionId,
    smsOverride,
    neutral,
  };
}

const inOrder = (channels: Draft['channels']): Draft['channels'] =>
  CHANNELS.filter((name) => channels.includes(name));
