export type { Account, WarmUp } from './accounts/account.js';
export {
  accountKinds,
  type AccountsConfig,
  accountsOf,
  channelRate,
  channelRates,
  routesOf,
  isConfigured,
  openAccount,
} from './accounts/accounts.js';
export {
  type BindLeases,
  type Button,
  type Carrier,
  CHANNELS,
  type Channel,
  type ChannelName,
  type EarlierMessage,
  type Outcome,
  type OutgoingMessage,
  type ReportedAs,
  type Revision,
  type Revisions,
} from './channel.js';
export { checkBounceSecret, readBounceReport } from './email/bounces.js';
export { SenderDomain } from './email/sender-domain/sender-domain.js';
export { mask } from './mask.rules.js';
export { type ParsedReceipt, type Report, reportSchema } from './receipt.js';
export { carrierOf, CHANNELS_WITH_CARRIERS, normaliseAddress } from './registry.js';
export { type SmsSegments, smsSegments } from './sms/segments.js';
export { isTwilioOnTheWay, readTwilioStatus, type TwilioCallback } from './sms/twilio/status.js';
export {
  answerTelegramButton,
  checkTelegramSecret,
  pollTelegram,
  readTelegramUpdate,
  setTelegramWebhook,
  type TelegramUpdate,
} from './telegram/updates.js';
