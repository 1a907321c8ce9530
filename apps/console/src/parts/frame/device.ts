/** What a person chose for this device, kept in its storage. public/scheme.js reads the density before the first paint. */
const DENSITY = 'siar-density';
const SHORTCUTS = 'siar-shortcuts';
const WALL = 'siar-wall';

export type Density = 'roomy' | 'compact';

export const chosenDensity = (): Density =>
  localStorage.getItem(DENSITY) === 'compact' ? 'compact' : 'roomy';

export function setDensity(density: Density): void {
  localStorage.setItem(DENSITY, density);
  document.documentElement.toggleAttribute('data-density', false);
  if (density === 'compact') document.documentElement.setAttribute('data-density', density);
}

/** Whether shortcuts of one letter act; a person who dictates or types with difficulty turns them off (WCAG 2.1.4). */
export const shortcutsOn = (): boolean => localStorage.getItem(SHORTCUTS) !== 'off';

export const setShortcuts = (on: boolean): void => localStorage.setItem(SHORTCUTS, on ? 'on' : 'off');

/** The scheme in which a wall was shown here last; null: none was chosen. */
export const chosenWall = (): string | null => localStorage.getItem(WALL);

export const setWall = (scheme: string): void => localStorage.setItem(WALL, scheme);

const firstRunOf = (personId: string): string => `siar-first-run:${personId}`;

/** Whether the person has closed the first steps of a training installation here. */
export const firstRunClosed = (personId: string): boolean =>
  localStorage.getItem(firstRunOf(personId)) !== null;

export const closeFirstRun = (personId: string): void => localStorage.setItem(firstRunOf(personId), 'closed');
