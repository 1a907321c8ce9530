import { send, type SendProgress } from '../http';
import { addressOf, type Answer, type Body, call, located, type Query } from './client';
import type {
  Alternatives,
  Channel,
  Draft,
  LateChoice,
  Passage,
  Recording,
  RecordingKind,
  Template,
  Wave,
} from './types';

/** The fields of a draft; null removes an optional field. */
export type DraftFields = Required<
  Pick<
    Body<'patch', '/broadcasts/{id}'>,
    'title' | 'channels' | 'contents' | 'audience' | 'schedule' | 'electionId' | 'smsOverride'
  >
> &
  Pick<Draft, 'kind' | 'reach' | 'correction'> & { neutral: boolean; alternatives: Alternatives | null };

/** Drops the recording's type: the upload has settled it. */
const asGiven = (alternatives: Alternatives | null) =>
  alternatives as NonNullable<Body<'patch', '/broadcasts/{id}'>['alternatives']> | null;

/** A part of a broadcast; an empty object means the whole. */
export interface Part {
  channel?: Channel | undefined;
  region?: string | undefined;
}

type ListQuery = Query<'get', '/broadcasts'>;
/** What the list is filtered and sorted by; null and '': by nothing. */
export type ListWhere = {
  [K in Exclude<keyof ListQuery, 'after' | 'limit'>]?: ListQuery[K] | null | undefined;
};

type DeliveryFilter = Record<'channel' | 'state' | 'region' | 'gotNothing', string | null>;
type DeliveryQuery = Query<'get', '/broadcasts/{id}/deliveries'>;
const sought = (where: DeliveryFilter) =>
  where as Pick<DeliveryQuery, 'channel' | 'state' | 'region' | 'gotNothing'>;

/** Recordings that a broadcast carries beside its texts. */
export const recordings = {
  send: (kind: RecordingKind, file: File, sent: SendProgress) =>
    send<Recording>(
      located('/recordings/{kind}', { path: { kind } }),
      file,
      'application/octet-stream',
      sent,
    ),
  /** The URL of a recording. */
  at: (sha256: string) => addressOf('/recordings/{sha256}', { path: { sha256 } }),
};

