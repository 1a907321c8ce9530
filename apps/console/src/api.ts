import type { components } from './api.generated';
import { ask, type Fault, send, type SendProgress } from './http';

// Much of this mirrors apps/publisher by hand still; what is new takes its types from api.generated.ts.

export const CHANNELS = ['email', 'telegram', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];

export const ROLES = ['author', 'reviewer', 'operator', 'auditor', 'dpo', 'helpdesk', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Organisation {
  id: string;
  kind: 'ministry' | 'kpu';
  name: string;
  regionCode: string | null;
}

export interface Person {
  personId: string;
  username: string;
  name: string;
  roles: Role[];
  steppedUpAt: string | null;
  organisation: Organisation;
  duty: 'change-password' | 'enrol-totp' | null;
}

export interface Credentials {
  username: string;
  password: string;
  totp?: string;
  /** In place of `totp`, where the authenticator is not at hand. */
  recoveryCode?: string;
}

/** One's own session and account. A 401 here is about what was typed, never about the session on screen. */
export const session = {
  signIn: (credentials: Credentials) => ask<Person>('POST', '/session', { body: credentials, plain: true }),
  signOut: () => ask<void>('DELETE', '/session', { plain: true }),
  stepUp: (totp: string) => ask<void>('POST', '/session/step-up', { body: { totp }, plain: true }),
  changePassword: (present: string, wanted: string) =>
    ask<void>('POST', '/session/password', { body: { present, wanted }, plain: true }),
  enrol: () => ask<{ uri: string }>('POST', '/session/totp', { plain: true }),
  confirmEnrolment: (totp: string) =>
    ask<{ recoveryCodes: string[] }>('POST', '/session/totp/confirm', { body: { totp }, plain: true }),
  secondFactor: () => ask<{ enrolled: boolean; codesLeft: number }>('GET', '/session/second-factor'),
  renewRecoveryCodes: () => ask<{ recoveryCodes: string[] }>('POST', '/session/recovery-codes'),
};

export interface OwnSession {
  id: string;
  browser: string | null;
  system: string | null;
  since: string;
  lastSeen: string;
  /** The one on screen. */
  current: boolean;
}

/** Where one is signed in. */
export const ownSessions = {
  list: async () => (await ask<{ sessions: OwnSession[] }>('GET', '/sessions')).sessions,
  end: (id: string) => ask<void>('DELETE', `/sessions/${id}`),
  endOthers: () => ask<{ ended: number }>('DELETE', '/sessions'),
};

export const BROADCAST_STATES = [
  'draft',
  'in_review',
  'approved',
  'running',
  'paused',
  'completed',
  'rejected',
  'withdrawn',
  'cancelled',
  'expired',
] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];
export type Kind = 'ordinary' | 'urgent' | 'correction';

/** `2026-12-01T07:00`, a time on the wall meant in each region's own zone; or `now`. */
export type LocalDateTime = string;

export interface Schedule {
  at: LocalDateTime;
  perRegion?: Record<string, LocalDateTime>;
  expires?: LocalDateTime;
  window?: { from: string; to: string };
  leaveWindow?: boolean;
}

export interface ListedBroadcast {
  id: string;
  title: string;
  kind: Kind;
  state: BroadcastState;
  channels: Channel[];
  regions: number;
  organisation: string;
  author: string;
  originalId: string | null;
  createdAt: string;
  updatedAt: string;
  approvedAt: string | null;
  /** Where a decision on it cannot wait: whether somebody has it in hand. */
  alert: 'waiting' | 'taken' | null;
}

export type Texts = Partial<Record<Channel, Record<string, { subject?: string; body: string }>>>;
export type Reach = 'preferred' | 'every';

/** What was uploaded to be heard or seen, named by its bytes. */
export type Recording = components['schemas']['Recording'];
export type RecordingKind = 'audio' | 'signing';
/** As large as a recording may be, in bytes. */
export const MOST_BYTES: Record<RecordingKind, number> = { audio: 5_000_000, signing: 25_000_000 };

/** The same message in easy words and spoken, by language, and in sign language. */
export interface Alternatives {
  easy?: Record<string, string>;
  audio?: Record<string, Recording>;
  signing?: Recording;
}

