// Hands copies to providers, account by account.
export { Copies, type CopyKey, CopyLookup } from './copies.js';
export { settingsRefusalsNow } from './settings-refusals.js';
export { NoticeRoute } from './notice-route.js';
export { Sender, type SendObserver } from './send.js';
export { Senders } from './senders.js';
export { SendingAccount } from './sending-accounts.js';