/** Writing, reviewing and watching broadcasts. */
export const broadcasts = {
  versions: async (id: string) => (await call('get', '/broadcasts/{id}/versions', { path: { id } })).versions,
  version: async (id: string, version: number) =>
    (await call('get', '/broadcasts/{id}/versions/{version}', { path: { id, version: String(version) } }))
      .draft,
  remove: (id: string, version: number) =>
    call('delete', '/broadcasts/{id}', { path: { id }, query: { version } }),
  page: (where: ListWhere, after: string | null, limit = 30) =>
    call('get', '/broadcasts', { query: { ...where, after, limit } }),
  /** The words that a search which finds nothing may have meant; null: none. */
  meant: async (where: ListWhere) => (await call('get', '/broadcast-words', { query: where })).meant,
  /** The authors of the broadcasts that the list can show. */
  authors: async () => (await call('get', '/broadcast-authors')).authors,
  get: (id: string) => call('get', '/broadcasts/{id}', { path: { id } }),
  create: ({ kind, alternatives, schedule, electionId, smsOverride, ...given }: DraftFields) => {
    const { title, reach, channels, contents, audience, neutral } = given;
    return call('post', '/broadcasts', {
      body: {
        title,
        reach,
        channels,
        contents,
        audience,
        neutral,
        ...(kind === 'correction' ? {} : { kind }),
        ...(alternatives ? { alternatives: asGiven(alternatives) ?? {} } : {}),
        ...(schedule ? { schedule } : {}),
        ...(electionId ? { electionId } : {}),
        ...(smsOverride ? { smsOverride } : {}),
      },
    });
  },
  /** A draft that says what to practise with: its texts and audience are there, its schedule is not. */
  sample: (title: string, texts: { subject: string; body: string; short: string }) => {
    const { subject, body, short } = texts;
    return call('post', '/broadcasts', {
      body: {
        title,
        channels: ['email', 'telegram', 'sms'],
        contents: {
          email: { id: { subject, body } },
          telegram: { id: { body } },
          sms: { id: { body: short } },
        },
        audience: { regions: ['51'] },
      },
    });
  },
  edit: (id: string, version: number, { kind, alternatives, ...fields }: Partial<DraftFields>) =>
    call('patch', '/broadcasts/{id}', {
      path: { id },
      body: {
        version,
        ...fields,
        ...(alternatives === undefined ? {} : { alternatives: asGiven(alternatives) }),
        ...(kind === undefined || kind === 'correction' ? {} : { kind }),
      },
    }),
  /** Copies the texts that are valid: the broadcast's own or, once it is corrected, those of the correction. */
  copy: (id: string) => call('post', '/broadcasts/{id}/copy', { path: { id }, body: {} }),
  /** @param texts which texts to copy from a corrected broadcast */
  copyTexts: (id: string, texts: 'own' | 'corrected') =>
    call('post', '/broadcasts/{id}/copy', { path: { id }, body: { texts } }),
  fromTemplate: ({ id, title }: Pick<Template, 'id' | 'title'>) =>
    call('post', '/broadcasts', { body: { title, templateId: id } }),
  preview: (
    id: string,
    channel: Channel,
    language: string,
    { name, regionCode }: { name: string; regionCode: string | null },
  ) =>
    call('post', '/broadcasts/{id}/preview', {
      path: { id },
      body: { channel, language, sample: { name, ...(regionCode !== null && { regionCode }) } },
    }),
  test: (id: string, language: string) =>
    call('post', '/broadcasts/{id}/test', { path: { id }, body: { language } }),
  correct: (id: string, title: string, templateId: string | null) =>
    call('post', '/broadcasts/{id}/corrections', {
      path: { id },
      body: { title, ...(templateId ? { templateId } : {}) },
    }),
  submit: (id: string, version: number, confirmLocalHours: boolean, unreached: boolean) =>
    call('post', '/broadcasts/{id}/submit', {
      path: { id },
      body: { version, confirmLocalHours, unreached },
    }),
  approve: (
    id: string,
    confirmed: {
      digest: string;
      confirmLocalHours: boolean;
      confirmNeutral: boolean;
      late?: LateChoice;
      acknowledged: string[];
    },
  ) => call('post', '/broadcasts/{id}/approve', { path: { id }, body: confirmed }),
  reject: (id: string, reason: string, passages: readonly Passage[] = []) =>
    call('post', '/broadcasts/{id}/reject', {
      path: { id },
      body: { ...(reason !== '' && { reason }), passages: [...passages] },
    }),
  /** Undoes an act that the same person did a moment ago. */
  undo: (id: string, act: Body<'post', '/broadcasts/{id}/undo'>['act']) =>
    call('post', '/broadcasts/{id}/undo', { path: { id }, body: { act } }),
  withdraw: (id: string, reason: string) =>
    call('post', '/broadcasts/{id}/withdraw', { path: { id }, body: reason === '' ? {} : { reason } }),
  pause: (id: string, { doubt, reason, ...part }: Part & { doubt: boolean; reason?: string }) =>
    call('post', '/broadcasts/{id}/pause', {
      path: { id },
      body: { ...named(part), doubt, ...(reason === undefined ? {} : { reason }) },
    }),
  /** `doubted`: what is in doubt goes on too, although something else is paused; `pausedBy`: only what this one paused. */
  resume: (
    id: string,
    part: Part,
    { doubted, pausedBy }: { doubted: boolean; pausedBy?: Wave['pausedBy'] },
  ) =>
    call('post', '/broadcasts/{id}/resume', {
      path: { id },
      body: { ...named(part), ...(doubted && { doubted }), ...(pausedBy && { pausedBy }) },
    }),
  carrierHolds: async (id: string) =>
    (await call('get', '/broadcasts/{id}/carrier-holds', { path: { id } })).holds,
  releaseCarrier: (id: string, channel: Channel, carrier: string) =>
    call('post', '/broadcasts/{id}/carrier-holds/release', { path: { id }, body: { channel, carrier } }),
  rejected: async (id: string) =>
    (await call('get', '/broadcasts/{id}/rejected-addresses', { path: { id } })).channels,
  keepRejected: (id: string, channel: Channel, reason: string) =>
    call('post', '/broadcasts/{id}/rejected-addresses/keep', { path: { id }, body: { channel, reason } }),
  giveBack: (id: string, channel: Channel, reason: string) =>
    call('post', '/broadcasts/{id}/rejected-addresses/give-back', {
      path: { id },
      body: { channel, reason },
    }),
  cancel: (id: string, { reason, ...part }: Part & { reason: string }) =>
    call('post', '/broadcasts/{id}/cancel', { path: { id }, body: { ...named(part), reason } }),
  liftDoubt: (id: string, reason: string) =>
    call('post', '/broadcasts/{id}/lift-doubt', { path: { id }, body: { reason } }),
  waves: async (id: string) => (await call('get', '/broadcasts/{id}/waves', { path: { id } })).waves,
  answer: (id: string) => call('post', '/broadcasts/{id}/answer', { path: { id } }),
  progress: (id: string) => call('get', '/broadcasts/{id}/progress', { path: { id } }),
  /** The URL of the progress stream (server-sent events). */
  events: (id: string) => addressOf('/broadcasts/{id}/events', { path: { id } }),
  deliveries: (id: string, where: DeliveryFilter, after: string | null) =>
    call('get', '/broadcasts/{id}/deliveries', {
      path: { id },
      query: { ...sought(where), after, limit: 100 },
    }),
  /** The URL of the same deliveries as CSV. */
  csv: (id: string, where: DeliveryFilter) =>
    addressOf('/broadcasts/{id}/deliveries.csv', { path: { id }, query: sought(where) }),
};

