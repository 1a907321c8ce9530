/** Seconds between a publisher's turns, for the whole fleet. */
export const TURN_SECONDS = 10;
const SHARE = 0.05;
const MOST = 50;

/**
 * Questions per turn: a twentieth of the SMS account's rate, because notices precede all broadcasts.
 * @param smsRate messages a second; 0: no limit
 */
export const askedInATurn = (smsRate: number): number =>
  smsRate === 0 ? MOST : Math.min(MOST, Math.max(1, Math.floor(smsRate * TURN_SECONDS * SHARE)));
