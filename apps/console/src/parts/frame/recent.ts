/** How many of the places opened last are kept. */
const KEPT = 8;

const keyOf = (personId: string): string => `siar-recent:${personId}`;

/** The addresses that the person opened last from the search on this device, the newest first: no titles. */
export const recentOf = (personId: string): string[] =>
  JSON.parse(localStorage.getItem(keyOf(personId)) ?? '[]') as string[];

export const keepRecent = (personId: string, opened: string): void =>
  localStorage.setItem(
    keyOf(personId),
    JSON.stringify([opened, ...recentOf(personId).filter((one) => one !== opened)].slice(0, KEPT)),
  );

export const forgetRecent = (personId: string): void => localStorage.removeItem(keyOf(personId));
