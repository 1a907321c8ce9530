import type { ChannelName } from '#channels';
import { type Rejected, rejectedFor } from './reasons.js';
import type { ImportRow } from './row.rules.js';
import type { RowFates as Fates } from '#contract/api/contacts';

export type { RowFates as Fates } from '#contract/api/contacts';

/** Stored state of an address that a row names. */
export interface KnownAddress {
  /** Null: it comes from an earlier row of the same chunk. */
  id: string | null;
  contactId: string;
  state: 'pending' | 'active' | 'unsubscribed' | 'invalid';
}

/** A contact after the merge. */
export interface MergedContact {
  /** `new:<line>` for a contact to be added. */
  id: string;
  regionCode: string;
  name: string;
  language: string;
  topics: string[];
  preferredChannel: ChannelName;
  /** Channels on which it has an address, in whatever state. */
  channels: ChannelName[];
}

/** Database state of a chunk's addresses, by `keyOf`. */
export interface Known {
  addresses: ReadonlyMap<string, KnownAddress>;
  contacts: ReadonlyMap<string, MergedContact>;
  /** Suppressed addresses, stored or not. */
  suppressed: ReadonlySet<string>;
}

export const NO_FATES: Readonly<Fates> = { added: 0, updated: 0, unchanged: 0, skipped: 0 };

/** The changes of a chunk, and its report. */
export interface Merge {
  contacts: { added: MergedContact[]; updated: MergedContact[] };
  addresses: { contactId: string; channel: ChannelName; to: string; consent: ImportRow['consent'] }[];
  /** Addresses that waited for consent, which the row now proves. */
  confirmed: {
    id: string;
    contactId: string;
    channel: ChannelName;
    to: string;
    consent: ImportRow['consent'];
  }[];
  /** By province: the code, or `LN`. */
  fates: Map<string, Fates>;
  rejected: Rejected[];
  /** Lines whose name differs from the stored one, which is kept. */
  otherNames: number[];
  /** The names given to people without one, one per person. */
  given: string[];
  /** Existing addresses that the rows name with proven consent; new ones are added when they are written. */
  named: string[];
}

/** Map key of an address. */
export const keyOf = (address: { channel: ChannelName; to: string }): string =>
  `${address.channel} ${address.to}`;

/**
 * Merges rows into the known contacts, in order. A row with a known address updates that contact, whether it comes from
 * the database or an earlier row. Empty cells keep the stored value. A file names contacts that have no name and never
 * renames one: its rows could otherwise put a text in place of every name. An import never restores an address that was
 * left. Merging the same rows again changes nothing.
 */
export function mergeRows(rows: readonly ImportRow[], known: Known): Merge {
  const addresses = new Map(known.addresses);
  const contacts = new Map(known.contacts);
  const changed = new Set<string>();
  const merge: Merge = {
    contacts: { added: [], updated: [] },
    addresses: [],
    confirmed: [],
    fates: new Map(),
    rejected: [],
    otherNames: [],
    given: [],
    named: [],
  };
  const count = (row: ImportRow, fate: keyof Fates): void => {
    const province = row.regionCode.slice(0, 2);
    const fates = merge.fates.get(province) ?? { ...NO_FATES };
    fates[fate]++;
    merge.fates.set(province, fates);
  };
  for (const row of rows) {
    const usable = row.addresses.filter((address) => {
      const state = addresses.get(keyOf(address))?.state;
      return state !== 'unsubscribed' && state !== 'invalid' && !known.suppressed.has(keyOf(address));
    });
    const first = usable[0];
    if (first === undefined) {
      count(row, 'skipped');
      continue;
    }
    const owners = new Set(
      row.addresses.flatMap((address) => addresses.get(keyOf(address))?.contactId ?? []),
    );
    if (owners.size > 1) {
      merge.rejected.push(rejectedFor(row.line, 'contradicts'));
      continue;
    }
    const [owner] = owners;
    const before = owner === undefined ? undefined : contacts.get(owner);
    const fresh = usable.filter((address) => !addresses.has(keyOf(address)));
    if (before && fresh.some(({ channel }) => before.channels.includes(channel))) {
      merge.rejected.push(rejectedFor(row.line, 'contradicts'));
      continue;
    }
    const after: MergedContact = {
      id: before?.id ?? `new:${row.line}`,
      regionCode: row.regionCode,
      name: before?.name || (row.name ?? ''),
      language: row.language ?? before?.language ?? 'id',
      topics: row.topics ?? before?.topics ?? [],
      preferredChannel:
        usable.find(({ channel }) => channel === row.preferredChannel)?.channel ??
        before?.preferredChannel ??
        first.channel,
      channels: [...(before?.channels ?? []), ...fresh.map(({ channel }) => channel)],
    };
    if (row.name !== undefined && row.name !== after.name) merge.otherNames.push(row.line);
    if (after.name !== (before?.name ?? '')) merge.given.push(after.name);
    const waiting = usable.flatMap((address) => {
      const found = addresses.get(keyOf(address));
      return found?.state === 'pending' ? [{ ...address, ...found }] : [];
    });
    for (const { id, contactId, channel, to } of waiting) {
      addresses.set(keyOf({ channel, to }), { id, contactId, state: 'active' });
      if (id !== null) merge.confirmed.push({ id, contactId, channel, to, consent: row.consent });
    }
    for (const address of fresh) {
      addresses.set(keyOf(address), { id: null, contactId: after.id, state: 'active' });
      merge.addresses.push({ contactId: after.id, ...address, consent: row.consent });
    }
    const differs = before === undefined || !sameContact(before, after);
    if (differs) {
      contacts.set(after.id, after);
      changed.add(after.id);
    }
    count(row, before === undefined ? 'added' : differs || waiting.length > 0 ? 'updated' : 'unchanged');
    merge.named.push(...usable.flatMap((address) => known.addresses.get(keyOf(address))?.id ?? []));
  }
  for (const id of changed) {
    const contact = contacts.get(id);
    if (contact) merge.contacts[known.contacts.has(id) ? 'updated' : 'added'].push(contact);
  }
  return merge;
}

function sameContact(a: MergedContact, b: MergedContact): boolean {
  return (
    a.regionCode === b.regionCode &&
    a.name === b.name &&
    a.language === b.language &&
    a.preferredChannel === b.preferredChannel &&
    a.channels.length === b.channels.length &&
    [...a.topics].sort().join() === [...b.topics].sort().join()
  );
}
