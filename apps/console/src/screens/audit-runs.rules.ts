/** The members of an entry that these rules need. */
interface Entry {
  act: string;
  subject: string;
  /** Null: Siar itself. */
  actor: object | null;
}

/**
 * Merges adjacent entries of Siar's own repeated acts on one subject, which would bury the acts of people. The acts of
 * people are never merged.
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
