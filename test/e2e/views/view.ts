import type { Page } from 'playwright-core';
import type { TestConsole } from '../../factories/console.js';
import type { Username } from '../../factories/staff.js';
import type { TestSystem } from '../../factories/system.js';

/** The environment of views: everything behind the console, and a page for each person, kept from view to view. */
export interface Setting {
  system: TestSystem;
  console: TestConsole;
  /** A broadcast to everybody that began with the suite. */
  past: string;
  /** A person's page, at this address. */
  at: (username: Username, path: string) => Promise<Page>;
}

/** A screen in one of its states: checked by axe, at every width, in both languages, and taken as a picture. */
export interface View {
  /** The file name of its picture in docs/screens, without the width. */
  name: string;
  /** The screen's route in the console; null: it is shown instead of every screen. */
  screen: string | null;
  /** Opens it at 1280 px in Indonesian, with real data. */
  open: (setting: Setting) => Promise<Page>;
  /** Its picture shows the whole page, not only a window's height. */
  whole?: true;
}

/** A local time some days ahead, within sending hours, well before which nothing happens. */
export const later = (): string => `${inDays(5)}T09:00`;

/** The date some days ahead. */
export const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The time on Jakarta's clock, some seconds from now. */
export const inJakarta = (seconds: number): string =>
  new Date(Date.now() + (seconds + 7 * 3600) * 1000).toISOString().slice(0, 19);
