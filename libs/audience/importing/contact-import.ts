import { randomUUID } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { CsvError, parse } from 'csv-parse';
import { DataSource } from 'typeorm';
import { record } from '#audit';
import type { ChannelName } from '#channels';
import { Keys, now, Problem, rows, type Tx } from '#platform';
import { addressHash } from '../addresses.js';
import { Audience } from '../audience.js';
import { insertAddresses, insertContacts, newContactIds } from '../new-contacts.js';
import {
  type Fates,
  keyOf,
  type Known,
  type KnownAddress,
  type Merge,
  type MergedContact,
  mergeRows,
} from './merge.rules.js';
import { type Column, type ImportRow, readHeader, readRow, regionFinder } from './row.rules.js';

/** What an import did. The fates and `rejectedRows` sum to `rows`. */
export interface ImportResult extends Fates {
  rows: number;
  rejectedRows: number;
  /** The first 100, by the line on which the row ends. */
  rejected: { line: number; reason: string }[];
}

const CHUNK = 1_000;
const SHOWN = 100;
const HEADER_BYTES = 64 * 1024;
const RECORD_BYTES = 16 * 1024;
// Someone else wrote the same address in the meantime, or locked it in another order: read and merge anew.
const COLLISIONS = ['23505', '40P01'];
const TRIES = 5;
const CSV_FAULT: Partial<Record<CsvError['code'], string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'a quoted cell goes on after its closing quote; write a quote inside as ""',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE:
    'a quoted cell goes on after its closing quote; write a quote inside as ""',
  CSV_QUOTE_NOT_CLOSED: 'a quote is never closed',
  CSV_MAX_RECORD_SIZE: 'a row is too long, or a quote before it was never closed',
  INVALID_OPENING_QUOTE: 'a quote stands inside a cell that does not begin with one',
};

/** Takes contacts in from a file, with the proof of their consent. */
@Injectable()
export class ContactImport {
  constructor(
    private readonly database: DataSource,
    private readonly keys: Keys,
    private readonly audience: Audience,
  ) {}

  /**
   * Imports a CSV file as it comes in, in constant memory. A thousand rows are a transaction with their entry in the
   * trail; a file that breaks off leaves those before, and sent again it has no double effect.
   * @param csv UTF-8, with or without a byte order mark; commas or semicolons; the first row names the columns
   * @param actorId who imports
   * @throws Problem `invalid` when the header is wrong, `malformed` when the file is no CSV; with what was done so far
   */
  async run(csv: AsyncIterable<Buffer>, actorId: string): Promise<ImportResult> {
    const result: ImportResult = {
      rows: 0,
      added: 0,
      updated: 0,
      unchanged: 0,
      skipped: 0,
      rejectedRows: 0,
      rejected: [],
    };
    const findRegion = regionFinder((await this.audience.regions()).values());
    const startedAt = (await now(this.database.manager)).toISOString();
    const importId = randomUUID();
    let columns: Column[] | undefined;
    let chunk: ReturnType<typeof readRow>[] = [];
    const take = async (): Promise<void> => {
      add(result, await this.takeChunk(chunk, importId, actorId));
      chunk = [];
    };
    try {
      for await (const { line, cells } of recordsOf(csv)) {
        if (columns) chunk.push(readRow(line, columns, cells, findRegion, startedAt));
        else columns = checkedHeader(cells);
        if (chunk.length === CHUNK) await take();
      }
      if (chunk.length > 0) await take();
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      // Its own message may quote the file.
      const fault = CSV_FAULT[error.code] ?? 'it cannot be read';
      throw new Problem('malformed', `The file is no CSV at line ${String(error['lines'])}: ${fault}.`, [], {
        soFar: result,
      });
    }
    if (!columns) throw new Problem('malformed', 'The file is empty: its first row must name the columns.');
    return result;
  }

  private async takeChunk(
    read: ReturnType<typeof readRow>[],
    importId: string,
    actorId: string,
  ): Promise<Merge> {
    const good = read.filter((each): each is ImportRow => !('reason' in each));
    const bad = read.filter((each) => 'reason' in each);
    for (let tried = 1; ; tried++) {
      try {
        return await this.database.transaction(async (tx) => {
          const merge = mergeRows(good, await this.known(tx, good));
          merge.rejected = [...bad, ...merge.rejected].sort((a, b) => a.line - b.line);
          await this.write(tx, merge);
          const detail = { ...merge.fates, rejected: merge.rejected.length };
          await record(tx, { actorId, act: 'contacts.import', subject: `import:${importId}`, detail });
          return merge;
        });
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : '';
        if (!COLLISIONS.includes(code) || tried === TRIES) throw error;
      }
    }
  }

