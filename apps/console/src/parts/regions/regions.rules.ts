/** Shown instead of a name that is still being loaded: a code would be read as a name. */
const LOADING = '…';

/** The name of a region; its code where there is none. @param regions all of them; none: they are being loaded */
export const nameOf = (regions: ReadonlyMap<string, { name: string }>, code: string): string =>
  regions.size === 0 ? LOADING : (regions.get(code)?.name ?? code);
