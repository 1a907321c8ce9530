import canonicalize from 'canonicalize';
import { z } from 'zod';
import { CHANNELS } from '#channels';
import { says } from '#platform';
import { scheduleSchema } from '#planning';
import { recordingSchema } from '../recordings/recording.rules.js';
import { TEMPLATE_KINDS } from '../templates/template-kinds.js';

// Format characters (Cf) reverse text or hide between letters; only an emoji sequence may contain a joiner. Lone
// surrogates and control characters can be neither stored as JSON nor canonicalised (RFC 8785 §3.2.2.2).
const UNSEEN = /[\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u{FFFC}]|[^\P{Cc}\n]/u;
const EMOJI_JOINER =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\u{FE0F}?)\u{200D}(?=\p{Extended_Pictographic})/gu;

/** A text as it is stored: with line feeds, composed characters (NFC), and no invisible characters. */
const writing = (limit: number) =>
  z
    .string()
    .max(limit)
    .transform((value) => value.replace(/\r\n?/g, '\n').replaceAll('\t', ' ').normalize('NFC'))
    .refine((value) => !UNSEEN.test(value.replace(EMOJI_JOINER, '')), says('invisible'));

const line = (limit: number) =>
  writing(limit)
    .transform((value) => value.trim())
    .refine((value) => value !== '' && !value.includes('\n'), says('one-line'));

const language = z.string().regex(/^[a-z]{2,3}$/, says('language-code'));
const channel = z.enum(CHANNELS);
const regionCode = z.string().min(1).max(16);
const id = z.string().regex(/^[1-9]\d{0,17}$/, says('id'));
/** Far above the limit of any channel: the content rules check those limits and report the figures. */
const TEXT_LIMIT = 50_000;
const body = writing(TEXT_LIMIT);

const contents = z.strictObject({
  email: z.record(language, z.strictObject({ subject: writing(1000), body })).optional(),
  telegram: z.record(language, z.strictObject({ body })).optional(),
  sms: z.record(language, z.strictObject({ body })).optional(),
});

/** Maximum number of characters of an easy text: a longer one is not easy. */
const EASY_LIMIT = 5_000;

/**
 * The same message for people who cannot use its texts. It is on the public page, covered by the digest, and never
 * sent.
 */
const alternatives = z.strictObject({
  /** By language: in easy words (teks mudah). */
  easy: z
    .record(
      language,
      writing(EASY_LIMIT).refine((text) => text.trim() !== '', says('is-empty')),
    )
    .optional(),
  /** By language: as speech. */
  audio: z.record(language, recordingSchema('audio')).optional(),
  /** A video in sign language (BISINDO). */
  signing: recordingSchema('signing').optional(),
});

const audience = z.strictObject({
  regions: z.array(regionCode).max(1000),
  languages: z.array(language).max(50).optional(),
  topics: z.array(z.string().min(1).max(64)).max(50).optional(),
});

const smsOverride = z.strictObject({
  segments: z.union([z.literal(2), z.literal(3)]).optional(),
  unicode: z.boolean().optional(),
});

/** The fields of a correction only: its additional recipients, and what happens to the message that people have. */
const correction = z.strictObject({
  /** Also sends it to people who left after they had got the original. */
  toThoseWhoLeft: z.boolean(),
  telegram: z
    .strictObject({
      /** What happens to the messages of the original, and of earlier corrections of it, that people got. */
      original: z.enum(['leave', 'edit', 'delete']),
      /** Whether a new message is sent as well. */
      message: z.boolean(),
    })
    .refine(({ original, message }) => original !== 'leave' || message, says('tell-somebody')),
});

const fields = {
  title: line(150),
  kind: z.enum(['ordinary', 'urgent']),
  reach: z.enum(['preferred', 'every']),
  channels: z.array(channel).max(CHANNELS.length),
  contents,
  alternatives,
  audience,
  schedule: scheduleSchema,
  electionId: z.string().min(3).max(64),
  smsOverride,
  neutral: z.boolean(),
  correction,
};

/** A new broadcast in a request: only the title is required. */
export const newDraftSchema = z.strictObject({
  title: fields.title,
  kind: fields.kind.default('ordinary'),
  reach: fields.reach.optional(),
  channels: fields.channels.default([]),
  contents: fields.contents.default({}),
  alternatives: fields.alternatives.optional(),
  audience: fields.audience.default({ regions: [] }),
  schedule: fields.schedule.optional(),
  electionId: fields.electionId.optional(),
  smsOverride: fields.smsOverride.optional(),
  neutral: fields.neutral.optional(),
});

/**
 * An edit: each given field replaces that whole field, null removes an optional one; `version` is the one the author
 * saw.
 */