export interface Draft {
  title: string;
  kind: Kind;
  reach: Reach;
  channels: Channel[];
  contents: Texts;
  alternatives?: Alternatives;
  audience: { regions: string[]; languages?: string[]; topics?: string[] };
  schedule?: Schedule;
  electionId?: string;
  smsOverride?: { segments?: 2 | 3; unicode?: boolean };
  neutral?: boolean;
  correction?: CorrectionChoices;
}

/** What only a correction has to say. */
export interface CorrectionChoices {
  toThoseWhoLeft: boolean;
  telegram: { original: 'leave' | 'edit' | 'delete'; message: boolean };
}

/** What a draft is saved with: null takes an optional field away. */
export type DraftFields = Omit<
  Draft,
  'alternatives' | 'schedule' | 'electionId' | 'smsOverride' | 'neutral'
> & {
  alternatives: Alternatives | null;
  schedule: Schedule | null;
  electionId: string | null;
  smsOverride: Draft['smsOverride'] | null;
  neutral: boolean;
};

/** What a digest is over. */
export interface FrozenDocument {
  title: string;
  kind: Kind;
  reach: Reach;
  correction: CorrectionChoices | null;
  channels: Channel[];
  contents: Partial<Record<Channel, Record<string, { subject?: string; text: string }>>>;
  alternatives?: Alternatives;
  audience: { regions: string[]; languages: string[]; topics: string[] };
  regions: { code: string; name: string; timeZone: string }[];
  schedule: Schedule;
  election: { id: string; name: string } | null;
  neutral: boolean;
  sender: { name: string; from: string; organisation: { id: string; name: string } };
}

export interface Who {
  id: string;
  name: string;
}

/** Who has what is under review in hand; it lapses unless it is renewed. */
export interface Hold {
  by: Who;
  since: string;
  until: string;
}

/** What becomes of the part whose hour has passed before the decision. */
export type LateChoice = 'send' | 'move' | 'expire';

/** A passage of a text under review, with what is wrong with it; `start` in UTF-16 units. */
export interface Passage {
  channel: Channel;
  language: string;
  field: 'subject' | 'text';
  quote: string;
  start: number;
  reason: string;
}

export interface Submission {
  no: number;
  digest: string;
  document: FrozenDocument;
  submittedBy: Who;
  submittedAt: string;
  decision: 'approved' | 'rejected' | 'withdrawn' | 'voided' | null;
  decidedBy: Who | null;
  decidedAt: string | null;
  reason: string | null;
  passages: Passage[];
  late: LateChoice | null;
}

export interface Notable {
  code: string;
  path: string;
  message: string;
}

export interface Broadcast {
  id: string;
  state: BroadcastState;
  version: number;
  draft: Draft;
  organisation: Who;
  author: Who;
  originalId: string | null;
  /** Of a remainder: the correction whose text it takes to those never reached. */
  remainderOfId: string | null;
  publicCode: string;
  pauseReason: string | null;
  pausedBy: string | null;
  /** Waves that are paused, be it one part of it or all. */
  pausedWaves: number;
  /** Since when its content is in doubt, and why. */
  doubt: { since: string; reason: string | null } | null;
  hold: Hold | null;
  createdAt: string;
  updatedAt: string;
  approvedAt: string | null;
  endedAt: string | null;
  submission: Submission | null;
  obstacles: Fault[];
  warnings: Notable[];
  estimate: Estimate | null;
  /** Of a correction nobody has decided on: whom it does not go to. */
  others: { left: number; unreached: Estimate } | null;
  /** Of a correction: the broadcast to those never reached. */
  remainder: { id: string; state: BroadcastState } | null;
  approval: { may: boolean; why: string | null; confirmLocalHours: boolean };
  alert: Alert | null;
  template: TemplateUse | null;
}

/** The call that went out because a decision cannot wait. */
export interface Alert {
  kind: 'review' | 'brake';
  channel: Channel | null;
  raisedAt: string;
  decideBy: string;
  calls: number;
  /** How many people the last call went to. */
  people: number;
  calledAt: string | null;
  escalatedAt: string | null;
  answer: string | null;
  answeredAt: string | null;
  answeredBy: Who | null;
  open: boolean;
  mayAnswer: boolean;
}

/** The approved template a correction was begun from, and where its texts are no longer those. */
export interface TemplateUse {
  id: string;
  title: string;
  digest: string;
  approvedBy: Who;
  approvedAt: string;
  unchanged: boolean;
  changes: { path: string; was?: string; is?: string }[];
}

export type TemplateKind = 'ordinary' | 'correction';

