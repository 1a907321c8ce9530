import type { Ground } from './ground.js';

/** The result of one run of one variant: figures by name, units in the names. */
export type Figures = Record<string, number>;

/** All runs of a bench, by variant, in the order in which they ran. */
export type Runs = Record<string, Figures[]>;

/** A target, and whether it was met; null: a variant that it needs was left out. */
export interface Verdict {
  what: string;
  value: number;
  wanted: string;
  met: boolean | null;
}

/** One comparison. To add one, write a file that exports one and add a line to main.ts. */
export interface Bench {
  name: string;
  /** What is compared, in one line. */
  about: string;
  /** The variants, run in turns. */
  variants: readonly string[];
  /** Variants that need Redis. */
  needsRedis(variant: string): boolean;
  /** Runs of each variant, unless the command sets another number. */
  rounds: number;
  /** A slow bench runs only when it is named, or with `--full`. */
  long?: boolean;
  /**
   * Prepares what all runs share, and returns a function that runs one variant once.
   * @param scale factor for the bench's sizes: 1 unless the command sets another
   */
  prepare(ground: Ground, scale: number): Promise<(variant: string) => Promise<Figures>>;
  /** Compares the runs with the targets. */
  judge(runs: Runs): Verdict[];
}

/** The written result of a bench. */
export interface Report {
  name: string;
  about: string;
  runs: Runs;
  medians: Record<string, Figures>;
  verdicts: Verdict[];
  /** Why variants were left out; null: none was. */
  leftOut: string | null;
}

/** Runs the variants in turns, A B A B, so that other load on the machine affects all of them alike. */
export async function runInTurns(
  bench: Bench,
  ground: Ground,
  { rounds, scale, leftOut }: { rounds: number; scale: number; leftOut: string | null },
  say: (text: string) => void,
): Promise<Report> {
  const run = await bench.prepare(ground, scale);
  const runs: Runs = Object.fromEntries(bench.variants.map((variant) => [variant, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const variant of bench.variants) {
      say(`${bench.name}: ${variant}, round ${round} of ${rounds}`);
      const figures = await run(variant);
      say(
        `  ${Object.entries(figures)
          .map(([name, value]) => `${name} ${short(value)}`)
          .join('  ')}`,
      );
      runs[variant]?.push(figures);
    }
  }
  const medians = Object.fromEntries(
    Object.entries(runs).map(([variant, figures]) => [variant, mediansOf(figures)]),
  );
  return { name: bench.name, about: bench.about, runs, medians, verdicts: bench.judge(runs), leftOut };
}

/** The median of one figure over a variant's runs. */
export function median(runs: Runs, variant: string, figure: string): number {
  return mediansOf(runs[variant] ?? [])[figure] ?? Number.NaN;
}

/** The median of several figures: for an even number, the mean of the two in the middle; NaN for none. */
export function middle(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2;
}

/** The largest of one figure over all runs of all variants; NaN without a run. */
export function worst(runs: Runs, figure: string): number {
  const found = Object.values(runs).flatMap((all) => all.map((figures) => figures[figure] ?? Number.NaN));
  return found.length > 0 ? Math.max(...found) : Number.NaN;
}

/** A lower bound: `value` must be at least `bound`. */
export const atLeast = (what: string, value: number, bound: number): Verdict => ({
  what,
  value,
  wanted: `≥ ${bound}`,
  met: Number.isNaN(value) ? null : value >= bound,
});

/** An upper bound: `value` must be at most `bound`. */
export const atMost = (what: string, value: number, bound: number): Verdict => ({
  what,
  value,
  wanted: `≤ ${bound}`,
  met: Number.isNaN(value) ? null : value <= bound,
});

/** The report as a table for a reader: one line per variant with the medians of its figures, then the targets. */
export function table({ name, about, medians, runs, verdicts, leftOut }: Report): string {
  const figures = [...new Set(Object.values(medians).flatMap((one) => Object.keys(one)))];
  const lines = [
    ['', ...figures],
    ...Object.entries(medians).map(([variant, values]) => [
      variant,
      ...figures.map((figure) => shown(values[figure] ?? Number.NaN)),
    ]),
  ];
  const count = Math.max(0, ...Object.values(runs).map(({ length }) => length));
  return [
    `\n${name}: ${about}`,
    `medians of ${count} ${count === 1 ? 'run' : 'runs'}`,
    columns(figures.length > MOST_COLUMNS ? turned(lines) : lines),
    ...(leftOut === null ? [] : [`  ${leftOut}`]),
    columns(
      verdicts.map(({ what, value, wanted, met }) => [MARK[String(met)] ?? '', what, shown(value), wanted]),
    ),
  ].join('\n');
}

const MARK: Readonly<Record<string, string>> = { true: '✓', false: '✗ MISSED', null: '– not measured' };

/**
 * What has changed since an earlier run, as a table for a reader: each figure's median, divided by the earlier median of the
 * same variant; null when the earlier run has none of them.
 */
export function compared(
  report: Report,
  earlier: readonly Pick<Report, 'name' | 'medians'>[],
): string | null {
  const then = earlier.find(({ name }) => name === report.name)?.medians ?? {};
  const lines = Object.entries(report.medians).flatMap(([variant, now]) =>
    Object.entries(now).flatMap(([figure, value]) => {
      const before = then[variant]?.[figure];
      return before === undefined
        ? []
        : [[variant, figure, shown(before), shown(value), `× ${shown(value / before)}`]];
    }),
  );
  if (lines.length === 0) return null;
  return `\n${report.name}, beside the earlier run\n${columns([['', '', 'earlier', 'now', 'now / earlier'], ...lines])}`;
}

/** With more figures than this, each is printed on its own line. */
const MOST_COLUMNS = 10;

const turned = (lines: string[][]): string[][] =>
  (lines[0] ?? []).map((_, at) => lines.map((line) => line[at] ?? ''));

function mediansOf(runs: readonly Figures[]): Figures {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, middle(runs.map((figures) => figures[name] ?? Number.NaN))]),
  );
}

function columns(lines: string[][]): string {
  const widths = lines.reduce<number[]>(
    (found, line) => line.map((cell, at) => Math.max(found[at] ?? 0, cell.length)),
    [],
  );
  return lines
    .map((line) => `  ${line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}

const shown = (value: number): string => (Number.isFinite(value) ? short(value) : '–');
const short = (value: number): string => String(Number(value.toPrecision(4)));
