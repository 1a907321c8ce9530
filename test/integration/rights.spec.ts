import { claimChunk, type Settled, writeOutcomes } from '../../libs/dispatch/ledger/ledger.js';
import { approvedFor, crowd, disagreements } from '../factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../factories/database.js';
import { ledgerStates } from '../factories/ledger.js';
import { ImportRepository } from '#audience/importing';
import { WaitingErasures, Rights } from '#audience/rights';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';

let db: TestDatabase;
let keys: Keys;
let rights: Rights;
let erasures: WaitingErasures;
beforeAll(async () => {
  db = await testDatabase();
  keys = new Keys(testConfig(db.url));
  rights = new Rights(db.source, keys);
  erasures = new WaitingErasures(db.source, keys, new ImportRepository(db.source, keys));
});
afterAll(() => db.drop());

const BY_THEMSELVES = { actorId: null };

/** A released e-mail wave with a copy for each of this many people, in one batch. */
async function wave(
  people: number,
): Promise<{ id: string; waveId: string; contacts: string[]; addresses: string[] }> {
  const { id, waves } = await approvedFor(db.source, [{}]);
  const waveId = waves[0] ?? '';
  const made = await crowd(
    db.source,
    keys,
    Array.from({ length: people }, () => ({ on: { email: 'active' as const } })),
  );
  const addresses = made.addresses.map(({ email = '' }) => email);
  await db.source.query(
    `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state)
     SELECT $1, address, $2, contact, 0, 'pending' FROM unnest($3::bigint[], $4::bigint[]) AS p(address, contact)`,
    [id, waveId, addresses, made.contacts],
  );
  await db.source.query(`INSERT INTO batches (wave_id, no, size, state) VALUES ($1, 0, $2, 'queued')`, [
    waveId,
    people,
  ]);
  await db.source.query(
    `UPDATE waves SET fanned_out_at = siar_now(), batches = 1, targeted = $2, pending = $2 WHERE id = $1`,
    [waveId, people],
  );
  return { id, waveId, contacts: made.contacts, addresses };
}
const claim = (waveId: string, limit: number) =>
  db.source.transaction((tx) =>
    claimChunk(tx, {
      waveId,
      batchNo: 0,
      channel: 'email',
      limit,
      account: 'email',
      worker: 'uji',
      leaseSeconds: 60,
    }),
  );
const accepted = (addressId: string): Settled => ({
  addressId,
  state: 'accepted',
  reason: null,
  providerId: `penyedia-${addressId}`,
  nextAttemptAt: null,
  counts: true,
  suppress: null,
  soft: false,
  brake: null,
  slowDownMs: 0,
  movedTo: null,
});

describe('erasing a recipient of a running broadcast', () => {
  it('records the outcome of a claimed copy, sends no further one, and deletes the provider’s message id', async () => {
    const { id, waveId, contacts, addresses } = await wave(3);
    const [inHand = '', waiting = '', other = ''] = addresses;
    const taken = await claim(waveId, 1);
    expect(taken?.deliveries.map(({ addressId }) => addressId)).toEqual([inHand]);
    for (const contact of contacts.slice(0, 2)) expect(await rights.erase(contact, BY_THEMSELVES)).toBe(true);
    expect(await rights.erase(contacts[0] ?? '', BY_THEMSELVES)).toBe(false);
    // A claimed copy is left until it has settled; the other address is erased at once.
    expect([await erasures.step(), await erasures.step()]).toEqual([true, false]);

    if (!taken) throw new Error('nothing was claimed');
    await db.source.transaction((tx) => writeOutcomes(tx, taken, [accepted(inHand)], true));
    const next = await claim(waveId, 10);
    expect(next?.deliveries.map(({ addressId }) => addressId)).toEqual([other]);
    expect(await ledgerStates(db.source, id)).toEqual({
      [inHand]: 'accepted',
      [waiting]: 'suppressed',
      [other]: 'claimed',
    });
    expect([await erasures.step(), await erasures.step()]).toEqual([true, false]);
    expect(
      await row(db.source.manager, 'SELECT provider_id FROM deliveries WHERE address_id = $1', [inHand]),
    ).toEqual({ provider_id: null });
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('lifts neither a complaint nor a decision of staff', async () => {
    const { contacts, addresses } = await wave(3);
    const reasons = ['complaint', 'staff', 'dead-address'];
    for (const [n, reason] of reasons.entries())
      await db.source.query(
        `INSERT INTO suppressions (channel, hash, reason) SELECT channel, hash, $2 FROM addresses WHERE id = $1`,
        [addresses[n], reason],
      );
    const hashes = await rows<{ hash: Buffer }>(
      db.source.manager,
      'SELECT hash FROM addresses WHERE id = ANY ($1) ORDER BY id',
      [addresses],
    );
    for (const contact of contacts) await rights.erase(contact, BY_THEMSELVES);
    const after = await rows<{ reason: string }>(
      db.source.manager,
      `SELECT reason FROM unnest($1::bytea[]) WITH ORDINALITY AS asked (hash, no) JOIN suppressions USING (hash) ORDER BY no`,
      [hashes.map(({ hash }) => hash)],
    );
    expect(after.map(({ reason }) => reason)).toEqual(['complaint', 'staff', 'erased']);
  });
});

describe('restricting somebody', () => {
  const restrict = (contactId: string, restricted: boolean): Promise<boolean> =>
    db.source.transaction((tx) => rights.restrictIn(tx, contactId, restricted, BY_THEMSELVES));

  it('stops the next chunk at once, keeps everything, and can be lifted', async () => {
    const { id, waveId, contacts, addresses } = await wave(2);
    expect(await restrict(contacts[0] ?? '', true)).toBe(true);
    expect(await restrict(contacts[0] ?? '', true)).toBe(false);
    await claim(waveId, 10);
    expect(await ledgerStates(db.source, id)).toEqual({
      [addresses[0] ?? '']: 'suppressed',
      [addresses[1] ?? '']: 'claimed',
    });
    const held = await rights.look(contacts[0] ?? '');
    expect(held?.contact.restrictedAt).not.toBeNull();
    expect(held?.addresses).toMatchObject([{ state: 'active', suppression: null }]);
    expect(await restrict(contacts[0] ?? '', false)).toBe(true);
    const { waveId: later } = await wave(1);
    await db.source.query(
      `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state)
       SELECT broadcast_id, $2, id, $3, 0, 'pending' FROM waves WHERE id = $1`,
      [later, addresses[0], contacts[0]],
    );
    await db.source.query('UPDATE waves SET targeted = 2, pending = 2 WHERE id = $1', [later]);
    expect((await claim(later, 10))?.deliveries).toHaveLength(2);
  });
});