export interface Template {
  id: string;
  kind: TemplateKind;
  title: string;
  contents: Texts;
  state: 'draft' | 'approved' | 'ready' | 'retired';
  /** Whether a broadcast can be begun from it. */
  usable: boolean;
  version: number;
  digest: string;
  office: Who;
  author: Who;
  approvedBy: Who | null;
  approvedAt: string | null;
  updatedAt: string;
  warnings: Notable[];
  mayEdit: boolean;
  approval: { may: boolean; why: string | null };
}

export type OnCallRole = 'reviewer' | 'operator';

export interface OnCallCandidate {
  personId: string;
  username: string;
  name: string;
  organisation: Who;
  role: OnCallRole;
  channels: Channel[];
}

export interface OnCallEntry extends OnCallCandidate {
  tier: 1 | 2;
  position: number;
}

export interface OwnAddress {
  channel: Channel;
  /** Masked; null: none. */
  to: string | null;
  confirmed: boolean;
}

export interface Estimate {
  people: number;
  channels: Record<Channel, number>;
}

/** A part of a broadcast; empty: the whole. */
export interface Part {
  channel?: Channel | undefined;
  region?: string | undefined;
}

export type WaveState =
  'planned' | 'prepared' | 'released' | 'paused' | 'completed' | 'cancelled' | 'expired';

export interface Wave extends Counts {
  channel: Channel;
  regionCode: string;
  regionName: string;
  state: WaveState;
  expiresAt: string;
}

/** The account of what was stopped or set going, at that moment. */
export interface Tally {
  waves: number;
  sent: number;
  stopped: number;
  inHand: number;
  unknown: number;
}

export interface Expiring {
  expiresAt: string;
  waves: number;
  messages: number;
}

export interface Resumed extends Tally {
  doubtCleared: boolean;
}

/** The emergency stop that stands. */
export interface EmergencyStop {
  since: string;
  reason: string;
  by: { id: string; name: string };
}

/** What it holds back, or would. */
export interface Held extends Tally {
  broadcasts: number;
  expiring: Expiring[];
}

export interface ZoneForecast {
  timeZone: string;
  startsAt: string;
  finishesAt: string;
  expiresAt: string;
  messages: number;
  lateMessages: number;
}

export interface Forecast extends Omit<ZoneForecast, 'timeZone'> {
  late: boolean;
  zones: ZoneForecast[];
}

export interface Plan {
  waves: { channel: Channel; regionCode: string; timeZone: string; dueAt: string; expiresAt: string }[];
  forecast: Partial<Record<Channel, Forecast>>;
}

export interface SmsSegments {
  encoding: string;
  segments: number;
  characters: number;
  left: number;
}

export interface SampleCopy {
  subject?: string;
  text: string;
  html?: string;
  language: string;
  sms: SmsSegments | null;
}

/** Part of a text, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

/** Something wrong in a text, with what of it is meant. */
export interface TextFault extends Fault {
  code?:
    | 'lone-brace'
    | 'tag'
    | 'unknown-variable'
    | 'unclosed-tag'
    | 'empty'
    | 'lines'
    | 'link'
    | 'sms-letters'
    | 'too-long';
  spans?: Span[];
}

export interface UnsavedText {
  channel: Channel;
  language: string;
  content: { subject?: string; body: string };
  electionId?: string;
  regions: string[];
  smsOverride?: Draft['smsOverride'];
  sample: { name: string; regionCode?: string };
}

/** How a text stands that nobody has saved. */
export interface TextLook {
  copy: SampleCopy | null;
  why: string | null;
  faults: TextFault[];
  warnings: Notable[];
  /** For the recipient with the longest values. */
  lengths: { path: string; characters: number; limit: number | null; sms: SmsSegments | null }[];
  sender: { name: string; from: string };
}

export interface UnsavedPlan {
  kind: Kind;
  reach: Reach;
  channels: Channel[];
  audience: Draft['audience'];
  schedule?: Schedule;
  electionId?: string;
  neutral: boolean;
}

/** How an audience and a schedule would go that nobody has saved. */
export interface Outlook {
  estimate: Estimate | null;
  obstacles: Fault[];
  warnings: Notable[];
  forecast: Partial<Record<Channel, Forecast>>;
  nextOpenings: { timeZone: string; regions: string[]; at: LocalDateTime }[];
  rates: Record<Channel, number | null>;
  smsCostPerSegment: number;
}

