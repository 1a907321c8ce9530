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
export { mask } from './mask.rules.js';
export { type ParsedReceipt, type Report, reportSchema } from './receipt.js';
export { buttonsUnder, carrierOf, CHANNELS_WITH_CARRIERS, normaliseAddress } from './registry.js';
