import fc from 'fast-check';
import { CHANNELS } from '#channels';
import {
  type Fates,
  keyOf,
  type Known,
  type KnownAddress,
  type Merge,
  type MergedContact,
  mergeRows,
  NO_FATES,
} from './merge.rules.js';
import type { ImportRow } from './row.rules.js';

const consent = { source: 'formulir', wording: 'Setuju', givenAt: '2024-01-31T00:00:00+07:00' };
const nothing: Known = { addresses: new Map(), contacts: new Map(), suppressed: new Set() };

// Few addresses, so that rows collide often.
const address = fc.record({ channel: fc.constantFrom(...CHANNELS), to: fc.constantFrom('a', 'b', 'c', 'd') });
const someRows = fc
  .array(
    fc.record(
      {
        regionCode: fc.constantFrom('11', '32.01'),
        name: fc.constantFrom('Siti', 'Budi'),
        language: fc.constantFrom('id', 'en'),
        topics: fc.subarray(['hoaks', 'jadwal']),
        addresses: fc.uniqueArray(address, {
          selector: ({ channel }) => channel,
          minLength: 1,
          maxLength: 3,
        }),
      },
      { requiredKeys: ['regionCode', 'addresses'] },
    ),
    { maxLength: 12 },
  )
  .map((rows) => rows.map((row, index): ImportRow => ({ line: index + 2, consent, ...row })));
const state = fc.constantFrom<KnownAddress['state']>('pending', 'active', 'unsubscribed', 'invalid');

/** The database state after a merge: assigns ids to new rows. */
function after(known: Known, merge: Merge, round: string): Known {
  const idOf = (id: string): string => id.replace(/^new:/, `${round} `);
  const contacts = new Map<string, MergedContact>(known.contacts);
  for (const contact of [...merge.contacts.added, ...merge.contacts.updated]) {
    contacts.set(idOf(contact.id), { ...contact, id: idOf(contact.id) });
  }
  const addresses = new Map(known.addresses);
  for (const { contactId, ...rest } of merge.addresses) {
    addresses.set(keyOf(rest), { id: `id of ${keyOf(rest)}`, contactId: idOf(contactId), state: 'active' });
  }
  const confirmed = new Set(merge.confirmed.map(({ id }) => id));
  for (const [key, one] of addresses) {
    if (confirmed.has(one.id ?? '')) addresses.set(key, { ...one, state: 'active' });
  }
  return { ...known, addresses, contacts };
}

/** A database state created by an import, after which some addresses changed state. */
const somethingKnown = fc
  .tuple(
    someRows,
    fc.array(state, { minLength: 12, maxLength: 12 }),
    fc.subarray(['email a', 'sms b', 'telegram c']),
  )
  .map(([rows, states, suppressed]): Known => {
    const known = after(nothing, mergeRows(rows, nothing), 'first');
    const addresses = [...known.addresses].map(([key, one], index): [string, KnownAddress] => [
      key,
      { ...one, state: states[index % states.length] ?? 'active' },
    ]);
    return { ...known, addresses: new Map(addresses), suppressed: new Set(suppressed) };
  });

const sum = (fates: ReadonlyMap<string, Fates>): Fates =>
  [...fates.values()].reduce(
    (all, one) => ({
      added: all.added + one.added,
      updated: all.updated + one.updated,
      unchanged: all.unchanged + one.unchanged,
      skipped: all.skipped + one.skipped,
    }),
    NO_FATES,
  );

