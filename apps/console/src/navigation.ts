import type { Organisation, Person, Role } from './api';
import { READERS } from './session';
import type { Words } from './words/id';

/** An entry of the menu. */
export interface Place {
  to: string;
  /** Its name, a key below `nav`. */
  name: Exclude<keyof Words['nav'], 'groups' | 'account' | 'addresses'>;
  /** The roles that have work there; absent: all. The API decides what is allowed. */
  roles?: readonly Role[];
  /** The kind of office whose people have work there; absent: both. */
  office?: Organisation['kind'];
  /** Other addresses that belong to it. */
  also?: RegExp;
}

/** Ordered by a broadcast's life; places about people come last. A group without a place for the person is hidden. */
export const GROUPS: readonly {
  name: 'work' | 'citizens' | 'operations' | 'office';
  places: readonly Place[];
}[] = [
  {
    name: 'work',
    places: [
      { to: '/', name: 'home' },
      {
        to: '/siaran',
        name: 'broadcasts',
        roles: READERS,
        also: /^\/tulis/,
      },
      { to: '/kalender', name: 'calendar', roles: READERS },
      { to: '/tinjau', name: 'reviews', roles: ['reviewer'] },
      { to: '/pemilihan', name: 'elections' },
      { to: '/templat', name: 'templates', roles: ['author', 'reviewer'] },
    ],
  },
  {
    name: 'citizens',
    places: [
      { to: '/kontak', name: 'contacts' },
      // The ministry holds the contacts.
      { to: '/impor', name: 'imports', roles: ['author', 'admin', 'auditor', 'dpo'], office: 'ministry' },
      { to: '/tertahan', name: 'suppressions', roles: ['operator'] },
      { to: '/bantuan', name: 'helpdesk', roles: ['helpdesk'] },
      { to: '/permintaan', name: 'dataRequests', roles: ['dpo'] },
    ],
  },
  { name: 'operations', places: [{ to: '/operasi', name: 'operations', roles: ['operator'] }] },
  {
    name: 'office',
    places: [
      { to: '/orang', name: 'people', roles: ['admin'] },
      { to: '/siaga', name: 'onCall', roles: ['admin'] },
      { to: '/audit', name: 'audit', roles: ['auditor', 'dpo'] },
    ],
  },
];

/** Whether a place is the one on screen. */
export const isHere = ({ to, also }: Place, pathname: string): boolean =>
  pathname === to || (to !== '/' && pathname.startsWith(`${to}/`)) || (also?.test(pathname) ?? false);

/** The place that an address belongs to. */
export const placeAt = (pathname: string): Place | undefined =>
  GROUPS.flatMap(({ places }) => places).find((place) => isHere(place, pathname));

/** Whether the person may open a place. Links lead to the pages of a broadcast too: for those the API alone decides. */
export const isOpen = (place: Place, person: Person): boolean =>
  place.name === 'broadcasts' || isFor(place, person);

/** Whether the person has work at a place. */
export const isFor = ({ roles, office }: Place, person: Person): boolean =>
  (!roles || person.roles.some((role) => roles.includes(role))) &&
  (!office || person.organisation.kind === office);