  private async known(tx: Tx, imported: ImportRow[]): Promise<Known> {
    const keys = new Map(
      imported.flatMap(({ addresses }) =>
        addresses.map((address) => {
          const hash = addressHash(this.keys, address.channel, address.to);
          return [
            `${address.channel} ${hash.toString('hex')}`,
            { key: keyOf(address), channel: address.channel, hash },
          ];
        }),
      ),
    );
    const asked = [...keys.values()];
    const found = await rows<KnownAddress & { channel: ChannelName; hash: Buffer; suppressed: boolean }>(
      tx,
      `SELECT channel, hash, a.id, a.contact_id AS "contactId", a.state, s.hash IS NOT NULL AS suppressed
       FROM unnest($1::text[], $2::bytea[]) AS asked (channel, hash)
       LEFT JOIN addresses a USING (channel, hash) LEFT JOIN suppressions s USING (channel, hash)
       WHERE a.id IS NOT NULL OR s.hash IS NOT NULL`,
      [asked.map(({ channel }) => channel), asked.map(({ hash }) => hash)],
    );
    const keyed = found.map((one) => ({
      ...one,
      key: keys.get(`${one.channel} ${one.hash.toString('hex')}`)?.key ?? '',
    }));
    const there = keyed.filter((one) => one.id !== null);
    const contacts = await rows<MergedContact>(
      tx,
      `SELECT id, region_code AS "regionCode", name, language, topics, preferred_channel AS "preferredChannel",
         ARRAY(SELECT channel FROM addresses WHERE contact_id = contacts.id) AS channels
       FROM contacts WHERE id = ANY ($1::bigint[]) ORDER BY id FOR UPDATE`,
      [[...new Set(there.map((one) => one.contactId))]],
    );
    return {
      addresses: new Map(there.map(({ key, id, contactId, state }) => [key, { id, contactId, state }])),
      contacts: new Map(contacts.map((contact) => [contact.id, contact])),
      suppressed: new Set(keyed.filter((one) => one.suppressed).map(({ key }) => key)),
    };
  }

  private async write(tx: Tx, { contacts, addresses, confirmed }: Merge): Promise<void> {
    const ids = await newContactIds(tx, contacts.added.length);
    const idOf = new Map(contacts.added.map(({ id }, index) => [id, ids[index] ?? '']));
    await insertContacts(
      tx,
      contacts.added.map((contact) => ({ ...contact, id: idOf.get(contact.id) ?? '' })),
    );
    await tx.query(
      `UPDATE contacts SET province_code = left(new."regionCode", 2), region_code = new."regionCode", name = new.name,
         language = new.language, topics = new.topics, preferred_channel = new."preferredChannel"
       FROM jsonb_to_recordset($1) AS new
         (id bigint, "regionCode" text, name text, language text, topics text[], "preferredChannel" text)
       WHERE contacts.id = new.id`,
      [JSON.stringify(contacts.updated)],
    );
    await insertAddresses(
      tx,
      this.keys,
      addresses.map((address) => ({
        ...address,
        contactId: idOf.get(address.contactId) ?? address.contactId,
        state: 'active',
      })),
    );
    await tx.query(
      `WITH confirmed AS (
         SELECT * FROM jsonb_to_recordset($1) AS new (id bigint, source text, wording text, "givenAt" timestamptz)
       ), activated AS (
         UPDATE addresses SET state = 'active' FROM confirmed
         WHERE addresses.id = confirmed.id AND addresses.state = 'pending' RETURNING confirmed.*
       )
       INSERT INTO consents (address_id, source, wording, given_at)
       SELECT id, source, wording, "givenAt" FROM activated
       ON CONFLICT (address_id) WHERE withdrawn_at IS NULL DO NOTHING`,
      [JSON.stringify(confirmed.map(({ id, consent }) => ({ id, ...consent })))],
    );
  }
}

function checkedHeader(cells: string[]): Column[] {
  const { columns, faults } = readHeader(cells);
  if (faults.length > 0) throw new Problem('invalid', 'The columns of the file are not right.', faults);
  return columns;
}

function add(result: ImportResult, { fates, rejected }: Merge): void {
  for (const fate of ['added', 'updated', 'unchanged', 'skipped'] as const) {
    result[fate] += fates[fate];
    result.rows += fates[fate];
  }
  result.rows += rejected.length;
  result.rejectedRows += rejected.length;
  result.rejected.push(...rejected.slice(0, SHOWN - result.rejected.length));
}

/** The records of a CSV file as they come in. Excel writes semicolons where the comma is the decimal sign. */
async function* recordsOf(csv: AsyncIterable<Buffer>): AsyncGenerator<{ line: number; cells: string[] }> {
  // Not `for await`, which would close the source on leaving: a request's socket, and with it the answer.
  const source = csv[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (!head.includes('\n') && head.length < HEADER_BYTES) {
    const next = await source.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const [header = ''] = head.toString('utf8').split('\n', 1);
  async function* whole(): AsyncGenerator<Buffer> {
    yield head;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  }
  const parser = parse({
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    delimiter: header.split(';').length > header.split(',').length ? ';' : ',',
    max_record_size: RECORD_BYTES,
  });
  // An error of either end reaches the loop below through the parser.
  pipeline(Readable.from(whole()), parser, () => undefined);
  for await (const { info, record } of parser as AsyncIterable<{
    info: { lines: number };
    record: string[];
  }>) {
    yield { line: info.lines, cells: record };
  }
}
