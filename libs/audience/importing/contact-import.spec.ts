import { CHANNELS, type ChannelName } from '#channels';
import { addressHash, Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { pieces } from '../../../test/factories/pieces.js';
import { openAddress } from '../addresses/addresses.js';
import { Audience } from '../audience.js';
import { loadReferenceData } from '../reference-data.js';
import { ContactImport } from './contact-import.js';
import { ImportRepository } from './import-repository.js';

describe('importing contacts', () => {
  let db: TestDatabase;
  let audience: Audience;
  let contacts: ContactImport;
  let book: ImportRepository;
  let actor: string;
  const keys = new Keys(testConfig('postgres://localhost/none'));
  beforeAll(async () => {
    db = await testDatabase();
    audience = new Audience(db.source);
    book = new ImportRepository(db.source, keys);
    contacts = new ContactImport(db.source, keys, audience, book);
    await db.source.transaction(loadReferenceData);
    const made = await row<{ id: string }>(
      db.source.manager,
      `WITH office AS (INSERT INTO organisations (kind, name) VALUES ('ministry', 'Kementerian') RETURNING id)
       INSERT INTO people (organisation_id, username, name, password_hash) SELECT id, 'penulis', 'P', 'x' FROM office RETURNING id`,
    );
    actor = made?.id ?? '';
  });
  afterAll(() => db.drop());

  const HEADER = 'name,region,language,topics,email,telegram,phone,preferred,consent_source,consent_date';
  const BY_CODE = { codes: 'kemendagri', dryRun: false } as const;
  const send = (text: string, options = BY_CODE) => contacts.run(pieces(text, 65_536), actor, options);
  const find = (channel: ChannelName, to: string) =>
    row<{
      id: string;
      contact: string;
      state: string;
      ciphertext: Buffer;
      keyId: string;
      region: string;
      name: string;
    }>(
      db.source.manager,
      `SELECT a.id, a.contact_id AS contact, a.state, a.ciphertext, a.key_id AS "keyId", c.region_code AS region, c.name
       FROM addresses a JOIN contacts c ON c.id = a.contact_id WHERE channel = $1 AND hash = $2`,
      [channel, addressHash(keys, channel, to)],
    );
  const everything = () =>
    rows(
      db.source.manager,
      `SELECT c.*, array_agg(a.* ORDER BY a.id) AS addresses, (SELECT count(*) FROM consents) AS consents
       FROM contacts c JOIN addresses a ON a.contact_id = c.id GROUP BY c.id ORDER BY c.id`,
    );

  it('adds contacts with encrypted addresses and proof of consent', async () => {
    const done = await send(
      `${HEADER}\n"Siti, Nur",Kota Bogor,id,"jadwal;hoaks",siti@example.com,,0834 1234 5678,sms,formulir desa,2024-01-31\n`,
    );
    const fates = { added: 1, updated: 0, unchanged: 0, skipped: 0 };
    expect(done).toEqual({
      id: expect.stringMatching(/^\d+$/) as string,
      dryRun: false,
      names: { repeated: [], refused: 0, refusedLines: [], kept: 0, keptLines: [] },
      rows: 1,
      ...fates,
      rejectedRows: 0,
      rejected: [],
      provinces: { '32': fates },
    });
    expect(await book.get(done.id)).toMatchObject({
      state: 'completed',
      rows: 1,
      added: 1,
      rejectedKept: false,
    });
    const address = await find('sms', '+6283412345678');
    expect(address).toMatchObject({ state: 'active', region: '32.71', name: 'Siti, Nur' });
    if (address) expect(openAddress(keys, address.id, 'sms', address)).toBe('+6283412345678');
    const consent = await row(
      db.source.manager,
      `SELECT source, given_at AS at FROM consents WHERE address_id = $1 AND withdrawn_at IS NULL`,
      [address?.id],
    );
    expect(consent).toEqual({ source: 'formulir desa', at: new Date('2024-01-30T17:00:00Z') });
  });

  it("reads Excel's output: a byte order mark, semicolons, CRLF", async () => {
    const done = await send(
      `\uFEFFemail;region;topics;consent_source;consent_date\r\nexcel@example.com;Jawa Barat;jadwal|hasil;formulir;2024-02-01\r\n`,
    );
    expect(done).toMatchObject({ rows: 1, added: 1 });
    expect(await find('email', 'excel@example.com')).toMatchObject({ region: '32' });
  });

  it('is idempotent over several chunks', async () => {
    const lines = Array.from(
      { length: 2_500 },
      (_, n) => `Warga,11.01,id,jadwal,warga${n}@example.com,,,,formulir,2024-01-31`,
    );
    const text = `${HEADER}\n${lines.join('\n')}\n`;
    const first = await contacts.run(pieces(text, 65_536), actor, BY_CODE);
    expect(first).toMatchObject({ rows: 2_500, added: 2_500, rejectedRows: 0 });
    const before = await everything();
    const second = await contacts.run(pieces(text, 65_536), actor, BY_CODE);
    expect(second).toMatchObject({ rows: 2_500, added: 0, updated: 0, unchanged: 2_500 });
    expect(await everything()).toEqual(before);
  });

  it('completes two concurrent imports of the same people', async () => {
    const lines = Array.from(
      { length: 1_500 },
      (_, n) => `,12,,,kembar${n}@example.com,,,,formulir,2024-01-31`,
    );
    const backwards = [...lines].reverse();
    const both = await Promise.all(
      [lines, backwards].map((each) =>
        contacts.run(pieces([HEADER, ...each].join('\n'), 65_536), actor, BY_CODE),
      ),
    );
    expect(both.reduce((sum, { added }) => sum + added, 0)).toBe(1_500);
    expect(both.every(({ added, unchanged }) => added + unchanged === 1_500)).toBe(true);
  });

  it('updates a known contact and adds the new address to it', async () => {
    await send(`${HEADER}\nBudi,11,,,budi@example.com,,,,formulir,2024-01-31\n`);
    const done = await send(
      `${HEADER}\n,12.01,en,,budi@example.com,90000000007,,telegram,formulir,2024-03-01\n`,
    );
    expect(done).toMatchObject({ added: 0, updated: 1 });
    const email = await find('email', 'budi@example.com');
    expect(email).toMatchObject({ name: 'Budi', region: '12.01' });
    expect((await find('telegram', '90000000007'))?.contact).toBe(email?.contact);
  });

  it('restores nobody who left, even under a contact deleted since', async () => {
    const text = `${HEADER}\n,11,,,pergi@example.com,,,,formulir,2024-01-31\n`;
    await send(text);
    const id = (await find('email', 'pergi@example.com'))?.id ?? '';
    await db.source.transaction((tx) => audience.leave(tx, id));
    expect(await send(text)).toMatchObject({ rows: 1, skipped: 1, added: 0 });
    expect(await find('email', 'pergi@example.com')).toMatchObject({ state: 'unsubscribed' });
    await db.source.query(
      `DELETE FROM contacts USING addresses a WHERE a.contact_id = contacts.id AND a.id = $1`,
      [id],
    );
    expect(await send(text)).toMatchObject({ rows: 1, skipped: 1, added: 0 });
    expect(await find('email', 'pergi@example.com')).toBeUndefined();
  });

  it('activates an address that waited for its consent', async () => {
    const text = `${HEADER}\n,11,,,tunggu@example.com,,,,formulir,2024-01-31\n`;
    await send(text);
    const id = (await find('email', 'tunggu@example.com'))?.id ?? '';
    await db.source.transaction(async (tx) => {
      await audience.leave(tx, id);
      // Same state as an address whose owner left and requested a new confirmation, or one without a recorded consent.
      await tx.query(`UPDATE addresses SET state = 'pending' WHERE id = $1`, [id]);
      await tx.query(
        `DELETE FROM suppressions USING addresses a WHERE a.id = $1 AND suppressions.hash = a.hash`,
        [id],
      );
    });
    expect(await send(text)).toMatchObject({ updated: 1 });
    expect(await find('email', 'tunggu@example.com')).toMatchObject({ state: 'active' });
  });

  it('rejects rows by their line, accepts the others, and names the first hundred', async () => {
    const bad = Array.from({ length: 150 }, () => `,99,,,x@example.com,,,,formulir,2024-01-31`);
    const done = await send([HEADER, ...bad, `,11,,,baik@example.com,,,,formulir,2024-01-31`].join('\n'));
    expect(done).toMatchObject({ rows: 151, added: 1, rejectedRows: 150 });
    expect(done.rejected).toHaveLength(100);
    expect(done.rejected[0]?.line).toBe(2);
    expect(await find('email', 'x@example.com')).toBeUndefined();
  });

  it.each([
    ['an identity number column', `nik,${HEADER}\n`, 'invalid'],
    ['no consent columns', `email,region\n`, 'invalid'],
    ['an empty file', '', 'malformed'],
    ['an endless first line', 'x'.repeat(100_000), 'malformed'],
    ['bytes that are no text', `\u0000\u0001\u0002\n`, 'invalid'],
  ])('refuses %s and changes nothing', async (_, text, kind) => {
    const before = await row(db.source.manager, `SELECT count(*) FROM contacts`);
    await expect(send(text)).rejects.toMatchObject({
      name: 'Problem',
      kind,
      message: expect.not.stringContaining('@') as string,
    });
    expect(await row(db.source.manager, `SELECT count(*) FROM contacts`)).toEqual(before);
  });

  it('keeps the completed chunks when the file breaks off, and records it in the trail', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      const lines = Array.from(
        { length: 4_700 },
        (_, n) => `,13,,,putus${n}@example.com,,,,formulir,2024-01-31`,
      );
      yield Buffer.from([HEADER, ...lines].join('\n'));
      await Promise.resolve();
      throw new Error('the connection broke');
    }
    await expect(contacts.run(broken(), actor, BY_CODE)).rejects.toThrow('the connection broke');
    const kept = await row<{ n: number }>(
      db.source.manager,
      `SELECT count(*)::int AS n FROM contacts WHERE region_code = '13'`,
    );
    const told = await row<{ detail: { added: number } | null }>(
      db.source.manager,
      `SELECT detail FROM audit_entries WHERE act = 'contacts.import' AND actor_id = $1 ORDER BY id DESC LIMIT 1`,
      [actor],
    );
    expect([0, 2_000, 4_000]).toContain(kept?.n);
    if (kept?.n) expect(told?.detail).toMatchObject({ added: 2_000 });
  });

  it('writes no address to the trail', async () => {
    const trail = JSON.stringify(await rows(db.source.manager, `SELECT * FROM audit_entries`));
    expect(trail).toContain('contacts.import');
    expect(trail).not.toContain('@');
    expect(CHANNELS.every((channel) => !trail.includes(`"${channel}"`))).toBe(true);
  });
});
