import {
  type Alternatives,
  type AnyText,
  type Broadcast,
  type Channel,
  CHANNELS,
  type CorrectionChoices,
  type Draft,
  type DraftFields,
  type Kind,
  type LONG_SMS_SEGMENTS,
  type Reach,
  type Recording,
  type Schedule,
  type Texts,
} from '../../api';
import type { Fault } from '../../http';
import { isDay } from '../calendar/days.rules';
import { gatheredWords } from '../../parts/refusals/refusal-words';
import { gathered } from '../../parts/refusals/refusal.rules';

/** The languages for which every text has a tab. */
export const TABBED_LANGUAGES = ['id', 'en'] as const;

export interface TextForm {
  subject: string;
  body: string;
}

/** The content of the form. Texts of channels that are not selected stay, in case they are selected again. */
export interface ComposeForm {
  title: string;
  kind: Kind;
  reach: Reach;
  channels: Channel[];
  /** Channel → language → text. */
  texts: Record<Channel, Record<string, TextForm>>;
  /** Easy texts and audio by language, and sign language. */
  alternatives: {
    easy: Record<string, string>;
    audio: Record<string, Recording>;
    signing: Recording | null;
  };
  regions: string[];
  /** Empty: every language. */
  languages: string[];
  /** Empty: everybody, whatever topics they selected. */
  topics: string[];
  when: 'now' | 'at';
  at: string;
  /** Region code → its own time; an empty time is ignored. */
  perRegion: Record<string, string>;
  /** Null: the default send window. */
  window: { from: string; to: string } | null;
  expires: string;
  leaveWindow: boolean;
  electionId: string | null;
  neutral: boolean;
  segments: 1 | (typeof LONG_SMS_SEGMENTS)[number];
  unicode: boolean;
  /** Of a correction; null for every other kind. */
  correction: CorrectionChoices | null;
  /** Whether the audience is determined by the broadcast that this one corrects. */
  bound: boolean;
}

/** Changes some fields, to the given values or to a function of the present form. A stable function. */
export type ChangeForm = (part: Partial<ComposeForm> | ((now: ComposeForm) => Partial<ComposeForm>)) => void;

/** A form for a new broadcast. */
export const EMPTY_FORM: ComposeForm = {
  title: '',
  kind: 'ordinary',
  reach: 'preferred',
  channels: [...CHANNELS],
  texts: { email: {}, telegram: {}, sms: {} },
  alternatives: { easy: {}, audio: {}, signing: null },
  regions: [],
  languages: [],
  topics: [],
  when: 'at',
  at: '',
  perRegion: {},
  window: null,
  expires: '',
  leaveWindow: false,
  electionId: null,
  neutral: false,
  segments: 1,
  unicode: false,
  correction: null,
  bound: false,
};

/**
 * What comes with a kind, for the author to change: its usual reach (libs/broadcasts/drafts/draft.ts, usualReach), and,
 * while no time is chosen, that an urgent one goes at once.
 */
export const ofKind = (
  kind: 'ordinary' | 'urgent',
  { at }: Pick<ComposeForm, 'at'>,
): Pick<ComposeForm, 'kind' | 'reach'> & Partial<Pick<ComposeForm, 'when'>> => ({
  kind,
  reach: kind === 'urgent' ? 'every' : 'preferred',
  ...(at === '' && { when: kind === 'urgent' ? 'now' : 'at' }),
});

/** The hour that a new broadcast has where only its day was chosen. */
const FIRST_HOUR = '09:00';

/** A form for a new broadcast on a day, `2029-02-14`, or at its hour, `2029-02-14T13:00`; anything else: without a time. */
export function emptyOn(asked: string | null): ComposeForm {
  const [, day = '', hour = FIRST_HOUR] =
    /^(.{10})(?:T((?:[01]\d|2[0-3]):[0-5]\d))?$/.exec(asked ?? '') ?? [];
  return isDay(day) ? { ...EMPTY_FORM, at: `${day}T${hour}` } : EMPTY_FORM;
}

/** Fills the form from a stored draft. */
export function formOf({ draft, remainderOfId }: Pick<Broadcast, 'draft' | 'remainderOfId'>): ComposeForm {
  const { schedule, audience, contents, smsOverride } = draft;
  const texts: ComposeForm['texts'] = { email: {}, telegram: {}, sms: {} };
  for (const channel of CHANNELS) {
    for (const [language, { subject = '', body }] of Object.entries<AnyText>(contents[channel] ?? {})) {
      texts[channel][language] = { subject, body };
    }
  }
  return {
    title: draft.title,
    kind: draft.kind,
    reach: draft.reach,
    channels: draft.channels,
    texts,
    alternatives: {
      easy: draft.alternatives?.easy ?? {},
      audio: draft.alternatives?.audio ?? {},
      signing: draft.alternatives?.signing ?? null,
    },
    regions: audience.regions,
    languages: audience.languages ?? [],
    topics: audience.topics ?? [],
    when: schedule?.at === 'now' ? 'now' : 'at',
    at: schedule && schedule.at !== 'now' ? schedule.at : '',
    perRegion: schedule?.perRegion ?? {},
    window: schedule?.window ?? null,
    expires: schedule?.expires ?? '',
    leaveWindow: schedule?.leaveWindow ?? false,
    electionId: draft.electionId ?? null,
    neutral: draft.neutral ?? false,
    segments: smsOverride?.segments ?? 1,
    unicode: smsOverride?.unicode ?? false,
    correction: draft.correction ?? null,
    bound: draft.correction !== undefined || remainderOfId !== null,
  };
}

