// What KPU sees, approves and signs.
export { approvalRecord, type ApprovedDocument, approvedDocuments } from './approval-record.js';
export { ReviewHolds } from './review-holds.js';
export { ReviewQueue } from './review-queue.js';
export { ReviewViews } from './review-views.js';
