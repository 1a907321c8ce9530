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
  type Reach,
  type Recording,
  type Schedule,
  type Texts,
} from '../../api';
import type { Fault } from '../../http';
import { gatheredWords } from '../../parts/refusal-words';
import { gathered } from '../../parts/refusal.rules';

/** The languages every text has a tab for. */
export const LANGUAGES = ['id', 'en'] as const;

export interface TextForm {
  subject: string;
  body: string;
}

/** What is on the form: texts of channels that are not chosen stay, in case they are chosen again. */
export interface ComposeForm {
  title: string;
  kind: Kind;
  reach: Reach;
  channels: Channel[];
  /** Channel → language → text. */
  texts: Record<Channel, Record<string, TextForm>>;
  /** The same in easy words and spoken, by language, and in sign language. */
  alternatives: {
    easy: Record<string, string>;
    audio: Record<string, Recording>;
    signing: Recording | null;
  };
  regions: string[];
  /** Empty: every language. */
  languages: string[];
  /** Empty: everybody, whatever they asked for. */
  topics: string[];
  when: 'now' | 'at';
  at: string;
  /** Region code → its own time; one that is still empty counts for nothing. */
  perRegion: Record<string, string>;
  /** Null: the usual hours. */
  window: { from: string; to: string } | null;
  expires: string;
  leaveWindow: boolean;
  electionId: string | null;
  neutral: boolean;
  segments: 1 | 2 | 3;
  unicode: boolean;
  /** Of a correction; null of everything else. */
  correction: CorrectionChoices | null;
  /** Whether whom it goes to is settled by what it corrects. */
  bound: boolean;
}

/** Changes some fields, to what is given or to what follows from how the form is now. Always the same function. */
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

/** Fills the form from what is stored. */
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

/** Texts of these channels as the API takes them: a language with nothing written in it is no text. */
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

/** What the API is given. */
export function fieldsOf(form: ComposeForm): DraftFields {
  const override = {
    ...(form.segments > 1 ? { segments: form.segments as 2 | 3 } : {}),
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

/** What is carried beside the texts, as the API takes it; null: nothing. */
function alternativesOf({ alternatives: { easy, audio, signing } }: ComposeForm): Alternatives | null {
  const written = Object.entries(easy).filter(([, text]) => text.trim() !== '');
  const given: Alternatives = {
    ...(written.length > 0 ? { easy: Object.fromEntries(written) } : {}),
    ...(Object.keys(audio).length > 0 ? { audio } : {}),
    ...(signing ? { signing } : {}),
  };
  return Object.keys(given).length > 0 ? given : null;
}

/** Whom it is for, as the API takes it. */
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

/** What the form says about when it goes out. */
export type Timing = Pick<
  ComposeForm,
  'when' | 'at' | 'perRegion' | 'window' | 'expires' | 'leaveWindow' | 'kind'
>;

/** When it goes out, as the API takes it; null: nothing is said yet. */
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

/** What is wrong in a field or what is in it; null when nothing. */
export function faultAt(faults: readonly Fault[], path: string): string | null {
  const here = faults.filter((fault) => fault.path === path || fault.path.startsWith(`${path}.`));
  return here.length === 0 ? null : [...new Set(gathered(here).map(gatheredWords))].join(' ');
}

/** Paths that have a field of their own on the form; all others are told at its top. */
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