export const DELIVERY_STATES = [
  'pending',
  'claimed',
  'accepted',
  'delivered',
  'failed',
  'suppressed',
  'expired',
  'cancelled',
  'unknown',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
export type Counts = Record<DeliveryState, number> & { targeted: number };

export interface Progress {
  state: BroadcastState;
  pauseReason: string | null;
  total: Counts;
  channels: Partial<Record<Channel, Counts>>;
  regions: Record<string, Counts>;
  firstHandoverAt: string | null;
  endedAt: string | null;
  /** The channels on which something waits because the provider is away. */
  away: { channel: Channel; since: string }[];
  /** What each channel's provider takes, in messages a second; null: no limit. */
  limits: Partial<Record<Channel, number | null>>;
}

export interface Delivery {
  addressId: string;
  channel: Channel;
  region: string;
  state: DeliveryState;
  attempts: number;
  resends: number;
  reason: string | null;
  handedAt: string | null;
  address: string | null;
}

export interface Region {
  code: string;
  parentCode: string | null;
  kind: 'province' | 'regency' | 'overseas';
  name: string;
  timeZone: string;
  registeredVoters: number | null;
}

export const OFFICES = [
  'president',
  'dpr',
  'dpd',
  'dprd-province',
  'dprd-regency',
  'governor',
  'regent',
  'mayor',
] as const;
export type Office = (typeof OFFICES)[number];
export const ROUNDS = ['first', 'second', 'psu', 'susulan'] as const;

/** One office to be filled in one region; region null: the whole nation. */
export interface Contest {
  office: Office;
  regionCode: string | null;
  /** Where it differs from the election's. */
  pollingDate: string | null;
}

/** Dates are `2029-02-14`, hours `07:00`, each on the region's own clock. */
export interface Election {
  id: string;
  name: string;
  round: (typeof ROUNDS)[number];
  pollingDate: string;
  pollingOpens: string;
  pollingCloses: string;
  quietFrom: string;
  quietTo: string;
  contests: Contest[];
}

/** What an election is saved with: a contest is written once for all its regions, none being the whole nation. */
export type ElectionFields = Omit<Election, 'id' | 'contests'> & {
  contests: { office: Office; regions: string[]; pollingDate: string | null }[];
};

export interface KeptElection extends Election {
  version: number;
  /** Broadcasts that have not ended and name it. */
  namedBy: number;
  mayEdit: boolean;
}

/** What citizens can ask to hear about, by name in each language. */
export interface Topic {
  id: string;
  name: Record<'id' | 'en', string>;
}

export interface AuditEntry {
  id: string;
  at: string;
  actor: { id: string; username: string; name: string } | null;
  act: string;
  subject: string;
  detail: Record<string, unknown>;
}

/** How far the trail is sealed. */
export interface ChainState {
  sealed: string;
  sealedAt: string | null;
  waiting: number;
  lastRoot: { day: string; position: string; hash: string } | null;
}

export const trail = {
  /** Recomputes the whole chain; `broken` names the first thing that does not hold. */
  verify: () => ask<{ sealed: string; broken: string | null }>('POST', '/audit/verify', { body: {} }),
  page: (where: Record<'act' | 'actor' | 'subject' | 'from' | 'to', string>, before: string | null) =>
    ask<{ entries: AuditEntry[]; next: string | null; chain: ChainState }>(
      'GET',
      `/audit${query({ ...where, before, limit: 50 })}`,
    ),
};

interface Named {
  id: string;
  title: string;
  kind: Kind;
  organisation: string;
}

/** What a person finds when they come in; null: not for their roles. */
export interface Home {
  at: string;
  drafts: (Named & { state: 'draft' | 'rejected' | 'withdrawn'; updatedAt: string })[] | null;
  reviews: (Named & { submittedAt: string; decideBefore: string; takenBy: string | null })[] | null;
  stopped:
    | (Named & {
        state: BroadcastState;
        pausedBy: 'author' | 'kpu' | 'operator' | 'brake' | 'correction' | null;
        reason: string | null;
        doubted: boolean;
        pausedWaves: number;
        expiresAt: string | null;
        /** The brake stopped it, and no operator has decided yet. */
        braked: boolean;
      })[]
    | null;
  running: (Named & { targeted: number; settled: number; sent: number; failed: number })[] | null;
  next:
    | {
        id: string;
        title: string;
        kind: Kind;
        timeZone: string;
        dueAt: string;
        channels: Channel[];
        regions: number;
        paused: boolean;
      }[]
    | null;
  away: { channel: Channel; since: string }[] | null;
}

/** What needs the person, what runs, and what is next. */
export const home = () => ask<Home>('GET', '/home');

const at = (id: string, rest = ''): string => `/broadcasts/${encodeURIComponent(id)}${rest}`;

/** What broadcasts carry beside their texts. */
export const recordings = {
  send: (kind: RecordingKind, file: File, sent: SendProgress) =>
    send<Recording>(`/recordings/${kind}`, file, 'application/octet-stream', sent),
  /** Where one is to be heard or seen. */
  at: (sha256: string) => `/api/v1/recordings/${sha256}`,
};

/** Writing, deciding on and watching broadcasts. */
export const broadcasts = {
  page: (where: { state: string | null; q: string }, after: string | null, limit = 30) =>
    ask<{ broadcasts: ListedBroadcast[]; after: string | null }>(
      'GET',
      `/broadcasts${query({ ...where, after, limit })}`,
    ),
  get: (id: string) => ask<Broadcast>('GET', at(id)),
  plan: (id: string) => ask<Plan>('GET', at(id, '/plan')),
  create: ({ alternatives, schedule, electionId, smsOverride, ...fields }: DraftFields) =>
    ask<Broadcast>('POST', '/broadcasts', {
      body: {
        ...fields,
        ...(alternatives ? { alternatives } : {}),
        ...(schedule ? { schedule } : {}),
        ...(electionId ? { electionId } : {}),
        ...(smsOverride ? { smsOverride } : {}),
      },
    }),
  edit: (id: string, version: number, fields: Partial<DraftFields>) =>
    ask<Broadcast>('PATCH', at(id), { body: { version, ...fields } }),
  copy: (id: string) => ask<Broadcast>('POST', at(id, '/copy')),
  fromTemplate: ({ id, title }: Pick<Template, 'id' | 'title'>) =>
    ask<Broadcast>('POST', '/broadcasts', { body: { title, templateId: id } }),
  preview: (id: string, channel: Channel, language: string) =>
    ask<SampleCopy>('POST', at(id, '/preview'), { body: { channel, language } }),
  test: (id: string, language: string) =>
    ask<{ channels: Channel[] }>('POST', at(id, '/test'), { body: { language } }),
  correct: (id: string, title: string, templateId: string | null) =>
    ask<Broadcast>('POST', at(id, '/corrections'), {
      body: { title, ...(templateId ? { templateId } : {}) },
    }),
  submit: (id: string, version: number, confirmLocalHours: boolean, unreached: boolean) =>
    ask<Broadcast>('POST', at(id, '/submit'), { body: { version, confirmLocalHours, unreached } }),
  approve: (
    id: string,
    confirmed: { digest: string; confirmLocalHours: boolean; confirmNeutral: boolean; late?: LateChoice },
  ) => ask<Broadcast>('POST', at(id, '/approve'), { body: confirmed }),
  reject: (id: string, reason: string, passages: readonly Passage[] = []) =>
    ask<Broadcast>('POST', at(id, '/reject'), { body: { reason, passages } }),
  withdraw: (id: string, reason: string) =>
    ask<Broadcast>('POST', at(id, '/withdraw'), { body: reason === '' ? {} : { reason } }),
  pause: (id: string, what: Part & { doubt: boolean; reason?: string }) =>
    ask<Tally & { expiring: Expiring[]; doubted: boolean }>('POST', at(id, '/pause'), { body: what }),
  resume: (id: string, part: Part) => ask<Resumed>('POST', at(id, '/resume'), { body: part }),
  cancel: (id: string, what: Part & { reason: string }) =>
    ask<Tally>('POST', at(id, '/cancel'), { body: what }),
  waves: async (id: string) => (await ask<{ waves: Wave[] }>('GET', at(id, '/waves'))).waves,
  answer: (id: string) => ask<Broadcast>('POST', at(id, '/answer')),
  progress: (id: string) => ask<Progress>('GET', at(id, '/progress')),
  /** Where the progress is streamed from, as server-sent events. */
  events: (id: string) => `/api/v1${at(id, '/events')}`,
  deliveries: (id: string, where: DeliveryFilter, after: string | null) =>
    ask<{ deliveries: Delivery[]; after: string | null }>(
      'GET',
      at(id, `/deliveries${query({ ...where, after, limit: 100 })}`),
    ),
  /** Where the same deliveries are to be had as CSV. */
  csv: (id: string, where: DeliveryFilter) => `/api/v1${at(id, `/deliveries.csv${query({ ...where })}`)}`,
};

export interface DeliveryFilter {
  channel: string | null;
  state: string | null;
  region: string | null;
}

/** The operators' stop of everything. Looking at it asks for no sign-in: it is looked at all the time. */
export const emergency = {
  standing: async () =>
    (await ask<{ standing: EmergencyStop | null }>('GET', '/emergency-stop', { plain: true })).standing,
  held: () => ask<Held>('GET', '/emergency-stop/held'),
  stop: (reason: string) =>
    ask<EmergencyStop & { held: Held | null }>('POST', '/emergency-stop', { body: { reason } }),
  lift: (note: string) => ask<Held>('POST', '/emergency-stop/lift', { body: { note } }),
  /** Since when it stands; for who is not signed in. */
  since: async (): Promise<string | null> => {
    const answer = await fetch('/health/ready?without=providers');
    const { emergencyStop } = (await answer.json()) as { emergencyStop?: { since: string } | null };
    return emergencyStop?.since ?? null;
  },
};

/** How many rows of a file met each fate. */
export interface Fates {
  added: number;
  updated: number;
  unchanged: number;
  skipped: number;
}

export const CODE_SYSTEMS = ['kemendagri', 'bps'] as const;
/** Whose region codes a file uses; null: it names regions. */
export type CodeSystem = (typeof CODE_SYSTEMS)[number] | null;

export interface ContactImport extends Fates {
  id: string;
  personId: string;
  person: string;
  dryRun: boolean;
  codes: CodeSystem;
  state: 'running' | 'completed' | 'broken' | 'withdrawing' | 'withdrawn';
  rows: number;
  rejected: number;
  provinces: Record<string, Fates>;
  reason: string | null;
  rejectedKept: boolean;
  removed: number;
  kept: number;
  startedAt: string;
  endedAt: string | null;
}

/** What an import came to, as the API says it when the whole file has been taken in. */
export interface ImportDone extends Fates {
  id: string;
  dryRun: boolean;
  rows: number;
  rejectedRows: number;
  /** The first 100; the reason in English, and in Indonesian. */
  rejected: { line: number; reason: string; message: string; indonesian: string }[];
  provinces: Record<string, Fates>;
}

/** Contacts from files. */
export const imports = {
  /** The latest 50. @param before an id: those before it */
  list: async (before: string | null) =>
    (await ask<{ imports: ContactImport[] }>('GET', `/contacts/imports${query({ before })}`)).imports,
  get: (id: string) => ask<ContactImport>('GET', `/contacts/imports/${encodeURIComponent(id)}`),
  send: (file: File, how: { codes: CodeSystem; dryRun: boolean }, sent: SendProgress) =>
    send<ImportDone>(
      `/contacts/import${query({ codes: how.codes, dryRun: String(how.dryRun) })}`,
      file,
      'text/csv',
      sent,
    ),
  withdraw: (id: string) =>
    ask<ContactImport>('POST', `/contacts/imports/${encodeURIComponent(id)}/withdraw`),
  /** Where the rows are to be had that could not be taken. */
  rejected: (id: string) => `/api/v1/contacts/imports/${encodeURIComponent(id)}/rejected.csv`,
};

export interface ExactAddress {
  channel: Channel;
  to: string;
}

export type SuppressionReason =
  'left' | 'dead-address' | 'provider-opt-out' | 'complaint' | 'soft-failures' | 'staff';

/** What is known of an exact address. */
export interface FoundAddress {
  state: 'pending' | 'active' | 'unsubscribed' | 'invalid' | null;
  suppression: {
    reason: SuppressionReason;
    detail: string;
    since: string;
    lifting: 'writes-again' | 'waits' | 'own-return' | 'refused';
    mustHaveAsked: boolean;
  } | null;
  history: { at: string; actor: string | null; act: string; reason: string | null }[];
}

/** Addresses that must not be written to. */
export const suppressions = {
  search: (address: ExactAddress) => ask<FoundAddress>('POST', '/suppressions/search', { body: address }),
  add: (address: ExactAddress, reason: string) =>
    ask<FoundAddress>('POST', '/suppressions', { body: { ...address, reason } }),
  lift: (address: ExactAddress, reason: string, ownerAsked: boolean) =>
    ask<FoundAddress>('POST', '/suppressions/lift', { body: { ...address, reason, ownerAsked } }),
};

export type Standing = 'sending' | 'sent' | 'held' | 'doubted' | 'stopped' | 'corrected' | 'withdrawn';

/** What a code tells somebody on the telephone. */
export interface Verified {
  record: {
    publicCode: string;
    standing: Standing;
    office: string;
    approvedAt: string;
    texts: { channel: Channel; language: string; subject?: string; text: string }[];
    correctedBy: string | null;
    corrects: string | null;
  };
  copy: { channel: Channel; to: string; subscribed: boolean } | null;
}

/** For callers without a browser. */
export const helpdesk = {
  verify: (code: string) => ask<Verified>('POST', '/helpdesk/code', { body: { code } }),
  leaveByCode: (code: string) => ask<{ left: boolean }>('POST', '/helpdesk/code/leave', { body: { code } }),
  find: (address: ExactAddress) =>
    ask<{ subscribed: boolean }>('POST', '/helpdesk/address', { body: address }),
  leaveByAddress: (address: ExactAddress) =>
    ask<{ left: boolean }>('POST', '/helpdesk/address/leave', { body: address }),
};

/** Texts to begin from: of ordinary messages an office's own, of corrections those that KPU has ready. */
export const templates = {
  list: async (kind: TemplateKind) =>
    (await ask<{ templates: Template[] }>('GET', `/templates${query({ kind })}`)).templates,
  get: (id: string) => ask<Template>('GET', `/templates/${encodeURIComponent(id)}`),
  create: (fields: { kind: TemplateKind; title: string; contents: Texts }) =>
    ask<Template>('POST', '/templates', { body: fields }),
  edit: (id: string, version: number, fields: { title: string; contents: Texts }) =>
    ask<Template>('PATCH', `/templates/${encodeURIComponent(id)}`, { body: { version, ...fields } }),
  approve: (id: string, digest: string) =>
    ask<Template>('POST', `/templates/${encodeURIComponent(id)}/approve`, { body: { digest } }),
  retire: (id: string) => ask<Template>('POST', `/templates/${encodeURIComponent(id)}/retire`),
};

/** A member of staff as their admin sees them. */
export interface ManagedPerson {
  id: string;
  username: string;
  name: string;
  organisation: Organisation;
  roles: Role[];
  /** Whether they have an authenticator. */
  enrolled: boolean;
  disabledAt: string | null;
}

/** Somebody with a one-time password, which is told this once. */
export interface Invited {
  person: ManagedPerson;
  oneTimePassword: string;
}

const personAt = (id: string, rest: string): string => `/people/${encodeURIComponent(id)}${rest}`;

/** Whom an admin manages, and what they may do. */
export const people = {
  organisations: async () =>
    (await ask<{ organisations: Organisation[] }>('GET', '/organisations')).organisations,
  list: async () => (await ask<{ people: ManagedPerson[] }>('GET', '/people')).people,
  invite: (invited: { organisationId: string; username: string; name: string; roles: Role[] }) =>
    ask<Invited>('POST', '/people', { body: invited }),
  setRoles: (id: string, roles: Role[]) =>
    ask<ManagedPerson>('PUT', personAt(id, '/roles'), { body: { roles } }),
  disable: (id: string) => ask<ManagedPerson>('POST', personAt(id, '/disable')),
  enable: (id: string) => ask<ManagedPerson>('POST', personAt(id, '/enable')),
  reset: (id: string) => ask<Invited>('POST', personAt(id, '/reset')),
  resetSecondFactor: (id: string) => ask<ManagedPerson>('POST', personAt(id, '/reset-second-factor')),
};

/** Who is called when a decision cannot wait. */
export const onCall = {
  list: () => ask<{ entries: OnCallEntry[]; candidates: OnCallCandidate[] }>('GET', '/on-call'),
  put: ({ personId, role }: OnCallCandidate, place: { tier: 1 | 2; position: number }) =>
    ask<OnCallEntry>('PUT', `/on-call/${personId}/${role}`, { body: place }),
  remove: ({ personId, role }: OnCallCandidate) => ask<void>('DELETE', `/on-call/${personId}/${role}`),
};

/** What an author is told while writing; nothing is stored by it. */
export const composing = {
  text: (given: UnsavedText, signal: AbortSignal) =>
    ask<TextLook>('POST', '/composing/text', { body: given, signal }),
  outlook: (given: UnsavedPlan, signal: AbortSignal) =>
    ask<Outlook>('POST', '/composing/outlook', { body: given, signal }),
};

export type DataRequest = components['schemas']['DataRequest'];
export type FoundPerson = components['schemas']['FoundPerson'];
export const WANTS = [
  'access',
  'restriction',
  'lifting',
  'erasure',
] as const satisfies DataRequest['wants'][];
export const WAYS = ['letter', 'counter', 'telephone', 'email'] as const satisfies DataRequest['way'][];
export const IDENTITY_CHECKS = [
  'identity-card',
  'call-back',
  'known-answers',
] as const satisfies DataRequest['identityCheck'][];

/** What people ask of the data protection officer. */
export const dataRequests = {
  list: async (state: 'open' | 'closed') =>
    (await ask<{ requests: DataRequest[] }>('GET', `/data-requests${query({ state })}`)).requests,
  get: (id: string) => ask<DataRequest>('GET', `/data-requests/${encodeURIComponent(id)}`),
  open: (fields: { wants: string; way: string; asker: string; receivedAt: string }) =>
    ask<DataRequest>('POST', '/data-requests', { body: fields }),
  find: (id: string, channel: string, address: string) =>
    ask<DataRequest & { suppressed: string | null }>('POST', `/data-requests/${id}/find`, {
      body: { channel, address },
    }),
  identify: (id: string, check: string) =>
    ask<DataRequest>('POST', `/data-requests/${id}/identity`, { body: { check } }),
  /** Everything held about the person, as it is handed to them. */
  export: (id: string) => ask<unknown>('POST', `/data-requests/${id}/export`),
  restrict: (id: string) => ask<DataRequest>('POST', `/data-requests/${id}/restrict`),
  lift: (id: string) => ask<DataRequest>('POST', `/data-requests/${id}/lift`),
  erase: (id: string) => ask<DataRequest>('POST', `/data-requests/${id}/erase`),
  close: (id: string, outcome: string) =>
    ask<DataRequest>('POST', `/data-requests/${id}/close`, { body: { outcome } }),
};

/** Where one is reached oneself. */
export const ownAddresses = {
  list: () => ask<OwnAddress[]>('GET', '/session/addresses'),
  give: (channel: Channel, to: string) => ask<void>('PUT', `/session/addresses/${channel}`, { body: { to } }),
  confirm: (channel: Channel, code: string) =>
    ask<void>('POST', `/session/addresses/${channel}/confirm`, { body: { code } }),
  forget: (channel: Channel) => ask<void>('DELETE', `/session/addresses/${channel}`),
};

export interface RegionCount extends Estimate {
  regionCode: string;
}

/** Everybody by channel and language, and the last 30 days. */
export interface ContactOverview extends Estimate {
  languages: { language: string; people: number }[];
  growth: { day: string; joined: number; left: number }[];
}

/** How many can be written to. */
export const contacts = {
  overview: () => ask<ContactOverview>('GET', '/contacts/overview'),
  counts: async () => (await ask<{ counts: RegionCount[] }>('GET', '/contacts/counts')).counts,
};

/** What broadcasts are addressed by. */
export const reference = {
  regions: async () => (await ask<{ regions: Region[] }>('GET', '/regions')).regions,
  topics: async () => (await ask<{ topics: Topic[] }>('GET', '/topics')).topics,
  elections: async () => (await ask<{ elections: Election[] }>('GET', '/elections')).elections,
};

/** libs/staff, mayKeepElections: for what is offered; what is allowed is the API's to say. */
export const mayKeepElections = ({ roles, organisation }: Person): boolean =>
  roles.includes('reviewer') && organisation.kind === 'kpu' && organisation.regionCode === null;

/** The elections broadcasts name their dates by. */
export const elections = {
  get: (id: string) => ask<KeptElection>('GET', `/elections/${encodeURIComponent(id)}`),
  create: (id: string, fields: ElectionFields) =>
    ask<KeptElection>('POST', '/elections', { body: { id, ...fields } }),
  edit: (id: string, version: number, fields: ElectionFields) =>
    ask<KeptElection>('PUT', `/elections/${encodeURIComponent(id)}`, { body: { version, ...fields } }),
};

/** `?a=1&b=2` of what is given; empty values are left out. */
export function query(values: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length > 0 ? `?${new URLSearchParams(given).toString()}` : '';
}
