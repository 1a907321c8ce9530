const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a page of another origin started a state-changing request. Browsers report it in Sec-Fetch-Site, older ones in
 * Origin; a program that is no browser sends neither and has no ambient cookie.
 * @param request.host the host the request was sent to, with its port
 */
export function isCrossSite(request: {
  method: string;
  host: string;
  origin: string | undefined;
  fetchSite: string | undefined;
}): boolean {
  const { method, host, origin, fetchSite } = request;
  if (SAFE_METHODS.has(method)) return false;
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') return true;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host.toLowerCase();
}
