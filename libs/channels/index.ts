export {
  type Button,
  CHANNELS,
  type Channel,
  type ChannelName,
  type Outcome,
  type OutgoingMessage,
} from './channel.js';
export { checkBounceSecret, readBounceReport } from './email/bounces.js';
export type { ParsedReceipt } from './receipt.js';
export { normaliseAddress, openChannel } from './registry.js';
export { type SmsSegments, smsSegments } from './sms/segments.js';
export { readTwilioStatus, type TwilioCallback } from './sms/status.js';
export {
  answerTelegramButton,
  checkTelegramSecret,
  pollTelegram,
  readTelegramUpdate,
  setTelegramWebhook,
  type TelegramUpdate,
} from './telegram/updates.js';
