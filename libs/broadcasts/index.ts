export { raiseBrakeAlert } from './alert-book.js';
export { Alerts, type AlertView } from './alerts.js';
export {
  type ApprovalRecord,
  approvalRecord,
  type ApprovedDocument,
  approvedDocuments,
} from './approval-record.js';
export { BROADCAST_STATES, type BroadcastState } from './broadcast.states.js';
export { Broadcasts, type BroadcastView } from './broadcasts.js';
export { CorrectionTemplates, type TemplateView } from './correction-templates.js';
export { BroadcastsModule } from './broadcasts.module.js';
export { chainOf, familyOf, HANDED_AT, isBeingCorrected, leftSince } from './family.js';
export { editSchema, newDraftSchema, newTemplateSchema, templateEditSchema } from './draft.js';
export { type FrozenContent, type FrozenDocument } from './freeze.js';
export { compileDocument, type RecipientValues, type Render, type Rendered } from './render.js';
export type { SampleCopy } from './sample.js';
export type { ListedBroadcast } from './store.js';
