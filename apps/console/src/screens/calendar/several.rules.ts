/** Broadcasts of a day or an hour that are shown; more would make its row taller than the others. */
const MOST = 2;

/** What is shown of a day or an hour, and what only the list of all has. */
export const firstOf = <One>(of: readonly One[]): { first: readonly One[]; more: readonly One[] } => ({
  first: of.slice(0, MOST),
  more: of.slice(MOST),
});
