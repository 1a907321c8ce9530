export { longDate } from './long-date.js';
export { Notices } from './notices.js';
export { NoticesModule } from './notices.module.js';
export { NOTICE_SECRETS } from './stored-secrets.js';
export {
  type CitizenNotice,
  deleteOldNotices,
  endNotice,
  fatesOf,
  unlinkDraft,
  lockNotices,
  type NewNotice,
  type NoticeFate,
  type NoticeMessage,
  withdrawNotices,
  writeNotice,
} from './outbox.js';
