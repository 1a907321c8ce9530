// What KPU sees, approves and signs.
export { approvalRecord, type ApprovedDocument, approvedDocuments } from './approval-record.js';
export { type ListedReview, ReviewDesk, type ReviewView } from './desk.js';