/** Texts of these channels for the API: a language without any input is no text. */
export function contentsOf(texts: Texts, channels: readonly Channel[]): Draft['contents'] {
  const contents: Draft['contents'] = {};
  for (const channel of channels) {
    const written = Object.entries(texts[channel] ?? {}).filter(
      ([, { subject = '', body }]) => body.trim() !== '' || subject.trim() !== '',
    );
    if (written.length === 0) continue;
    if (channel === 'email')
      contents.email = Object.fromEntries(
        written.map(([language, { subject = '', body }]) => [language, { subject, body }]),
      );
    else contents[channel] = Object.fromEntries(written.map(([language, { body }]) => [language, { body }]));
  }
  return contents;
}

/** The fields for the API. */
export function fieldsOf(form: ComposeForm): DraftFields {
  const override = {
    ...(form.segments !== 1 ? { segments: form.segments } : {}),
    ...(form.unicode ? { unicode: true } : {}),
  };
  return {
    title: form.title,
    kind: form.kind,
    reach: form.reach,
    channels: form.channels,
    contents: contentsOf(form.texts, form.channels),
    alternatives: alternativesOf(form),
    audience: audienceOf(form),
    schedule: scheduleOf(form),
    electionId: form.electionId,
    smsOverride: Object.keys(override).length > 0 ? override : null,
    neutral: form.neutral,
    ...(form.correction ? { correction: form.correction } : {}),
  };
}

/** Easy texts and recordings for the API; null: none. */
function alternativesOf({ alternatives: { easy, audio, signing } }: ComposeForm): Alternatives | null {
  const written = Object.entries(easy).filter(([, text]) => text.trim() !== '');
  const given: Alternatives = {
    ...(written.length > 0 ? { easy: Object.fromEntries(written) } : {}),
    ...(Object.keys(audio).length > 0 ? { audio } : {}),
    ...(signing ? { signing } : {}),
  };
  return Object.keys(given).length > 0 ? given : null;
}

/** The audience for the API. */
export function audienceOf({
  regions,
  languages,
  topics,
}: Pick<ComposeForm, 'regions' | 'languages' | 'topics'>): Draft['audience'] {
  return {
    regions,
    ...(languages.length > 0 ? { languages } : {}),
    ...(topics.length > 0 ? { topics } : {}),
  };
}

/** The fields of the form that make up the schedule. */
export type Timing = Pick<
  ComposeForm,
  'when' | 'at' | 'perRegion' | 'window' | 'expires' | 'leaveWindow' | 'kind'
>;

/** The schedule for the API; null: not set yet. */
export function scheduleOf(timing: Timing): Schedule | null {
  const { when, at, perRegion, window, expires, leaveWindow, kind } = timing;
  if (when === 'at' && at === '') return null;
  const own = Object.entries(perRegion).filter(([, time]) => time !== '');
  return {
    at: when === 'now' ? 'now' : at,
    ...(own.length > 0 ? { perRegion: Object.fromEntries(own) } : {}),
    ...(window && window.from !== '' && window.to !== '' ? { window } : {}),
    ...(expires === '' ? {} : { expires }),
    ...(leaveWindow && kind !== 'ordinary' ? { leaveWindow } : {}),
  };
}

/** The fault of a field or of a member of it; null when there is none. */
export function faultAt(faults: readonly Fault[], path: string): string | null {
  const here = faults.filter((fault) => fault.path === path || fault.path.startsWith(`${path}.`));
  return here.length === 0 ? null : [...new Set(gathered(here).map(gatheredWords))].join(' ');
}

/** Paths that have a field of their own; the faults of all others are shown above the form. */
const FIELDS = [
  'title',
  'kind',
  'reach',
  'channels',
  'alternatives.easy',
  'alternatives.audio',
  'alternatives.signing',
  'audience.regions',
  'audience.languages',
  'audience.topics',
  'schedule.at',
  'schedule.perRegion',
  'schedule.window',
  'schedule.expires',
  'schedule.leaveWindow',
  'electionId',
  'neutral',
  'smsOverride',
  'correction.telegram',
];

/** The faults that no field of the form shows. */
export function faultsElsewhere(faults: readonly Fault[], channels: readonly Channel[]): Fault[] {
  const fields = [...FIELDS, ...channels.map((channel) => `contents.${channel}`)];
  return faults.filter(({ path }) => !fields.some((field) => path === field || path.startsWith(`${field}.`)));
}

/** What is written besides a broadcast of its own, said below its title; null: a broadcast that was never submitted. */
export function kindLineOf({
  originalId,
  remainderOfId,
  submission,
}: Pick<Broadcast, 'originalId' | 'remainderOfId' | 'submission'>):
  'edit' | 'correction' | 'remainder' | null {
  if (remainderOfId !== null) return 'remainder';
  if (originalId !== null) return 'correction';
  return submission ? 'edit' : null;
}