export const editSchema = z.strictObject({
  version: z.int().min(1),
  title: fields.title.optional(),
  kind: fields.kind.optional(),
  reach: fields.reach.optional(),
  channels: fields.channels.optional(),
  contents: fields.contents.optional(),
  alternatives: fields.alternatives.nullish(),
  audience: fields.audience.optional(),
  schedule: fields.schedule.nullish(),
  electionId: fields.electionId.nullish(),
  smsOverride: fields.smsOverride.nullish(),
  neutral: fields.neutral.nullish(),
  correction: fields.correction.optional(),
});

/** A text during writing: it may be empty, and its regions may not be chosen yet. */
export const unsavedTextSchema = z.strictObject({
  channel,
  language,
  content: z.strictObject({ subject: writing(1000).optional(), body }),
  electionId: fields.electionId.optional(),
  regions: audience.shape.regions.default([]),
  smsOverride: fields.smsOverride.optional(),
  sample: z
    .strictObject({ name: z.string().max(200).optional(), regionCode: regionCode.optional() })
    .default({}),
});

/** An audience and a schedule during selection. */
export const unsavedPlanSchema = z.strictObject({
  kind: fields.kind.default('ordinary'),
  reach: fields.reach.default('preferred'),
  channels: fields.channels.default([]),
  audience: fields.audience.default({ regions: [] }),
  schedule: fields.schedule.optional(),
  electionId: fields.electionId.optional(),
  neutral: fields.neutral.default(false),
});

/** A broadcast during writing. */
export const unsavedDraftSchema = z.strictObject({
  title: z.string().max(150).default(''),
  kind: z.enum(['ordinary', 'urgent', 'correction']).default('ordinary'),
  channels: fields.channels.default([]),
  contents: fields.contents.default({}),
  alternatives: fields.alternatives.optional(),
  audience: fields.audience.default({ regions: [] }),
  schedule: fields.schedule.optional(),
  electionId: fields.electionId.optional(),
  smsOverride: fields.smsOverride.optional(),
  neutral: fields.neutral.default(false),
  originalId: id.optional(),
  /** The id it is saved under. */
  id: id.optional(),
});

/** A template in a request. */
export const newTemplateSchema = z.strictObject({
  kind: z.enum(TEMPLATE_KINDS).default('correction'),
  title: fields.title,
  contents: fields.contents.default({}),
});

/** An edit of a template; `version` is the one the author saw. */
export const templateEditSchema = z.strictObject({
  version: z.int().min(1),
  title: fields.title.optional(),
  contents: fields.contents.optional(),
});

export type NewDraft = z.infer<typeof newDraftSchema>;
export type DraftEdit = z.infer<typeof editSchema>;

/** A broadcast as its authors see and change it, never as it is sent. Incomplete until it is submitted. */
export interface Draft extends Omit<NewDraft, 'kind' | 'reach'> {
  kind: NewDraft['kind'] | 'correction';
  reach: 'preferred' | 'every';
  /** Of a correction only. */
  correction?: CorrectionChoices;
}
export type CorrectionChoices = z.infer<typeof correction>;
export type Kind = Draft['kind'];
export type Contents = Draft['contents'];
export type Alternatives = z.infer<typeof alternatives>;

/** The default reach of a kind: an urgent broadcast goes to every channel (DESIGN §1). */
const usualReach = (kind: Kind): Draft['reach'] => (kind === 'ordinary' ? 'preferred' : 'every');

/** Fills in the defaults of a new draft. */
export function begin(given: NewDraft): Draft {
  const channels = inOrder(given.channels);
  return { ...given, channels, reach: given.reach ?? usualReach(given.kind) };
}

/** The defaults of a correction: a new message, and none to people who left (UU 27/2022). */
export const USUAL_CORRECTION: CorrectionChoices = {
  toThoseWhoLeft: false,
  telegram: { original: 'leave', message: true },
};

/**
 * A draft with an edit applied. A correction keeps its audience, the people its original reached; a remainder keeps the
 * people its original did not reach.
 */
export function edited(draft: Draft, edit: DraftEdit, isRemainder: boolean): Draft {
  const kept = Object.entries({ ...draft, ...edit }).filter(
    ([field, value]) => field !== 'version' && value !== undefined && value !== null,
  );
  const next = Object.fromEntries(kept) as unknown as Draft;
  const bound = draft.kind === 'correction' || isRemainder;
  const fixed = bound ? { kind: draft.kind, reach: draft.reach, audience: draft.audience } : {};
  return { ...next, channels: inOrder(next.channels), ...fixed };
}

/**
 * The fields in which two drafts differ: a form sends all its fields with each save. A missing field counts as false.
 */
export function changedFields(before: Draft, after: Draft): (keyof Draft)[] {
  const canonical = (value: unknown): string | undefined => canonicalize(value ?? false);
  return (Object.keys(fields) as (keyof Draft)[]).filter(
    (field) => canonical(before[field]) !== canonical(after[field]),
  );
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
