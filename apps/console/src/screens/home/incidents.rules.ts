/** The lists of what waits, the one first that says the most of what is to be done about a broadcast. */
const LISTS = ['braked', 'failing', 'expired', 'uncertain', 'doubted', 'paused'] as const;
export type IncidentList = (typeof LISTS)[number];

type Lists = Readonly<Record<IncidentList, readonly { id: string }[]>>;

/**
 * The list that each broadcast stands in, though several have it: one incident is one card, which says the rest of it too.
 * @returns by the id of the broadcast
 */
export function placesOfIncidents(lists: Lists): Map<string, IncidentList> {
  const found = new Map<string, IncidentList>();
  for (const list of LISTS) for (const { id } of lists[list]) if (!found.has(id)) found.set(id, list);
  return found;
}

/** The kinds of hindrances, the one first that holds the most up. */
const KINDS = ['stopped', 'braked', 'paused', 'slowed'] as const;

/** Broadcasts with a hindrance first, the gravest of them at the top; the others stay in their order. */
export const troubledFirst = <One extends { hindrance: { kind: (typeof KINDS)[number] } | null }>(
  of: readonly One[],
): One[] => {
  const rank = ({ hindrance }: One): number => (hindrance ? KINDS.indexOf(hindrance.kind) : KINDS.length);
  return of.toSorted((one, other) => rank(one) - rank(other));
};

/** Whether the brake stopped a broadcast on this channel and nowhere else, and nobody paused a part of it besides. */
export const isBrakedOn = (
  { pauses }: { pauses: readonly { by: string | null; channels: readonly string[] }[] },
  channel: string,
): boolean =>
  pauses.length > 0 &&
  pauses.every(({ by, channels }) => by === 'brake' && channels.every((one) => one === channel));
