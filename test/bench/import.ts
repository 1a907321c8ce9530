import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { projectRoot } from '#platform';
import { atLeast, atMost, type Bench, type Figures, median, worst } from './bench.js';
import type { Ground } from './ground.js';

/** Rows of the file; every hundredth cannot be taken. */
const ROWS = Number(process.env['BENCH_IMPORT_ROWS'] ?? 1_000_000);
const IMPORT = 'import';
const DRY = 'dry run';

/** A file of contacts, as staff upload it: how fast it is taken in, and in how much memory. */
export const importing: Bench = {
  name: 'import',
  about: `${ROWS} rows of CSV → contacts, encrypted, with consent and trail; one process, one PostgreSQL`,
  variants: [DRY, IMPORT],
  needsRedis: () => false,
  rounds: 1,
  prepare: async (ground) => {
    const file = join(ground.folder, 'contacts.csv');
    await pipeline(Readable.from(lines()), createWriteStream(file));
    return (variant) => run(ground, file, variant === DRY);
  },
  judge: (runs) => [
    atLeast('rows a second', median(runs, IMPORT, 'perSecond'), 10_000),
    atMost('peak memory of the process in MB, worst run', worst(runs, 'peakMb'), 300),
    atMost('rows not as they should be, worst run', worst(runs, 'wrong'), 0),
  ],
};

async function run(ground: Ground, file: string, dryRun: boolean): Promise<Figures> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(projectRoot, 'dist/test/bench/import-reader.js'), file, dryRun ? 'dry' : 'real'],
    {
      env: {
        PATH: process.env['PATH'],
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
  const bad = Math.ceil(ROWS / 100);
  return {
    perSecond: rows / seconds,
    perCpuSecond: rows / cpuSeconds,
    peakMb,
    seconds,
    wrong: Math.abs(rows - ROWS) + Math.abs(rejectedRows - bad) + Math.abs(added - (ROWS - bad)),
  };
}

function* lines(): Generator<string> {
  yield 'name,region,topics,email,phone,consent_source,consent_date\n';
  for (let from = 0; from < ROWS; from += 1_000) {
    let text = '';
    for (let n = from; n < Math.min(ROWS, from + 1_000); n++) {
      const region = n % 100 === 0 ? '00' : String(11 + (n % 9));
      const email = n % 2 ? `warga${n}@contoh.example` : '';
      const phone = n % 2 ? '' : `+62 812-${String(1_000_000 + n)}`;
      text += `Warga ${n},${region},jadwal;hoaks,${email},${phone},formulir desa,2024-01-31\n`;
    }
    yield text;
  }
}
