// SMS: what programs beside the worker need of it.
export { type SmsSegments, smsSegments } from './segments.js';
export { isTwilioOnTheWay, readTwilioStatus } from './twilio/status.js';
