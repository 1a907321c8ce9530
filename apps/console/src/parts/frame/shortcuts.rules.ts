import type { Person } from '../../api';
import { GROUPS, isFor } from '../../navigation';

const TICKED = ['checkbox', 'radio'];

/** Whether a letter would be text where the focus is. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select') ||
    (target instanceof HTMLInputElement && !TICKED.includes(target.type)));

/** Whether a dialog, a menu or a list of values is open. A field keeps its list in the page while that is closed. */
export const isBusy = (): boolean =>
  [...document.querySelectorAll('[role=dialog],[role=menu],[role=listbox]')].some(
    (one) => one.getClientRects().length > 0,
  );

/** Where the letters after `g` lead for this person. */
export function destinations(person: Person): Map<string, string> {
  const places = GROUPS.flatMap((group) => group.places).filter((place) => isFor(place, person));
  return new Map([
    ...places.map(({ key, to }) => [key, to] as const),
    ...(person.roles.includes('author') ? ([['t', '/tulis']] as const) : []),
    ['u', '/akun'] as const,
  ]);
}
