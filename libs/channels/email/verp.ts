/**
 * The envelope address a bounce comes back to (VERP): it names the copy, so that the report need not.
 * @param token from Keys.deliveryTokens (its `receipt`) or Keys.noticeToken
 */
export const verpAddress = (token: string, bounceDomain: string): string => `b.${token}@${bounceDomain}`;

/** Finds the token in a text that holds such an address; null where there is none. Mail systems may change the case. */
export function readVerpToken(text: string, bounceDomain: string): string | null {
  const domain = bounceDomain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return (
    new RegExp(`\\bb\\.([a-z0-9-]{1,62})@${domain}(?![\\w.-]*\\w)`, 'i').exec(text)?.[1]?.toLowerCase() ??
    null
  );
}
