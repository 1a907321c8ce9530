import type { Page } from 'playwright-core';
import type { TestConsole } from '../../factories/console.js';
import type { Username } from '../../factories/staff.js';
import type { TestSystem } from '../../factories/system.js';

/** What views are opened in: everything behind the console, and a page for each person, kept from view to view. */
export interface Setting {
  system: TestSystem;
  console: TestConsole;
  /** A broadcast to everybody that began with the suite. */
  past: string;
  /** Somebody's page, at this address. */
  at: (username: Username, path: string) => Promise<Page>;
}

/** A screen in one of its states, as it is looked at by axe, at every width, in both languages, and kept as a picture. */
export interface View {
  /** Its picture's file in docs/screens, without the width. */
  name: string;
  /** The screen's address as the console's router has it; null: it stands in the place of every screen. */
  screen: string | null;
  /** Brings it about, at 1280 px in Indonesian, with real data in it. */
  open: (setting: Setting) => Promise<Page>;
  /** Its picture shows the whole length, not what a window shows. */
  whole?: true;
}

/** A local time in some days, within sending hours, well before which nothing happens. */
export const later = (): string => `${inDays(5)}T09:00`;

/** The date in some days. */
export const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** So many seconds from now on Jakarta's clock. */
export const inJakarta = (seconds: number): string =>
  new Date(Date.now() + (seconds + 7 * 3600) * 1000).toISOString().slice(0, 19);