/** Omits the members that a part does not name. */
const named = ({ channel, region }: Part) => ({
  ...(channel === undefined ? {} : { channel }),
  ...(region === undefined ? {} : { region }),
});

export type MissedGroup = NonNullable<Answer<'get', '/broadcasts/{id}/report'>['gotNothingBy']>[number];
export type Failure = Answer<'get', '/broadcasts/{id}/failures'>['failures'][number];
type Unknown = Answer<'get', '/broadcasts/{id}/unknown'>;
export type UnknownGroup = Unknown['groups'][number];
export type Rejected = Answer<'get', '/broadcasts/{id}/rejected'>;
export type ResendAct = Unknown['resends'][number];
export type Report = Answer<'get', '/broadcasts/{id}/report'>;

/** What an operator decides on unknown copies. A null part: all of it. */
interface DecidedUnknown {
  /** The number of unknown copies that was shown. */
  unknown: number;
  reason: string;
  channel: Channel | null;
  region: string | null;
  cause: string | null;
}

const withoutNull = ({ channel, region, cause, ...decided }: DecidedUnknown) => ({
  ...decided,
  ...(channel === null ? {} : { channel }),
  ...(region === null ? {} : { region }),
  ...(cause === null ? {} : { cause }),
});

/** The progress and the outcome of a broadcast. */
export const outcomes = {
  forecast: async (id: string) => (await call('get', '/broadcasts/{id}/forecast', { path: { id } })).channels,
  course: (id: string) => call('get', '/broadcasts/{id}/course', { path: { id } }),
  failures: (id: string) => call('get', '/broadcasts/{id}/failures', { path: { id } }),
  unknown: (id: string) => call('get', '/broadcasts/{id}/unknown', { path: { id } }),
  resend: (id: string, decided: DecidedUnknown) =>
    call('post', '/broadcasts/{id}/resend-unknown', { path: { id }, body: withoutNull(decided) }),
  accept: (id: string, decided: DecidedUnknown) =>
    call('post', '/broadcasts/{id}/accept-unknown', { path: { id }, body: withoutNull(decided) }),
  rejected: (id: string) => call('get', '/broadcasts/{id}/rejected', { path: { id } }),
  resendRejected: (
    id: string,
    body: { rejected: number; causes: string[]; reason: string; channel?: Channel },
  ) => call('post', '/broadcasts/{id}/resend-rejected', { path: { id }, body }),
  report: (id: string) => call('get', '/broadcasts/{id}/report', { path: { id } }),
  /** @param why a reason, the data request that this answers, or both */
  reveal: (id: string, addressId: string, why: { requestId: string }) =>
    call('post', '/broadcasts/{id}/deliveries/{addressId}/reveal', {
      path: { id, addressId },
      body: why,
    }),
};
