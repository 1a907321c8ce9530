export { CHANNELS, type Channel, type ChannelName, type Outcome, type OutgoingMessage } from './channel.js';
