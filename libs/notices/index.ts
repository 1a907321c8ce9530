export { type NewNotice, type NoticeMessage, Notices } from './notices.js';
export { NoticesModule } from './notices.module.js';
