/** How many of the places opened last are kept. */
const KEPT = 8;

const keyOf = (personId: string): string => `siar-recent:${personId}`;

/** The addresses of what the person opened last on this device, from the search or as a broadcast, the newest first: no titles. */
export const recentOf = (personId: string): string[] =>
  JSON.parse(localStorage.getItem(keyOf(personId)) ?? '[]') as string[];

export function keepRecent(personId: string, opened: string): void {
  const kept = [opened, ...recentOf(personId).filter((one) => one !== opened)].slice(0, KEPT);
  try {
    localStorage.setItem(keyOf(personId), JSON.stringify(kept));
  } catch (error) {
    // The storage is full: nobody waits for this.
    if (!(error instanceof DOMException)) throw error;
  }
}

export const forgetRecent = (personId: string): void => localStorage.removeItem(keyOf(personId));
