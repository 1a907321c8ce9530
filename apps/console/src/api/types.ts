// The types of what the API takes and answers, and lists that go with them; their words on screen stand in words/.
import { RECORDINGS } from '../../../../libs/contract/lists.js';
import type { z } from 'zod';
import type { broadcastLine, broadcastView } from '../../../../libs/contract/api/broadcasts.js';
import type { chain, chainLink, unapprovable } from '../../../../libs/contract/api/chain.js';
import type { outlook, textLook } from '../../../../libs/contract/api/composing.js';
import type {
  codeSystem,
  foundAddress,
  importRecord,
  importResult,
  regionCount,
  rowFates,
} from '../../../../libs/contract/api/contacts.js';
import type { dataRequest, foundPerson } from '../../../../libs/contract/api/data-requests.js';
import type { course, progress } from '../../../../libs/contract/api/deliveries.js';
import type { outline } from '../../../../libs/contract/api/reports.js';
import type { contest, contestant, region } from '../../../../libs/contract/api/elections.js';
import type { comparedText, verified } from '../../../../libs/contract/api/helpdesk.js';
import type { publicRecord, publicStanding } from '../../../../libs/contract/api/public-record.js';
import type {
  broadcastKind,
  correctionChoices,
  draft,
  draftContents,
  frozenDocument,
  localDateTime,
  passage,
  recording,
  schedule,
  templateKind,
  textFault,
  textSpan,
} from '../../../../libs/contract/api/message.js';
import type { heldBack } from '../../../../libs/contract/api/emergency.js';
import type { onCallCandidate, onCallEntry, onCallRole } from '../../../../libs/contract/api/on-call.js';
import type { organisation, person, role } from '../../../../libs/contract/api/people.js';
import type { estimate, forecast, lateChoice, sampleCopy } from '../../../../libs/contract/api/plan.js';
import type { hold, urgency } from '../../../../libs/contract/api/reviews.js';
import type { brakeFinding } from '../../../../libs/contract/api/brake.js';
import type {
  broadcastState,
  paused,
  resumed,
  tally,
  waveState,
  waveView,
} from '../../../../libs/contract/api/run.js';
import type { ownSession, signedIn } from '../../../../libs/contract/api/session.js';
import type { channelName, counts, deliveryState, fault } from '../../../../libs/contract/api/shared.js';
import type { templateView } from '../../../../libs/contract/api/templates.js';

export { CHANNELS } from '../../../../libs/contract/channels.js';
export {
  BROADCAST_KINDS,
  BROADCAST_SORTS,
  BROADCAST_STATES,
  CODE_SYSTEMS,
  DEAD_ADDRESSES,
  HAND_OVERS,
  IDENTITY_CHECKS,
  LONG_SMS_SEGMENTS,
  OFFICES,
  ROLES,
  ROUNDS,
  WANTS,
  WAYS,
} from '../../../../libs/contract/lists.js';

// Names in this console for the schemas of the API.

