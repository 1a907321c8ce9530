/** What is looked at of an entry. */
interface Entry {
  act: string;
  subject: string;
  /** Null: Siar itself. */
  actor: object | null;
}

/**
 * Entries with what Siar did to the same subject over and over taken together: people's acts would be lost among it. An
 * act of a person always stands by itself.
 */
export function runs<E extends Entry>(entries: readonly E[]): [E, ...E[]][] {
  const found: [E, ...E[]][] = [];
  for (const entry of entries) {
    const run = found.at(-1);
    if (run && continues(run[0], entry)) run.push(entry);
    else found.push([entry]);
  }
  return found;
}

const continues = (one: Entry, next: Entry): boolean =>
  one.actor === null && next.actor === null && one.act === next.act && one.subject === next.subject;
