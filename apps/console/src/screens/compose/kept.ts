import type { ComposeForm } from './form.rules';

/** What was written and not saved yet, on this device. */
export interface Kept {
  /** The version of the draft it was written upon; null: nothing is saved yet. */
  version: number | null;
  form: ComposeForm;
  at: string;
}

/** Raised when the form changes its shape: what was kept in another one is of no use. */
const SHAPE = 2;

const placesOf = (personId: string): string => `siar-draft-${SHAPE}:${personId}:`;
const place = (personId: string, id: string | null): string => `${placesOf(personId)}${id ?? 'new'}`;

/** Keeps what is written for this person on this device, until it is saved. */
export function keep(personId: string, id: string | null, kept: Kept): void {
  try {
    localStorage.setItem(place(personId, id), JSON.stringify(kept));
  } catch (error) {
    // No room, or the browser keeps nothing: then the page itself is all there is, and leaving it asks.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** What is kept of a draft; null: nothing. */
export function keptOf(personId: string, id: string | null): Kept | null {
  const text = localStorage.getItem(place(personId, id));
  return text === null ? null : (JSON.parse(text) as Kept);
}

export const forget = (personId: string, id: string | null): void =>
  localStorage.removeItem(place(personId, id));

/** Under what this person's review of a broadcast is kept in this tab. */
export const reviewKey = (personId: string, broadcastId: string): string =>
  `siar-review:${personId}:${broadcastId}`;

/** Under what the drafts of this person are kept on this device. */
const keptBy = (personId: string): string[] =>
  Object.keys(localStorage).filter((key) => key.startsWith(placesOf(personId)));

/** Whether anything is kept here that was not saved. */
export const keepsAnything = (personId: string): boolean => keptBy(personId).length > 0;

/** Takes everything away that is kept for this person: at sign-out, for whoever sits here next. */
export function forgetAll(personId: string): void {
  for (const key of keptBy(personId)) localStorage.removeItem(key);
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(reviewKey(personId, ''))) sessionStorage.removeItem(key);
}
