import { forgetRecent } from '../../../parts/frame/recent';
import type { ComposeForm } from '../form.rules';

/** Unsaved input on this device. */
export interface Kept {
  /** The version of the draft that it was written on; null: nothing is saved yet. */
  version: number | null;
  form: ComposeForm;
  /** The form as it was last sent, while its answer has not arrived; absent: none. */
  sent?: ComposeForm;
  at: string;
}

/** Increased when the form changes its shape: input stored in another shape is unusable. */
const SHAPE = 2;

const placesOf = (personId: string): string => `siar-draft-${SHAPE}:${personId}:`;
const place = (personId: string, id: string | null): string => `${placesOf(personId)}${id ?? 'new'}`;

/** Stores the person's input on this device until it is saved. */
export function keep(personId: string, id: string | null, kept: Kept): void {
  try {
    localStorage.setItem(place(personId, id), JSON.stringify(kept));
  } catch (error) {
    // The storage is full or disabled: the input exists in the page alone, and leaving the page asks.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** The stored input of a draft; null: none. */
export function keptOf(personId: string, id: string | null): Kept | null {
  const text = localStorage.getItem(place(personId, id));
  return text === null ? null : (JSON.parse(text) as Kept);
}

export const forget = (personId: string, id: string | null): void =>
  localStorage.removeItem(place(personId, id));

/** The key of this person's review of a broadcast in this tab's storage. */
export const reviewKey = (personId: string, broadcastId: string): string =>
  `siar-review:${personId}:${broadcastId}`;

/** The keys of this person's drafts in this device's storage. */
const keptBy = (personId: string): string[] =>
  Object.keys(localStorage).filter((key) => key.startsWith(placesOf(personId)));

/** Whether this device holds unsaved input. */
export const keepsAnything = (personId: string): boolean => keptBy(personId).length > 0;

/** Removes all stored input of the person, and what they opened last: at sign-out, because another person may use the device next. */
export function forgetAll(personId: string): void {
  for (const key of keptBy(personId)) localStorage.removeItem(key);
  forgetRecent(personId);
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(reviewKey(personId, ''))) sessionStorage.removeItem(key);
}
