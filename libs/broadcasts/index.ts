export { raiseBrakeAlert } from './alert-repository.js';
export { Alerts, type AlertView } from './alerts.js';
export {
  type ApprovalRecord,
  approvalRecord,
  type ApprovedDocument,
  approvedDocuments,
} from './approval-record.js';
export { BROADCAST_STATES, type BroadcastState } from './broadcast.states.js';
export { type BroadcastLine, Broadcasts, type BroadcastView, type TestSent } from './broadcasts.js';
export { type Chain, type ChainLink, correctionStanding } from './chain.js';
export { type Checks, Composing, type Outlook, type TextLook } from './composing.js';
export { BroadcastsModule } from './broadcasts.module.js';
export { findAlike, indexTexts } from './checking/approved-texts.js';
export {
  type ContentForm,
  differs,
  formsOf,
  isCloser,
  type Likely,
  likelyForms,
  type Match,
  matchWith,
  PASTE_LIMIT,
  resembles,
  type TextPlace,
  WORK,
} from './checking/check.rules.js';
export type { Grave, Lack, Piece, Work } from './checking/compare.rules.js';
export type { OwnLinks } from './checking/slots.rules.js';
export { shinglesOf } from './checking/shingles.rules.js';
export { type Token, tokensOf, TURNED } from './checking/words.rules.js';
export {
  chainOf,
  type ChainPart,
  chainParts,
  familyOf,
  HANDED_AT,
  isBeingCorrected,
  leftSince,
  UNCORRECTED,
} from './lineage.js';
export {
  editSchema,
  unsavedDraftSchema,
  unsavedPlanSchema,
  unsavedTextSchema,
  newDraftSchema,
  newTemplateSchema,
  templateEditSchema,
} from './draft.js';
export { type FrozenContent, type FrozenDocument } from './freeze.js';
export type { Variable } from './variables.js';
export { type Home, HomeView } from './home-view.js';
export { News, type NewsPage, type NewsWishes } from './news/news.js';
export { NEWS_TOPICS, type NewsTopic } from './news/news.rules.js';
export { type Difference, differences } from './settings.rules.js';
export { compileDocument, type RecipientValues, type Render, type Rendered } from './render.js';
export { passagesSchema } from './passages.rules.js';
export { recordingsIn } from './alternatives.rules.js';
export { readStored, RecordingReader } from './recordings/reader.js';
export { type Recording, RECORDINGS, type RecordingKind } from './recordings/recording.rules.js';
export { Recordings } from './recordings/recordings.js';
export { type ListedReview, ReviewDesk, type ReviewView } from './review-desk.js';
export type { SampleCopy } from './sample.js';
export { TEMPLATE_KINDS } from './template-kinds.js';
export { Templates, type TemplateView, UNDOABLE_OF_TEMPLATE } from './templates.js';
export { countNaming, type Hold, type Naming, titlesSeen } from './store.js';
export { UNDOABLE } from './undo.js';
