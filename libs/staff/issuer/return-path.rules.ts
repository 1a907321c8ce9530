/** Longest path that is kept while a person is at the issuer; a longer one leads to the first screen. */
const LONGEST = 1000;

/**
 * Returns the path to come back to, with its query; `/` for everything that could lead elsewhere. Pure.
 * @param wanted as a page sent it
 */
export function returnPath(wanted: string): string {
  const home = 'https://console.invalid';
  // Browsers read a backslash as a slash, and leave out tabs and line ends.
  if (wanted.length > LONGEST || !/^\/(?![/\\])[!-~]*$/.test(wanted) || !URL.canParse(wanted, home))
    return '/';
  const { origin, pathname, search } = new URL(wanted, home);
  return origin === home && !pathname.startsWith('//') ? `${pathname}${search}` : '/';
}

/** Appends what became of a sign-in to a path. Pure. */
export function withOutcome(path: string, outcome: string): string {
  const [pathname = '/', search = ''] = path.split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  query.set('masuk', outcome);
  return `${pathname}?${query.toString()}`;
}
