import type { ChannelName } from '#channels';
import { addressHash, Keys } from '#platform/crypto';
import { now, row, rows } from '#platform/database';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { pieces } from '../../../test/factories/pieces.js';
import { Audience } from '../audience.js';
import { loadReferenceData } from '../reference-data.js';
import { ContactImport, type ImportOptions } from './contact-import.js';
import { ImportRepository, type ImportedNames } from './import-repository.js';
import { RepeatedNames } from './repeated-names.rules.js';
import { Withdrawal } from './withdrawal.js';

/** Bytes per chunk of the stream. */
const PIECE = 16_384;
const HEADER = 'name,region,language,topics,email,telegram,phone,preferred,consent_source,consent_date';
const TAKE: ImportOptions = { codes: 'kemendagri', dryRun: false };
const TRY: ImportOptions = { codes: 'kemendagri', dryRun: true };

describe('an import', () => {
  let db: TestDatabase;
  let audience: Audience;
  let contacts: ContactImport;
  let book: ImportRepository;
  let withdrawal: Withdrawal;
  let actor: string;
  const keys = new Keys(testConfig('postgres://localhost/none'));
  beforeAll(async () => {
    db = await testDatabase();
    audience = new Audience(db.source);
    book = new ImportRepository(db.source, keys);
    contacts = new ContactImport(db.source, keys, audience, book);
    withdrawal = new Withdrawal(db.source, book);
    await db.source.transaction(loadReferenceData);
    const made = await row<{ id: string }>(
      db.source.manager,
      `WITH office AS (INSERT INTO organisations (kind, name) VALUES ('ministry', 'Kementerian') RETURNING id)
       INSERT INTO people (organisation_id, username, name, password_hash) SELECT id, 'penulis', 'P', 'x' FROM office RETURNING id`,
    );
    actor = made?.id ?? '';
  });
  afterAll(() => db.drop());

  const send = (lines: readonly string[], options = TAKE) =>
    contacts.run(pieces([HEADER, ...lines].join('\n'), PIECE), actor, options);
  const find = (channel: ChannelName, to: string) =>
    row<{ id: string; region: string; name: string }>(
      db.source.manager,
      `SELECT a.id, c.region_code AS region, c.name FROM addresses a JOIN contacts c ON c.id = a.contact_id
       WHERE channel = $1 AND hash = $2`,
      [channel, addressHash(keys, channel, to)],
    );
  const everything = () =>
    rows(
      db.source.manager,
      `SELECT c.*, array_agg(a.* ORDER BY a.id) AS addresses FROM contacts c JOIN addresses a ON a.contact_id = c.id
       GROUP BY c.id ORDER BY c.id`,
    );
  const leave = async (email: string): Promise<void> => {
    const id = (await find('email', email))?.id ?? '';
    await db.source.transaction((tx) => audience.leave(tx, id));
  };

  describe('as a dry run', () => {
    // Some contacts appear twice, more than a chunk apart; some are known, some have left.
    const lines = Array.from({ length: 2_500 }, (_, n) => {
      const who = n % 1_700;
      const email = who < 900 ? `coba${who}@example.com` : '';
      const phone = who % 3 === 0 || email === '' ? `0812${3_000_000 + who}` : '';
      const name = n % 7 ? `Coba ${'abcdefg'.charAt(n % 7)}` : '';
      return `${name},${who % 2 ? '11' : '91'},,,${email},,${phone},,formulir,${n % 50 ? '2024-01-31' : '?'}`;
    });

    it('changes nothing, and counts by province what the import then does', async () => {
      await send(lines.slice(0, 40));
      await leave('coba2@example.com');
      const before = await everything();
      const since = await now(db.source.manager);
      const tried = await send(lines, TRY);
      expect(await everything()).toEqual(before);
      expect(await book.namesSince(since)).toMatchObject({ imports: 0, people: 0, shared: [] });
      expect(
        await rows(db.source.manager, `SELECT FROM imported_addresses WHERE import_id = $1`, [tried.id]),
      ).toEqual([]);
      const done = await send(lines);
      expect({ ...tried, id: '', dryRun: false }).toEqual({ ...done, id: '' });
      expect(tried.provinces['91']?.added).toBeGreaterThan(500);
      expect(tried).toMatchObject({ rows: 2_500, rejectedRows: 50 });
      expect(tried.updated).toBeGreaterThan(0);
      expect(tried.names.kept).toBeGreaterThan(0);
      expect(tried.skipped).toBeGreaterThan(0);
    });

    it('leaves no table behind, so that the same connection can repeat it', async () => {
      for (const _ of [1, 2, 3]) expect(await send(lines, TRY)).toMatchObject({ added: 0 });
      expect((await book.list())[0]).toMatchObject({ dryRun: true, state: 'completed' });
    });
  });

  it('requires the origin of region codes before it accepts any row', async () => {
    const line = `,94,,,kode@example.com,,,,formulir,2024-01-31`;
    await expect(send([line], { codes: null, dryRun: false })).rejects.toMatchObject({
      kind: 'invalid',
      faults: [{ path: 'codes' }],
    });
    expect(await find('email', 'kode@example.com')).toBeUndefined();
    await send([line], { codes: 'bps', dryRun: false });
    expect(await find('email', 'kode@example.com')).toMatchObject({ region: '91' });
  });

  it('returns each rejected row with its reason, escaped and without identity numbers, for a day', async () => {
    const { id, rejectedRows } = await send([
      `=cmd,11,,,a@example.com,,,,formulir,2024-01-31`,
      `"Siti, 3201010101010001",11,,,b@example.com,,,,formulir,2024-01-31`,
      `Budi,Atlantis,,,c@example.com,,+62812,,formulir,2024-01-31`,
      `"never closed`,
    ]);
    expect(rejectedRows).toBe(4);
    let csv = '';
    for await (const piece of book.rejected(id)) csv += piece;
    expect(csv.split('\r\n')).toEqual([
      `${HEADER},rejected_line,rejected_reason`,
      `'=cmd,11,,,a@example.com,,,,formulir,2024-01-31,2,nama “=cmd”: Diawali seperti rumus.`,
      expect.stringMatching(/^"Siti, \(16 digit dihapus\)",11,,,b@.*,3,/),
      expect.stringMatching(
        /^Budi,Atlantis,,,c@example.com,,'\+62812,.*,4,"wilayah “Atlantis”: Bukan kode .* · telepon “\+62812”: Bukan nomor ponsel/,
      ),
      expect.stringMatching(/^"""never closed",.*,5,/),
      '',
    ]);
    const [stored] = await rows<{ bytes: Buffer }>(
      db.source.manager,
      `SELECT ciphertext AS bytes FROM rejected_rows WHERE import_id = $1`,
      [id],
    );
    expect(stored?.bytes.toString('latin1')).not.toContain('example');
    expect(stored?.bytes.length).toBeGreaterThan(100);

    const mended = csv
      .replace("'=cmd", 'Ani')
      .replace(/.*(Siti|never).*\r\n/g, '')
      .replace('Atlantis', 'Aceh')
      .replace("'+62812", "'+6281234567899")
      .split('\r\n');
    expect(await contacts.run(pieces(mended.join('\r\n'), PIECE), actor, TAKE)).toMatchObject({
      rows: 2,
      added: 2,
      rejectedRows: 0,
    });
    await db.source.query(
      `UPDATE contact_imports SET started_at = started_at - interval '25 hours' WHERE id = $1`,
      [id],
    );
    await book.forget();
    expect(await book.get(id)).toMatchObject({ rejectedKept: false, rejected: 4 });
  });

  it("keeps the file's headings and name, without identity numbers", async () => {
    const { id } = await contacts.run(
      pieces(
        'Wilayah;No. HP;sumber persetujuan;tanggal persetujuan\nAtlantis;081234567890;formulir;2024-01-31',
        PIECE,
      ),
      actor,
      { ...TAKE, fileName: 'Warga 3201010101010001 Maluku.csv' },
    );
    let csv = '';
    for await (const piece of book.rejected(id)) csv += piece;
    expect(csv.split('\r\n')[0]).toBe(
      'Wilayah;No. HP;sumber persetujuan;tanggal persetujuan;baris ditolak;sebab ditolak',
    );
    expect(await book.get(id)).toMatchObject({ fileName: 'Warga (16 digit dihapus) Maluku.csv' });
  });

  it('counts as broken after its publisher died, and can then be withdrawn but not continued', async () => {
    const id = await book.begin(db.source.manager, actor, TAKE);
    expect(await book.get(id)).toMatchObject({ state: 'running' });
    await expect(withdrawal.order(id, actor)).rejects.toMatchObject({ kind: 'conflict' });
    await db.source.query(
      `UPDATE contact_imports SET beat_at = beat_at - interval '5 minutes' WHERE id = $1`,
      [id],
    );
    expect(await book.get(id)).toMatchObject({ state: 'broken' });
    expect(await withdraw(id)).toMatchObject({ state: 'withdrawn', removed: 0 });
    const none = { rows: 0, added: 0, updated: 0, unchanged: 0, skipped: 0, rejected: 0, provinces: {} };
    await expect(book.note(db.source.manager, id, none, new RepeatedNames())).rejects.toMatchObject({
      kind: 'conflict',
    });
  });

  it('is limited to three at a time', async () => {
    const begun: string[] = [];
    for (let n = 0; n < 3; n++) begun.push(await book.begin(db.source.manager, actor, TAKE));
    await expect(book.begin(db.source.manager, actor, TAKE)).rejects.toMatchObject({
      kind: 'too-many',
    });
    for (const id of begun) await book.end(db.source.manager, id, 'completed');
  });

  const person = (n: number, more = ''): string =>
    `Tarik${more},13,,,tarik${n}@example.com,,,,formulir,2024-01-31`;
  const withdraw = async (id: string) => {
    await withdrawal.order(id, actor);
    while (await withdrawal.step());
    return book.get(id);
  };

  it('reports repeated names from the first chunk on, also once it has broken off and is withdrawn', async () => {
    const since = await now(db.source.manager);
    const text = (n: number): string => `Joko Raja Kita,13,,,sama${n}@example.com,,,,formulir,2024-01-31`;
    let running: ImportedNames | undefined;
    const cutOff = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from(`${[HEADER, ...Array.from({ length: 2_100 }, (_, n) => text(n))].join('\n')}\n`);
      do running = await book.namesSince(since);
      while (running.people < 2_000);
      throw new Error('cut off');
    };
    await expect(contacts.run(cutOff(), actor, TAKE)).rejects.toThrow('cut off');
    const id = (await book.list())[0]?.id ?? '';
    const [one] = (await book.namesSince(since)).shared;
    expect(running).toEqual({ since, imports: 1, people: 2_000, shared: [one], more: 0 });
    expect(one).toMatchObject({ importId: id, person: 'P', name: 'Joko Raja Kita', people: 2_000 });
    expect(await withdraw(id)).toMatchObject({ removed: 2_000 });
    expect(await book.namesSince(since)).toMatchObject({ shared: [{ ...one, withdrawn: true }] });
    expect(await book.namesSince(await now(db.source.manager))).toEqual(
      expect.objectContaining({ imports: 0, people: 0, shared: [], more: 0 }),
    );
  });

  it('lists the names given to the largest share first, and reports how many it omits', async () => {
    const since = await now(db.source.manager);
    const named = (name: string, n: number): string =>
      `${name},13,,,banyak-${name}${n}@example.com,,,,formulir,2024-01-31`;
    const many = (name: string, people: number): string[] =>
      Array.from({ length: people }, (_, n) => named(name, n));
    const ordinary = Array.from('abcdefghijklmnopqrst', (letter) => letter.toUpperCase() + letter.repeat(3));
    await send(ordinary.flatMap((name) => many(name, 12)));
    await send(many('Raja', 10));
    const { shared, more } = await book.namesSince(since);
    expect([shared.length, more]).toEqual([20, 1]);
    expect(shared[0]).toMatchObject({ name: 'Raja', people: 10, named: 10 });
    expect(shared[1]).toMatchObject({ people: 12, named: 240 });
  });

  describe('when withdrawn', () => {
    it('removes the contacts that came by it alone, in chunks, and nothing else', async () => {
      const older = await send([person(0), person(1)]);
      const confirmed = (await find('email', 'tarik1@example.com'))?.id;
      await db.source.query(`UPDATE consents SET imported = false WHERE address_id = $1`, [confirmed]);
      const before = await everything();
      const { id } = await send(Array.from({ length: 1_500 }, (_, n) => person(n, n < 2 ? '' : ' baru')));
      const own = (await find('email', 'tarik7@example.com'))?.id ?? '';
      await db.source.query(
        `INSERT INTO consents (address_id, source, wording, given_at, withdrawn_at) VALUES ($1, 'situs', 'Ya', now(), now())`,
        [own],
      );
      expect(await withdraw(id)).toMatchObject({ state: 'withdrawn', removed: 1_497, kept: 3 });
      expect((await everything()).length).toBe(before.length + 1);
      expect(await find('email', 'tarik0@example.com')).toMatchObject({ name: 'Tarik' });
      expect(await find('email', 'tarik7@example.com')).toBeDefined();
      expect(await find('email', 'tarik8@example.com')).toBeUndefined();
      // An address that its owner confirmed stays, also when the earlier import is withdrawn.
      expect(await withdraw(older.id)).toMatchObject({ removed: 1, kept: 1 });
      await expect(withdrawal.order(id, actor)).rejects.toMatchObject({ kind: 'conflict' });
    });

    it('is removed completely once the repeated import is withdrawn too, and its people can be imported again', async () => {
      const some = [person(5_000), person(5_001)];
      const first = await send(some);
      const second = await send([...some, person(5_002)]);
      expect(await withdraw(first.id)).toMatchObject({ removed: 0, kept: 2 });
      expect(await withdraw(second.id)).toMatchObject({ removed: 3, kept: 0 });
      expect(await send(some)).toMatchObject({ added: 2 });
    });

    it('keeps people who left suppressed', async () => {
      const { id } = await send([person(6_000)]);
      await leave('tarik6000@example.com');
      expect(await withdraw(id)).toMatchObject({ removed: 1 });
      expect(await send([person(6_000)])).toMatchObject({ skipped: 1, added: 0 });
    });

    it('is refused for a dry run', async () => {
      const { id } = await send([person(7_000)], TRY);
      await expect(withdrawal.order(id, actor)).rejects.toMatchObject({ kind: 'conflict' });
    });
  });

  it('writes no address to the trail or the list', async () => {
    const told = JSON.stringify([
      await rows(db.source.manager, `SELECT * FROM audit_entries`),
      await rows(db.source.manager, `SELECT * FROM contact_imports`),
    ]);
    expect(told).toContain('contacts.import.withdrawn');
    expect(told).not.toContain('@');
  });
});
