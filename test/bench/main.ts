import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '#platform/program';
import { type Bench, compared, type Report, runInTurns, table } from './bench.js';
import { correct, correctSmall } from './correct.js';
import { email, emailDkim, emailFar, emailPipelining, emailTraced } from './email.js';
import { fanOut } from './fan-out.js';
import { accounts } from './accounts.js';
import { Ground } from './ground.js';
import { growth } from './growth.js';
import { importing } from './import.js';
import { memory } from './memory.js';
import { smpp, sms, telegram } from './messengers.js';
import { pages } from './pages.js';
import { progress } from './progress.js';
import { punctual } from './punctual.js';
import { rate } from './rate.js';
import { sinkAlone } from './sink-alone.js';
import { verify } from './verify.js';
import { workers } from './workers.js';

const BENCHES: readonly Bench[] = [
  rate,
  email,
  emailPipelining,
  emailFar,
  emailDkim,
  emailTraced,
  telegram,
  sms,
  smpp,
  accounts,
  fanOut,
  progress,
  punctual,
  importing,
  correctSmall,
  correct,
  memory,
  verify,
  growth,
  workers,
  pages,
];

/** The output of the figures. */
const FILE = join(projectRoot, 'bench.json');

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/**
 * `npm run bench [-- NAME …] [--full] [--rounds N] [--only VARIANT] [--rows N] [--scale X] [--keep] [--compare FILE]`: exits
 * 1 when a target is missed. Without names it runs all benches except the slow ones, in more than an hour; `--full`
 * includes those. A scale below 1 is for trying a bench, not for judging by its figures. `--compare FILE` prints ratios to
 * an earlier run's bench.json. `npm run bench -- sink …` runs the mail sink alone (sink-alone.ts).
 */
async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      only: { type: 'string' },
      // Rows of the file that `import` reads.
      rows: { type: 'string' },
      scale: { type: 'string', default: '1' },
      full: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      compare: { type: 'string' },
    },
  });
  if (positionals[0] === 'sink') {
    await sinkAlone(positionals.slice(1));
    return true;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const earlier = values.compare === undefined ? [] : reportsIn(values.compare);
  if (values.rows !== undefined)
    process.env['BENCH_IMPORT_ROWS'] = String(positive('rows', values.rows, true));
  const stranger = positionals.find((name) => !BENCHES.some((bench) => bench.name === name));
  if (stranger !== undefined)
    throw new Error(`there is no bench ${stranger}; there are ${BENCHES.map(({ name }) => name).join(', ')}`);
  const named = BENCHES.filter(({ name, long = false }) =>
    positionals.length === 0 ? values.full || !long : positionals.includes(name),
  );
  const { only } = values;
  const chosen = named.filter(({ variants }) => only === undefined || variants.includes(only));
  if (chosen.length === 0) {
    const known = named.flatMap(({ name, variants }) => variants.map((variant) => `${name}: ${variant}`));
    throw new Error(`--only ${only}: there is no such variant; there are\n  ${known.join('\n  ')}`);
  }
  const scale = positive('scale', values.scale);
  const leftOut = BENCHES.filter(({ long = false }) => long && !values.full).map(({ name }) => name);
  if (positionals.length === 0 && leftOut.length > 0)
    say(`left out, since they take long: ${leftOut.join(', ')}; name them, or say --full`);
  const wantedRounds = values.rounds === undefined ? null : positive('rounds', values.rounds, true);
  const reports: Report[] = [];
  const ground = await Ground.start();
  try {
    for (const bench of chosen) {
      const possible = bench.variants.filter((variant) => ground.hasRedis || !bench.needsRedis(variant));
      const leftOut =
        possible.length < bench.variants.length
          ? `LEFT OUT, since no redis-server is on the PATH: ${bench.variants.filter((variant) => !possible.includes(variant)).join(', ')}`
          : null;
      if (leftOut !== null) say(`${bench.name}: ${leftOut}`);
      const variants = possible.filter((variant) => only === undefined || variant === only);
      const rounds = wantedRounds ?? bench.rounds;
      const report = await runInTurns({ ...bench, variants }, ground, { rounds, scale, leftOut }, say);
      process.stdout.write(`${table(report)}\n`);
      const change = compared(report, earlier);
      if (change !== null) process.stdout.write(`${change}\n`);
      reports.push(report);
    }
  } finally {
    if (values.keep) say(`data and logs are kept in ${ground.folder}`);
    await ground.stop(values.keep);
  }
  const machine = {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    node: process.version,
  };
  writeFileSync(FILE, `${JSON.stringify({ at: new Date().toISOString(), machine, reports }, null, 2)}\n`);
  return reports.every(({ verdicts }) => verdicts.every(({ met }) => met !== false));
}

/** @throws Error when the file is not one that an earlier run wrote */
function reportsIn(file: string): Report[] {
  const { reports } = JSON.parse(readFileSync(file, 'utf8')) as { reports?: Report[] };
  if (!Array.isArray(reports))
    throw new Error(`--compare ${file}: it must be the bench.json of an earlier run`);
  return reports;
}

/** @throws Error when an option's value is not a number above 0, or is not whole where it must be */
function positive(option: string, value: string, whole = false): number {
  const number = Number(value);
  if (!(number > 0 && Number.isFinite(number)) || (whole && !Number.isInteger(number)))
    throw new Error(`--${option} ${value}: it must be a ${whole ? 'whole ' : ''}number above 0`);
  return number;
}

main().then(
  (met) => process.exit(met ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
