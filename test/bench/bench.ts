import type { Ground } from './ground.js';

/** What one run of one variant came to: names to numbers, units in the names. */
export type Figures = Record<string, number>;

/** All runs of a bench, by variant, in the order in which they ran. */
export type Runs = Record<string, Figures[]>;

/** A target, and how it was met. */
export interface Verdict {
  what: string;
  value: number;
  wanted: string;
  met: boolean;
}

/** One comparison. A new one is a file with one of these, and a line in main.ts. */
export interface Bench {
  name: string;
  /** What is compared, in a line. */
  about: string;
  /** What is compared; run in turns. */
  variants: readonly string[];
  /** Which of them cannot run where there is no Redis. */
  needsRedis(variant: string): boolean;
  /** How often each variant runs, unless the command says otherwise. */
  rounds: number;
  /** Whether it takes so long that it runs only where it is named, or with `--full`. */
  long?: boolean;
  /**
   * Makes ready what all runs share, and gives back what runs one variant once.
   * @param scale by what its sizes are multiplied: 1, unless the command says otherwise
   */
  prepare(ground: Ground, scale: number): Promise<(variant: string) => Promise<Figures>>;
  /** Holds the runs against the targets. */
  judge(runs: Runs): Verdict[];
}

/** What is written of a bench. */
export interface Report {
  name: string;
  about: string;
  runs: Runs;
  medians: Record<string, Figures>;
  verdicts: Verdict[];
}

/** Runs the variants in turns, A B A B, so that what else the machine does meets all of them alike. */
export async function runInTurns(
  bench: Bench,
  ground: Ground,
  { rounds, scale }: { rounds: number; scale: number },
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
  return { name: bench.name, about: bench.about, runs, medians, verdicts: bench.judge(runs) };
}

/** The median of one figure over a variant's runs. */
export function median(runs: Runs, variant: string, figure: string): number {
  return mediansOf(runs[variant] ?? [])[figure] ?? Number.NaN;
}

/** The middle one of several figures by size; between the two in the middle where they are even; NaN of none. */
export function middle(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2;
}

/** The largest of one figure over all runs of all variants. */
export function worst(runs: Runs, figure: string): number {
  return Math.max(
    ...Object.values(runs).flatMap((all) => all.map((figures) => figures[figure] ?? Number.NaN)),
  );
}

/** A target to reach from below: `value` must be at least `bound`. */
export const atLeast = (what: string, value: number, bound: number): Verdict => ({
  what,
  value,
  wanted: `≥ ${bound}`,
  met: value >= bound,
});

/** A target to stay under: `value` must be at most `bound`. */
export const atMost = (what: string, value: number, bound: number): Verdict => ({
  what,
  value,
  wanted: `≤ ${bound}`,
  met: value <= bound,
});

/** The report as a table to read: a line a variant with the medians of its figures, then the targets. */
export function table({ name, about, medians, runs, verdicts }: Report): string {
  const figures = [...new Set(Object.values(medians).flatMap((one) => Object.keys(one)))];
  const lines = [
    ['', ...figures],
    ...Object.entries(medians).map(([variant, values]) => [
      variant,
      ...figures.map((figure) => short(values[figure] ?? Number.NaN)),
    ]),
  ];
  const count = Math.max(...Object.values(runs).map(({ length }) => length));
  return [
    `\n${name}: ${about}`,
    `medians of ${count} ${count === 1 ? 'run' : 'runs'}`,
    columns(figures.length > MOST_COLUMNS ? turned(lines) : lines),
    columns(
      verdicts.map(({ what, value, wanted, met }) => [met ? '✓' : '✗ MISSED', what, short(value), wanted]),
    ),
  ].join('\n');
}

/** More figures than these are listed one below the other. */
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

const short = (value: number): string => String(Number(value.toPrecision(4)));
