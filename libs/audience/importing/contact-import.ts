import { setImmediate as turn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { record } from '#audit';
import { fault } from '#contract/problems';
import { addressHash, Keys } from '#platform/crypto';
import { Database, longTransaction, now, sqlState, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { sealAddress } from '../addresses/addresses.js';
import { Audience } from '../audience.js';
import { renewHashes } from '../addresses/look-up.js';
import { newAddressIds } from '../new-contacts.js';
import { countOrRefuse } from '../limits/count-act.js';
import { type Column, headingOf } from './columns.js';
import { type Book, ContactRepository, type Hashed } from './contact-repository.js';
import { ImportRepository, type Tally } from './import-repository.js';
import { type Line, linesOf } from './lines.js';
import { type Fates, keyOf, type Merge, mergeRows, NO_FATES } from './merge.rules.js';
import { faultWords, type Reason, type Rejected, rejectedFor } from './reasons.js';
import { type CodeSystem, type FindRegion, regionFinder } from './region-finder.rules.js';
import { Rehearsal } from './rehearsal.js';
import { RepeatedNames } from './repeated-names.rules.js';
import {
  type Header,
  type ImportRow,
  readHeader,
  type ReadRow,
  rowReader,
  withoutIdentity,
} from './row.rules.js';
import type { ImportResult } from '#contract/api/contacts';

export type { ImportResult } from '#contract/api/contacts';

/** Options of an import. */
export interface ImportOptions {
  /** Origin of the file's region codes; null: the file gives regions by name. */
  codes: CodeSystem | null;
  /** Counts the changes of an import without making them. */
  dryRun: boolean;
  /** Name of the source file. */
  fileName?: string | undefined;
}

/** Rows read and written in one transaction. */
const CHUNK = 2_000;
/** Timeout of a chunk, in ms. */
const CHUNK_MS = 60_000;
/** Rows parsed per event-loop turn. Between turns, query results and other requests are handled. */
const TURN = 25;
const SHOWN = 100;
/** Lines listed of rows with a refused name, and of rows with a name that was not applied. */
const LINES = 20;
// Another transaction wrote the same address concurrently or locked rows in another order: read and merge again.
const COLLISIONS = ['23505', '40P01'];
const TRIES = 5;

/** A parsed row, with its cells, which are returned to the importer if it is rejected. */
type Read = ({ row: ImportRow } | { rejected: Rejected }) & { cells: readonly string[] };

/** Rows that are written together. */
interface Chunk {
  read: Read[];
  hashes: Map<string, Hashed>;
  /**
   * Ids for addresses that are sealed while the chunk is read, in descending order; empty if few new addresses are
   * expected.
   */
  ids: string[];
}

/** A running import. */
interface Run {
  id: string;
  actorId: string;
  book: Book;
  tally: Tally;
  delimiter: string;
  /** Headings of the file's columns. */
  headings: readonly string[];
  /** Whether the headings are Indonesian. */
  indonesian: boolean;
  rejected: Rejected[];
  names: RepeatedNames;
  namesLeftOut: Omit<ImportResult['names'], 'repeated'>;
  pieces: number;
  /** Whether most rows of the latest chunk had a new address; predicts the next chunk. */
  bringsNew: boolean;
}

/** Imports contacts from a file, with proof of their consent. */
@Injectable()
export class ContactImport {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly audience: Audience,
    private readonly imports: ImportRepository,
  ) {}

  /**
   * Imports a CSV stream in constant memory. Two thousand rows and their trail entry form one transaction. A file that
   * breaks off leaves the completed chunks; importing it again is idempotent.
   * @param csv UTF-8, with or without a byte order mark; commas or semicolons; the first row names the columns
   * @param actorId the importer
   * @throws Problem `malformed` or `invalid` when it is not such a file; then no import exists, or it is `broken`;
   *   `too-many` when this person exceeds the limit of dry runs
   */
  async run(csv: AsyncIterable<Buffer>, actorId: string, options: ImportOptions): Promise<ImportResult> {
    const lines = linesOf(csv);
    const [header, ...begun] = (await lines.next()).value ?? [];
    if (header === undefined) throw new Problem('file-empty');
    const { columns, headings, indonesian } = checkedHeader(header);
    if (options.dryRun)
      await countOrRefuse(
        this.database,
        this.keys,
        [{ limit: 'importTry', subject: actorId }],
        'too-many-tries',
      );
    const findRegion = regionFinder((await this.audience.regions()).values(), options.codes);
    const id = await this.database.transaction((tx) => this.begin(tx, actorId, options));
    const own = options.dryRun ? this.database.createQueryRunner() : null;
    const rehearsal = new Rehearsal();
    const run: Run = {
      id,
      actorId,
      book: own ? rehearsal : new ContactRepository(this.keys, id),
      tally: { rows: 0, ...NO_FATES, rejected: 0, provinces: {} },
      delimiter: header.delimiter,
      headings,
      indonesian,
      rejected: [],
      names: new RepeatedNames(),
      namesLeftOut: { refused: 0, refusedLines: [], kept: 0, keptLines: [] },
      pieces: 0,
      bringsNew: !options.dryRun,
    };
    try {
      if (own) await rehearsal.open(own.manager);
      await this.takeAll(begun, lines, columns, findRegion, run, own?.manager ?? null);
      if (own) await this.noteTry(run);
      await this.imports.end(this.database.manager, id, 'completed');
    } catch (error) {
      if (own) await this.noteTry(run).catch(() => undefined);
      const reason = error instanceof Problem ? { code: error.code, params: error.params } : null;
      // If the database is unavailable too, the import counts as broken after its silence; the original error is
      // rethrown.
      await this.imports.end(this.database.manager, id, 'broken', reason).catch(() => undefined);
      throw error;
    } finally {
      try {
        if (own) await rehearsal.close(own.manager);
      } finally {
        await own?.release();
      }
    }
    return resultOf(run, options.dryRun);
  }

  private async begin(tx: Tx, actorId: string, options: ImportOptions): Promise<string> {
    const { dryRun, codes } = options;
    const id = await this.imports.begin(tx, actorId, options);
    await record(tx, {
      actorId,
      act: 'contacts.import.begin',
      subject: `import:${id}`,
      detail: { dryRun, codes },
    });
    return id;
  }

  /** Records in the trail how many rows a dry run examined. */
  private async noteTry({ id, actorId, tally: { rows, rejected } }: Run): Promise<void> {
    const detail = { rows, rejected };
    await record(this.database.manager, {
      actorId,
      act: 'contacts.import.try',
      subject: `import:${id}`,
      detail,
    });
  }

  /** Reads a chunk while the previous one is written. @param own the connection of a dry run */
  private async takeAll(
    begun: readonly Line[],
    rest: AsyncIterable<readonly Line[]>,
    columns: readonly Column[],
    findRegion: FindRegion,
    run: Run,
    own: Tx | null,
  ): Promise<void> {
    const readRow = rowReader(columns, findRegion, (await now(this.database.manager)).toISOString());
    const begin = async (): Promise<Chunk> => ({
      read: [],
      hashes: new Map(),
      ids: run.bringsNew ? (await newAddressIds(this.database.manager, CHUNK)).reverse() : [],
    });
    let chunk = await begin();
    let writing = Promise.resolve();
    const take = async (): Promise<void> => {
      await writing;
      writing = this.takeChunk(chunk, columns, run, own);
      // Awaited below; until then its rejection must not end the process.
      writing.catch(() => undefined);
      chunk = await begin();
    };
    const takeLines = async (lines: readonly Line[]): Promise<void> => {
      for (const line of lines) {
        const read = readLine(line, readRow);
        if ('rejected' in read && isFor(read.rejected, 'region-codes')) throw unknownCodes(line.line);
        chunk.read.push(read);
        if ('row' in read) this.hash(read.row, chunk);
        if (chunk.read.length === CHUNK) await take();
        else if (chunk.read.length % TURN === 0) await turn();
      }
    };
    try {
      await takeLines(begun);
      for await (const lines of rest) await takeLines(lines);
      if (chunk.read.length > 0) await take();
    } finally {
      await writing;
    }
  }

  /** Hashes and seals a row's addresses while the database works on another chunk. */
  private hash({ addresses }: ImportRow, { hashes, ids }: Chunk): void {
    for (const { channel, to } of addresses) {
      const key = keyOf({ channel, to });
      if (hashes.has(key)) continue;
      const id = ids.pop();
      const ahead = id === undefined ? undefined : { id, sealed: sealAddress(this.keys, id, channel, to) };
      hashes.set(key, { channel, hash: addressHash(this.keys, channel, to), ahead });
    }
  }

  private async takeChunk(
    { read, hashes }: Chunk,
    columns: readonly Column[],
    run: Run,
    own: Tx | null,
  ): Promise<void> {
    const good = read.flatMap((one) => ('row' in one ? [one.row] : []));
    const named = good.flatMap(({ addresses }) => addresses);
    const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
      own ? work(own) : longTransaction(this.database, CHUNK_MS, work);
    for (let tried = 1; ; tried++) {
      try {
        const { merge, tally, names } = await within(async (tx) => {
          await renewHashes(tx, this.keys, named);
          const merged = mergeRows(good, await run.book.known(tx, hashes));
          const bad = read.flatMap((one) => ('rejected' in one ? [one.rejected] : []));
          merged.rejected = [...bad, ...merged.rejected].sort((a, b) => a.line - b.line);
          await run.book.write(tx, merged, hashes);
          const sum = added(run.tally, merged);
          // A retry after a collision must not count twice.
          const given = run.names.copy();
          for (const name of merged.given) given.add(name);
          await this.imports.note(tx, run.id, sum, given);
          await this.keepRejected(tx, run, columns, backRows(read, merged.rejected, columns));
          if (!own) {
            const detail = { rows: read.length, rejected: merged.rejected.length, ...fatesOf(merged) };
            await record(tx, {
              actorId: run.actorId,
              act: 'contacts.import',
              subject: `import:${run.id}`,
              detail,
            });
          }
          return { merge: merged, tally: sum, names: given };
        });
        run.tally = tally;
        run.names = names;
        run.bringsNew = !own && 2 * merge.addresses.length > read.length;
        if (merge.rejected.length > 0) run.pieces++;
        run.rejected.push(...merge.rejected.slice(0, SHOWN - run.rejected.length));
        countLeftOut(run, merge);
        return;
      } catch (error) {
        if (!COLLISIONS.includes(sqlState(error)) || tried === TRIES) throw error;
      }
    }
  }

  /** Keeps rejected rows for the importer. Cells contain no spreadsheet formula and no identity number. */
  private async keepRejected(
    tx: Tx,
    { id, pieces, delimiter, headings, indonesian }: Run,
    columns: readonly Column[],
    lines: readonly (readonly string[])[],
  ): Promise<void> {
    if (lines.length === 0) return;
    const theirs = headings.filter((_, at) => !isOurs(columns[at]));
    const names = [...theirs, ...OURS.map((column) => headingOf(column, indonesian))];
    const csv = stringify(
      lines.map((cells) => cells.map(withoutIdentity)),
      {
        delimiter,
        escape_formulas: true,
        record_delimiter: 'windows',
        header: pieces === 0,
        columns: names.map((header, key) => ({ key: String(key), header })),
      },
    );
    await this.imports.keep(tx, id, pieces, csv);
  }
}

/** Columns that the file of rejected rows adds; a corrected file may still contain them. */
const OURS = ['rejected_line', 'rejected_reason'] as const satisfies Column[];
const isOurs = (column: Column | undefined): boolean => OURS.some((ours) => ours === column);

function checkedHeader(line: Line): Header {
  if (!('cells' in line)) throw new Problem('file-no-header', { reason: line.reason });
  const { faults, ...header } = readHeader(line.cells);
  if (faults.length > 0) throw new Problem('file-columns', {}, faults);
  return header;
}

const unknownCodes = (line: number): Problem =>
  new Problem('file-region-codes', { line }, [fault('codes', 'region-codes')]);

function readLine(line: Line, readRow: ReadRow): Read {
  if (!('cells' in line)) return { rejected: rejectedFor(line.line, line.reason), cells: [line.shown] };
  const read = readRow(line.line, line.cells);
  return 'faults' in read ? { rejected: read, cells: line.cells } : { row: read, cells: line.cells };
}

/** The rejected rows as returned to the importer: their cells, the line, and all faults, in the staff's language. */
function backRows(
  read: readonly Read[],
  rejected: readonly Rejected[],
  columns: readonly Column[],
): string[][] {
  if (rejected.length === 0) return [];
  const cellsAt = new Map(
    read.map((one) => ['row' in one ? one.row.line : one.rejected.line, one.cells] as const),
  );
  return rejected.map(({ line, faults }) => {
    const cells = columns.flatMap((column, at) =>
      isOurs(column) ? [] : [shown(cellsAt.get(line)?.[at] ?? '')],
    );
    return [...cells, String(line), faults.map((one) => faultWords(one, true)).join(' · ')];
  });
}

const LONGEST_SHOWN = 1_000;

/** A cell fit for a file: control characters would break the format. */
const shown = (cell: string): string => cell.slice(0, LONGEST_SHOWN).replaceAll(/\p{Cc}/gu, '\ufffd');

/** Whether a row has this fault, among others. */
const isFor = ({ faults }: Rejected, wanted: Reason): boolean =>
  faults.some(({ reason }) => reason === wanted);

function countLeftOut({ namesLeftOut }: Run, { rejected, otherNames }: Merge): void {
  const { refusedLines, keptLines } = namesLeftOut;
  const lines = rejected.flatMap((one) => (isFor(one, 'name') ? [one.line] : []));
  namesLeftOut.refused += lines.length;
  refusedLines.push(...lines.slice(0, LINES - refusedLines.length));
  namesLeftOut.kept += otherNames.length;
  keptLines.push(...otherNames.slice(0, LINES - keptLines.length));
}

function fatesOf({ fates }: Merge): Fates {
  const sum = { ...NO_FATES };
  for (const one of fates.values()) addTo(sum, one);
  return sum;
}

function added(tally: Tally, merge: Merge): Tally {
  const fates = fatesOf(merge);
  const provinces = { ...tally.provinces };
  for (const [province, one] of merge.fates) {
    const sum = { ...(provinces[province] ?? NO_FATES) };
    addTo(sum, one);
    provinces[province] = sum;
  }
  const sum = { ...tally, provinces, rejected: tally.rejected + merge.rejected.length };
  addTo(sum, fates);
  return { ...sum, rows: sum.added + sum.updated + sum.unchanged + sum.skipped + sum.rejected };
}

function addTo(sum: Fates, more: Fates): void {
  for (const fate of ['added', 'updated', 'unchanged', 'skipped'] as const) sum[fate] += more[fate];
}

function resultOf({ id, tally, rejected, names, namesLeftOut }: Run, dryRun: boolean): ImportResult {
  const { rejected: rejectedRows, ...rest } = tally;
  return {
    id,
    dryRun,
    ...rest,
    rejectedRows,
    names: { repeated: names.list(), ...namesLeftOut },
    rejected: rejected.map(({ line, faults }) => ({
      line,
      faults: faults.map((one) => ({
        column: one.column,
        reason: one.reason,
        value: one.value,
        message: faultWords(one, false),
        indonesian: faultWords(one, true),
      })),
    })),
  };
}
