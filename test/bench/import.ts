import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { parse } from 'csv-parse';
import pg from 'pg';
import { projectRoot } from '#platform/program';
import { PUBLISHER_HEAP } from '../../apps/standalone/children.js';
import { atLeast, atMost, type Bench, type Figures, median, worst } from './bench.js';
import type { Ground } from './ground.js';

/** Rows of the file (`--rows`); every hundredth is invalid. */
const rowsWanted = (): number => Number(process.env['BENCH_IMPORT_ROWS'] ?? 1_000_000);
const PARSE = 'csv-parse alone';
const COPY = 'COPY alone';
const IMPORT = 'import';
const DRY = 'dry run';

/** The speed and memory of the import of a file of contacts. */
export const importing: Bench = {
  name: 'import',
  get about() {
    return `${rowsWanted()} rows of CSV → contacts, encrypted, with consent and trail; against reading the same file by csv-parse, and its COPY into one bare table`;
  },
  variants: [PARSE, COPY, DRY, IMPORT],
  needsRedis: () => false,
  rounds: 1,
  prepare: async (ground) => {
    const file = join(ground.folder, 'contacts.csv');
    await pipeline(Readable.from(lines(rowsWanted())), createWriteStream(file));
    return (variant) => {
      if (variant === PARSE) return parseAlone(file);
      return variant === COPY ? copyAlone(ground, file) : run(ground, file, variant === DRY);
    };
  },
  judge: (runs) => [
    atLeast('rows a second', median(runs, IMPORT, 'perSecond'), 10_000),
    atLeast(
      'of the rate at which csv-parse alone reads the file',
      median(runs, IMPORT, 'perSecond') / median(runs, PARSE, 'perSecond'),
      0.02,
    ),
    atLeast(
      'of the rate of a bare COPY into one table',
      median(runs, IMPORT, 'perSecond') / median(runs, COPY, 'perSecond'),
      0.01,
    ),
    atMost(
      'peak memory of the process in MB, worst run',
      Math.max(
        worst({ [DRY]: runs[DRY] ?? [] }, 'peakMb'),
        worst({ [IMPORT]: runs[IMPORT] ?? [] }, 'peakMb'),
      ),
      300,
    ),
    atMost('rows not as they should be, worst run', worst(runs, 'wrong'), 0),
  ],
};

/** The speed of reading the file as CSV, with the usual library. */
async function parseAlone(file: string): Promise<Figures> {
  const began = performance.now();
  let rows = 0;
  for await (const _ of createReadStream(file).pipe(parse({ from_line: 2 }))) rows++;
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: rows / seconds, seconds, wrong: Math.abs(rows - rowsWanted()) };
}

/**
 * The speed at which the database takes the same bytes into one table without key, constraint or reference,
 * unencrypted.
 */
async function copyAlone(ground: Ground, file: string): Promise<Figures> {
  const client = new pg.Client({ connectionString: await ground.database(100) });
  await client.connect();
  try {
    await client.query(
      'CREATE TABLE bare (name text, region text, topics text, email text, phone text, consent_source text, consent_date date)',
    );
    const began = performance.now();
    const { rowCount } = await client.query(`COPY bare FROM '${file}' WITH (FORMAT csv, HEADER true)`);
    const seconds = (performance.now() - began) / 1000;
    const rows = rowCount ?? 0;
    return { perSecond: rows / seconds, seconds, wrong: Math.abs(rows - rowsWanted()) };
  } finally {
    await client.end();
  }
}

async function run(ground: Ground, file: string, dryRun: boolean): Promise<Figures> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(projectRoot, 'dist/test/bench/import-reader.js'), file, dryRun ? 'dry' : 'real'],
    {
      env: {
        PATH: process.env['PATH'],
        // With a publisher's settings: the publisher imports.
        NODE_OPTIONS: PUBLISHER_HEAP,
        ...ground.secrets,
        DATABASE_URL: await ground.database(100),
        PUBLIC_URL: 'https://siar.go.id',
      },
    },
  );
  const {
    rows = 0,
    added = 0,
    rejectedRows = 0,
    seconds = 0,
    cpuSeconds = 0,
    peakMb = 0,
  } = JSON.parse(stdout) as Figures;
  const wanted = rowsWanted();
  const bad = Math.ceil(wanted / 100);
  return {
    perSecond: rows / seconds,
    perCpuSecond: rows / cpuSeconds,
    peakMb,
    seconds,
    wrong: Math.abs(rows - wanted) + Math.abs(rejectedRows - bad) + Math.abs(added - (wanted - bad)),
  };
}

function* lines(count: number): Generator<string> {
  yield 'name,region,topics,email,phone,consent_source,consent_date\n';
  for (let from = 0; from < count; from += 1_000) {
    let text = '';
    for (let n = from; n < Math.min(count, from + 1_000); n++) {
      const region = n % 100 === 0 ? '00' : String(11 + (n % 9));
      const email = n % 2 ? `warga${n}@contoh.example` : '';
      const phone = n % 2 ? '' : `+62 812-${String(1_000_000 + n)}`;
      text += `Warga ${wordOf(n)},${region},jadwal;hoaks,${email},${phone},formulir desa,2024-01-31\n`;
    }
    yield text;
  }
}

/** A number in letters: names contain no digits. */
const wordOf = (n: number): string =>
  n.toString(26).replace(/./g, (digit) => 'abcdefghijklmnopqrstuvwxyz'[parseInt(digit, 26)] ?? '');
