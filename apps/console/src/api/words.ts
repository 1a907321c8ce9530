import type { components } from '../api.generated';

type Schemas = components['schemas'];

// Names in this console for the schemas of the API.

export type Channel = Schemas['ChannelName'];
export type Role = Schemas['Role'];
export type Organisation = Schemas['Organisation'];
export type BroadcastState = Schemas['BroadcastState'];
export type Kind = Schemas['Kind'];
export type Reach = Draft['reach'];
export type Draft = Schemas['Draft'];
export type Alternatives = NonNullable<Draft['alternatives']>;
/** An uploaded recording, identified by the hash of its bytes. */
export type Recording = Schemas['Recording'];
export type CorrectionChoices = Schemas['CorrectionChoices'];
type EmailText = NonNullable<Schemas['Contents']['email']>[string];
/** A text of any channel; only an e-mail has a subject. */
export type AnyText = Omit<EmailText, 'subject'> & Partial<Pick<EmailText, 'subject'>>;
/** Channel → language → text. */
export type Texts = Partial<Record<Channel, Record<string, AnyText>>>;
/** `at` is `2026-12-01T07:00`, a wall-clock time in each region's own zone, or `now`. */
export type Schedule = Schemas['Schedule'];
export type LocalDateTime = Schemas['LocalDateTime'];
export type FrozenDocument = Schemas['FrozenDocument'];
export type ListedBroadcast = Schemas['BroadcastLine'];
/** The broadcast that this one corrects, and the corrections of this one. */
export type Chain = Schemas['Chain'];
export type ChainLink = Schemas['ChainLink'];
export type Broadcast = Schemas['BroadcastView'];
export type Submission = NonNullable<Broadcast['submission']>;
/** A passage of a text under review, with the reviewer's reason; `start` in UTF-16 units. */
export type Passage = Schemas['Passage'];
export type LateChoice = Schemas['LateChoice'];
export type Hold = Schemas['Hold'];
export type Estimate = Schemas['Estimate'];
export type Counts = Schemas['Counts'];
export type Hindrance = Progress['hindrances'][number];
export type BrakeFinding = Schemas['BrakeFinding'];
export type HindranceKind = Hindrance['kind'];
/** The strongest hindrance of a broadcast, as its badge shows it. */
export type StrongestHindrance = NonNullable<Broadcast['hindrance']>;
export type DeliveryState = Schemas['DeliveryState'];
export type Wave = Schemas['WaveView'];
export type WaveState = Schemas['WaveState'];
export type Tally = Schemas['Tally'];
export type Resumed = Schemas['Resumed'];
export type Expiring = Schemas['HeldBack']['expiring'][number];
export type Forecast = Schemas['Forecast'];
export type ZoneForecast = Forecast['zones'][number];
export type Progress = Schemas['Progress'];
export type SampleCopy = Schemas['SampleCopy'];
export type TextLook = Schemas['TextLook'];
/** A fault in a text; `spans` and `meant` are present where the position and the intended word are known. */
export type TextFault = Schemas['Fault'] & Partial<Pick<Schemas['TextFault'], 'spans' | 'meant'>>;
export type Span = Schemas['Span'];
export type Outlook = Schemas['Outlook'];
export type Template = Schemas['TemplateView'];
export type TemplateKind = Schemas['TemplateKind'];
export type Urgency = Schemas['Urgency'];
export type Region = Schemas['Region'];
export type Contest = Schemas['Contest'];
export type Contestant = Schemas['Contestant'];
export type Office = Contest['office'];
export type RegionCount = Schemas['RegionCount'];
export type Standing = Schemas['Standing'];
export type PublicRecord = Schemas['PublicRecord'];
export type Compared = Schemas['Compared'];
export type Fates = Schemas['Fates'];
export type CodeSystem = Schemas['CodeSystem'] | null;
export type ContactImport = Schemas['ImportRecord'];
export type ImportDone = Schemas['ImportResult'];
export type FoundAddress = Schemas['FoundAddress'];
export type Verified = Schemas['Verified'];
export type OnCallRole = Schemas['OnCallRole'];
export type OnCallCandidate = Schemas['OnCallCandidate'];
export type OnCallEntry = Schemas['OnCallEntry'];
export type DataRequest = Schemas['DataRequest'];
export type FoundPerson = Schemas['FoundPerson'];
/** The signed-in person. */
export type Person = Schemas['SignedIn'];
/** A member of staff as their admin sees them. */
export type ManagedPerson = Schemas['Person'];
export type OwnSession = Schemas['OwnSession'];

export type RecordingKind = Exclude<keyof Alternatives, 'easy'>;
/** Largest size of a recording, in bytes. */
export const MOST_BYTES: Record<RecordingKind, number> = { audio: 5_000_000, signing: 25_000_000 };

// Choices in the order in which they are shown; the type check compares each list with the API's.

export const CHANNELS = ['email', 'telegram', 'sms'] as const satisfies Channel[];
export const ROLES = [
  'author',
  'reviewer',
  'operator',
  'auditor',
  'dpo',
  'helpdesk',
  'admin',
] as const satisfies Role[];
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
] as const satisfies BroadcastState[];
export const OFFICES = [
  'president',
  'dpr',
  'dpd',
  'dprd-province',
  'dprd-regency',
  'governor',
  'regent',
  'mayor',
] as const satisfies Office[];
export const ROUNDS = ['first', 'second', 'psu', 'susulan'] as const satisfies Schemas['Election']['round'][];
export const CODE_SYSTEMS = ['kemendagri', 'bps'] as const satisfies CodeSystem[];
export const WANTS = [
  'access',
  'restriction',
  'lifting',
  'erasure',
] as const satisfies DataRequest['wants'][];
export const WAYS = ['letter', 'counter', 'telephone', 'email'] as const satisfies DataRequest['way'][];
export const HAND_OVERS = ['in-person', 'post', 'email'] as const satisfies NonNullable<
  DataRequest['handedOver']
>['how'][];
export const IDENTITY_CHECKS = [
  'identity-card',
  'call-back',
  'known-answers',
] as const satisfies DataRequest['identityCheck'][];
