export {
  CALLBACK_SOURCES,
  type CallbackSource,
  LONGEST_PATH,
  MOST_TRIES,
  type RawCallback,
} from './callback.rules.js';
export { isOwnCallback, ownCallback } from './own-callback.js';
export { CallbackInbox } from './callback-inbox.js';
export { type CallbackBacklog, type WaitingCallback, WaitingCallbacks } from './waiting-callbacks.js';
