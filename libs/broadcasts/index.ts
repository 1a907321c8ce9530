export { raiseBrakeAlert } from './alerts/alert-repository.js';
export { Alerts, type AlertView } from './alerts/alerts.js';
export {
  type ApprovalRecord,
  approvalRecord,
  type ApprovedDocument,
  approvedDocuments,
} from './review/approval-record.js';
export { BROADCAST_STATES, type BroadcastState } from '#contract';
export { Broadcasts, type BroadcastView, type TestSent } from './broadcasts.js';
export { BroadcastCalendar } from './calendar/calendar.js';
export { BroadcastList } from './list/list.js';
export { Comments } from './comments/comments.js';
export { Presence } from './comments/presence.js';
export { type Chain, type ChainLink } from './corrections/chain.js';
export { correctionStanding, correctionTakenBack, DOUBTED, TEXT_TAKEN_BACK } from './corrections/standing.js';
export { readAs, type ReadFacts } from './corrections/standing.rules.js';
export { type Checks, Composing, type Outlook, type TextLook } from './drafts/composing.js';
export { BroadcastsModule } from './broadcasts.module.js';
export { findAlike, indexTexts } from './verification/approved-texts.js';
export {
  type ContentForm,
  differs,
  formsOf,
  isCloser,
  type Likely,
  likelyForms,
  type Match,
  matchWith,
  resembles,
  type TextPlace,
  WORK,
} from './verification/check.rules.js';
export type { Grave, Lack, Piece, Work } from './verification/compare.rules.js';
export type { OwnLinks } from './verification/slots.rules.js';
export { shinglesOf } from './verification/shingles.rules.js';
export { type Token, tokensOf, TURNED } from './verification/words.rules.js';
export {
  chainOf,
  type ChainPart,
  chainParts,
  familyOf,
  HANDED_AT,
  isBeingCorrected,
  leftOutBy,
  leftSince,
  MISSED,
  UNCORRECTED,
} from './corrections/lineage.js';
export { type FrozenContent, type FrozenDocument } from './document/freeze.js';
export type { Variable } from './content/variables.js';
export { HomeView } from './home-view.js';
export { News, type NewsPage, type NewsWishes } from './news/news.js';
export { NEWS_TOPICS, type NewsTopic } from './news/news.rules.js';
export { type Difference, differences, permittedKinds } from './document/settings.rules.js';
export { compileDocument, type RecipientValues, type Render, type Rendered } from './content/render.js';
export {
  Dispatch,
  type DoubtBy,
  type DoubtLifted,
  HINDRANCES,
  type HindranceKind,
  type OnPausedChannel,
  type Part,
  type Paused,
  type Resumed,
  type Stop,
  strongestHindrance,
  type StrongestHindrance,
  type Tally,
  type Which,
} from './door/dispatch.js';
export { recordingsIn } from './content/alternatives.rules.js';
export { readStored, RecordingReader } from './recordings/reader.js';
export { type Recording, RECORDINGS, type RecordingKind } from './recordings/recording.rules.js';
export { Recordings } from './recordings/recordings.js';
export { type ListedReview, ReviewDesk, type ReviewView } from './review/desk.js';
export { SeriesDesk } from './series/series.js';
export type { SampleCopy } from './content/sample.js';
export { TEMPLATE_KINDS } from './templates/template-kinds.js';
export { Templates, type TemplateView } from './templates/templates.js';
export { countNaming, type Hold, type Naming, titlesSeen } from './store.js';
