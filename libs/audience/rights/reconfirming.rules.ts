/** How often a publisher's turn comes, for the whole fleet, in seconds. */
export const TURN_SECONDS = 10;
const SHARE = 0.05;
const MOST = 50;

/**
 * How many are asked in one turn: a twentieth of what the SMS account may send, since notices go ahead of all broadcasts.
 * @param smsRate messages a second; 0: no limit
 */
export const askedInATurn = (smsRate: number): number =>
  smsRate === 0 ? MOST : Math.min(MOST, Math.max(1, Math.floor(smsRate * TURN_SECONDS * SHARE)));