export type Channel = z.input<typeof channelName>;
export type Role = z.input<typeof role>;
export type Organisation = z.input<typeof organisation>;
export type BroadcastState = z.input<typeof broadcastState>;
export type Kind = z.input<typeof broadcastKind>;
export type Reach = Draft['reach'];
export type Draft = z.input<typeof draft>;
export type Alternatives = NonNullable<Draft['alternatives']>;
/** An uploaded recording, identified by the hash of its bytes. */
export type Recording = z.input<typeof recording>;
export type CorrectionChoices = z.input<typeof correctionChoices>;
type EmailText = NonNullable<z.input<typeof draftContents>['email']>[string];
/** A text of any channel; only an e-mail has a subject. */
export type AnyText = Omit<EmailText, 'subject'> & Partial<Pick<EmailText, 'subject'>>;
/** Channel → language → text. */
export type Texts = Partial<Record<Channel, Record<string, AnyText>>>;
/** `at` is `2026-12-01T07:00`, a wall-clock time in each region's own zone, or `now`. */
export type Schedule = z.input<typeof schedule>;
export type LocalDateTime = z.input<typeof localDateTime>;
export type FrozenDocument = z.input<typeof frozenDocument>;
export type ListedBroadcast = z.input<typeof broadcastLine>;
/** The broadcast that this one corrects, and the corrections of this one. */
export type Chain = z.input<typeof chain>;
export type ChainLink = z.input<typeof chainLink>;
/** Why KPU cannot approve a companion. */
export type Unapprovable = z.input<typeof unapprovable>;
export type Broadcast = z.input<typeof broadcastView>;
export type Submission = NonNullable<Broadcast['submission']>;
/** A passage of a text under review, with the reviewer's reason; `start` in UTF-16 units. */
export type Passage = z.input<typeof passage>;
export type LateChoice = z.input<typeof lateChoice>;
export type Hold = z.input<typeof hold>;
export type Estimate = z.input<typeof estimate>;
export type Counts = z.input<typeof counts>;
export type Hindrance = Progress['hindrances'][number];
export type BrakeFinding = z.input<typeof brakeFinding>;
export type HindranceKind = Hindrance['kind'];
/** The strongest hindrance of a broadcast, as its badge shows it. */
export type StrongestHindrance = NonNullable<Broadcast['hindrance']>;
/** How a broadcast has gone so far, and how far it is where. */
export type Course = z.input<typeof course>;
/** A broadcast in a few figures. */
export type Outline = z.input<typeof outline>;
export type DeliveryState = z.input<typeof deliveryState>;
export type Wave = z.input<typeof waveView>;
export type WaveState = z.input<typeof waveState>;
export type Tally = z.input<typeof tally>;
export type Paused = z.input<typeof paused>;
export type Resumed = z.input<typeof resumed>;
export type HeldBack = z.input<typeof heldBack>;
export type Expiring = HeldBack['expiring'][number];
export type Forecast = z.input<typeof forecast>;
export type ZoneForecast = Forecast['zones'][number];
export type Progress = z.input<typeof progress>;
export type SampleCopy = z.input<typeof sampleCopy>;
export type TextLook = z.input<typeof textLook>;
/** A fault in a text; `spans` and `meant` are present where the position and the intended word are known. */
export type TextFault = z.input<typeof fault> & Partial<Pick<z.input<typeof textFault>, 'spans' | 'meant'>>;
export type Span = z.input<typeof textSpan>;
export type Outlook = z.input<typeof outlook>;
export type Template = z.input<typeof templateView>;
export type TemplateKind = z.input<typeof templateKind>;
export type Urgency = z.input<typeof urgency>;
export type Region = z.input<typeof region>;
export type Contest = z.input<typeof contest>;
export type Contestant = z.input<typeof contestant>;
export type Office = Contest['office'];
export type RegionCount = z.input<typeof regionCount>;
export type Standing = z.input<typeof publicStanding>;
export type PublicRecord = z.input<typeof publicRecord>;
export type Compared = z.input<typeof comparedText>;
export type Fates = z.input<typeof rowFates>;
export type CodeSystem = z.input<typeof codeSystem> | null;
export type ContactImport = z.input<typeof importRecord>;
export type ImportDone = z.input<typeof importResult>;
export type FoundAddress = z.input<typeof foundAddress>;
export type Verified = z.input<typeof verified>;
export type OnCallRole = z.input<typeof onCallRole>;
export type OnCallCandidate = z.input<typeof onCallCandidate>;
export type OnCallEntry = z.input<typeof onCallEntry>;
export type DataRequest = z.input<typeof dataRequest>;
export type FoundPerson = z.input<typeof foundPerson>;
/** The signed-in person. */
export type Person = z.input<typeof signedIn>;
/** A member of staff as their admin sees them. */
export type ManagedPerson = z.input<typeof person>;
export type OwnSession = z.input<typeof ownSession>;

export type RecordingKind = Exclude<keyof Alternatives, 'easy'>;
/** Largest size of a recording, in bytes. */
export const MOST_BYTES: Record<RecordingKind, number> = {
  audio: RECORDINGS.audio.most,
  signing: RECORDINGS.signing.most,
};