describe('mergeRows', () => {
  it('accounts for each row once', () => {
    fc.assert(
      fc.property(someRows, somethingKnown, (rows, known) => {
        const { rejected, ...merge } = mergeRows(rows, known);
        const fates = sum(merge.fates);
        expect(fates.added + fates.updated + fates.unchanged + fates.skipped + rejected.length).toBe(
          rows.length,
        );
      }),
    );
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(someRows, somethingKnown, (rows, known) => {
        const once = after(known, mergeRows(rows, known), 'second');
        const again = mergeRows(rows, once);
        expect(sum(again.fates).added).toBe(0);
        expect(again.addresses).toEqual([]);
        expect(again.confirmed).toEqual([]);
        expect(after(once, again, 'third')).toEqual(once);
      }),
    );
  });

  it('sends nothing to an address that has left, is dead or is suppressed', () => {
    fc.assert(
      fc.property(someRows, somethingKnown, (rows, known) => {
        const { addresses, confirmed } = mergeRows(rows, known);
        const written = addresses.map(keyOf);
        expect(new Set(written).size).toBe(written.length);
        for (const key of written) {
          expect(known.addresses.has(key)).toBe(false);
          expect(known.suppressed.has(key)).toBe(false);
        }
        const waited = [...known.addresses.values()]
          .filter((one) => one.state === 'pending')
          .map(({ id }) => id);
        for (const { id } of confirmed) expect(waited).toContain(id);
      }),
    );
  });

  it('gives a contact at most one address per channel, and prefers an existing one', () => {
    fc.assert(
      fc.property(someRows, somethingKnown, (rows, known) => {
        const { contacts } = mergeRows(rows, known);
        for (const { channels, preferredChannel } of [...contacts.added, ...contacts.updated]) {
          expect(new Set(channels).size).toBe(channels.length);
          expect(channels).toContain(preferredChannel);
        }
      }),
    );
  });

  const row = (
    line: number,
    addresses: ImportRow['addresses'],
    more: Partial<ImportRow> = {},
  ): ImportRow => ({
    line,
    regionCode: '11',
    addresses,
    consent,
    ...more,
  });
  const email = (to: string) => ({ channel: 'email' as const, to });
  const sms = (to: string) => ({ channel: 'sms' as const, to });

  it('merges rows that share an address, and keeps values that the later row leaves empty', () => {
    const merge = mergeRows(
      [
        row(2, [email('a')], { name: 'Siti', language: 'en', topics: ['hoaks'] }),
        row(3, [email('a'), sms('b')], { regionCode: '32.01', preferredChannel: 'sms' }),
      ],
      nothing,
    );
    expect(Object.fromEntries(merge.fates)).toEqual({
      '11': { added: 1, updated: 0, unchanged: 0, skipped: 0 },
      '32': { added: 0, updated: 1, unchanged: 0, skipped: 0 },
    });
    expect(merge.contacts.added).toEqual([
      {
        id: 'new:2',
        regionCode: '32.01',
        name: 'Siti',
        language: 'en',
        topics: ['hoaks'],
        preferredChannel: 'sms',
        channels: ['email', 'sms'],
      },
    ]);
  });

  it('names a person without a name, and reports those it would rename', () => {
    const known: Known = {
      ...nothing,
      addresses: new Map([['email a', { id: '1', contactId: '7', state: 'active' }]]),
      contacts: new Map([
        [
          '7',
          {
            id: '7',
            regionCode: '11',
            name: 'Siti',
            language: 'id',
            topics: [],
            preferredChannel: 'email',
            channels: ['email'],
          },
        ],
      ]),
    };
    const { contacts, fates, otherNames } = mergeRows(
      [
        row(2, [email('a')], { name: 'Datang Ramai' }),
        row(3, [email('a')], { name: 'Siti', language: 'en' }),
        row(4, [email('b')]),
        row(5, [email('b')], { name: 'Budi' }),
        row(6, [email('b')], { name: 'Datang Ramai' }),
      ],
      known,
    );
    expect(contacts.updated).toMatchObject([{ id: '7', name: 'Siti', language: 'en' }]);
    expect(contacts.added).toMatchObject([{ id: 'new:4', name: 'Budi' }]);
    expect(otherNames).toEqual([2, 6]);
    expect(sum(fates)).toEqual({ added: 1, updated: 2, unchanged: 2, skipped: 0 });
  });

  it('rejects a row that would merge two contacts or replace an address', () => {
    const { rejected, fates } = mergeRows(
      [
        row(2, [email('a')]),
        row(3, [sms('b')]),
        row(4, [email('a'), sms('b')]),
        row(5, [email('c'), sms('b')]),
        row(6, [email('d'), sms('b')]),
      ],
      nothing,
    );
    expect(rejected).toEqual([
      { line: 4, faults: [{ column: null, reason: 'contradicts', value: '' }] },
      { line: 6, faults: [{ column: null, reason: 'contradicts', value: '' }] },
    ]);
    expect(sum(fates)).toEqual({ added: 2, updated: 1, unchanged: 0, skipped: 0 });
  });
});
