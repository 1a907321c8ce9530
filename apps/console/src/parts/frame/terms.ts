/** The terms that the console explains; their words are below `terms`. */
export const TERMS = [
  'broadcast',
  'wave',
  'correction',
  'companion',
  'quietPeriod',
  'sendWindow',
  'expiry',
  'digest',
  'mark',
  'doubt',
  'withdrawn',
  'brake',
  'pause',
  'emergency',
  'unknown',
  'suppressed',
  'contact',
  'consent',
  'appointment',
  'onCall',
] as const;
export type Term = (typeof TERMS)[number];
