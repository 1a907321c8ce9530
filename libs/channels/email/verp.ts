/**
 * Returns the envelope address that bounces return to (VERP). It names the copy, so that the report need not.
 * @param token from Keys.deliveryTokens (its `receipt`) or Keys.noticeToken
 */
export const verpAddress = (token: string, bounceDomain: string): string => `b.${token}@${bounceDomain}`;

/** Finds the token of such an address in a text; null where there is none. Mail systems may change the case. */
export function readVerpToken(text: string, bounceDomain: string): string | null {
  const domain = bounceDomain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return (
    new RegExp(`\\bb\\.([a-z0-9-]{1,62})@${domain}(?![\\w.-]*\\w)`, 'i').exec(text)?.[1]?.toLowerCase() ??
    null
  );
}
