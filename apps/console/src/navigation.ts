import IconActivity from '@tabler/icons-react/icons/IconActivity';
import IconAddressBook from '@tabler/icons-react/icons/IconAddressBook';
import IconCalendar from '@tabler/icons-react/icons/IconCalendar';
import IconCheckbox from '@tabler/icons-react/icons/IconCheckbox';
import IconClipboardCheck from '@tabler/icons-react/icons/IconClipboardCheck';
import IconFileImport from '@tabler/icons-react/icons/IconFileImport';
import IconHeadset from '@tabler/icons-react/icons/IconHeadset';
import IconHome from '@tabler/icons-react/icons/IconHome';
import IconListSearch from '@tabler/icons-react/icons/IconListSearch';
import IconMailOff from '@tabler/icons-react/icons/IconMailOff';
import IconPhoneCall from '@tabler/icons-react/icons/IconPhoneCall';
import IconShieldLock from '@tabler/icons-react/icons/IconShieldLock';
import IconSpeakerphone from '@tabler/icons-react/icons/IconSpeakerphone';
import IconTemplate from '@tabler/icons-react/icons/IconTemplate';
import IconUsers from '@tabler/icons-react/icons/IconUsers';
import type { ComponentType } from 'react';
import type { Organisation, Person, Role } from './api';
import { FOLLOWERS } from '../../../libs/contract/roles.rules';
import type { Words } from './words/id';

/** An entry of the menu. */
export interface Place {
  to: string;
  /** Its name, a key below `nav`. */
  name: Exclude<keyof Words['nav'], 'groups' | 'account' | 'addresses'>;
  /** Beside its name. */
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  /** The letter that leads there after `g`. */
  key: string;
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
      { to: '/', name: 'home', icon: IconHome, key: 'b' },
      {
        to: '/siaran',
        name: 'broadcasts',
        icon: IconSpeakerphone,
        key: 's',
        roles: FOLLOWERS,
        also: /^\/tulis/,
      },
      { to: '/kalender', name: 'calendar', icon: IconCalendar, key: 'l', roles: FOLLOWERS },
      { to: '/tinjau', name: 'reviews', icon: IconClipboardCheck, key: 'j', roles: ['reviewer'] },
      { to: '/pemilihan', name: 'elections', icon: IconCheckbox, key: 'p' },
      { to: '/templat', name: 'templates', icon: IconTemplate, key: 'm', roles: ['author', 'reviewer'] },
    ],
  },
  {
    name: 'citizens',
    places: [
      { to: '/kontak', name: 'contacts', icon: IconAddressBook, key: 'k' },
      // The ministry holds the contacts.
      {
        to: '/impor',
        name: 'imports',
        icon: IconFileImport,
        key: 'i',
        roles: ['author', 'admin', 'auditor', 'dpo'],
        office: 'ministry',
      },
      { to: '/tertahan', name: 'suppressions', icon: IconMailOff, key: 'h', roles: ['operator'] },
      { to: '/bantuan', name: 'helpdesk', icon: IconHeadset, key: 'n', roles: ['helpdesk'] },
      { to: '/permintaan', name: 'dataRequests', icon: IconShieldLock, key: 'd', roles: ['dpo'] },
    ],
  },
  {
    name: 'operations',
    places: [{ to: '/operasi', name: 'operations', icon: IconActivity, key: 'o', roles: ['operator'] }],
  },
  {
    name: 'office',
    places: [
      { to: '/orang', name: 'people', icon: IconUsers, key: 'r', roles: ['admin'] },
      { to: '/siaga', name: 'onCall', icon: IconPhoneCall, key: 'g', roles: ['admin'] },
      { to: '/audit', name: 'audit', icon: IconListSearch, key: 'a', roles: ['auditor', 'dpo'] },
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
