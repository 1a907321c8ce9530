import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { projectRoot } from '#platform/program';
import type { Fault } from './faults.js';

/** How long the values before a fault are held before the recording begins, in seconds, for the rules that look back. */
const HISTORY_SECONDS = 600;

/** A series as Prometheus answers `query_range`: samples of [seconds since 1970, value]. */
export interface Series {
  metric: Record<string, string>;
  values: [number, string][];
}

/** A part of a file for `promtool test rules`. */
export interface RecordedTest {
  name: string;
  interval: string;
  input_series: { series: string; values: string }[];
  promql_expr_test: {
    expr: string;
    eval_time: string;
    exp_samples: { labels: string; value: number }[];
  }[];
}

interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

/** Selects the series that the alert rules read. */
export const recordedSeries = (): string => `{__name__=~"${read(/\b(?:siar_\w+|up)\b/g).join('|')}"}`;

/** The parts of the rules' expressions that match, each once. */
function read(pattern: RegExp): string[] {
  const { groups } = parse(readFileSync(join(projectRoot, 'deploy/prometheus/alerts.yml'), 'utf8')) as Rules;
  const found = groups.flatMap(({ rules }) => rules.flatMap(({ expr }) => expr.match(pattern) ?? []));
  return [...new Set(found)];
}

/**
 * One fault as a test of promtool: what was recorded, after ten minutes as before for what rules look back at, and the
 * alerts that fired at any moment of it.
 * @param options.from the first sample, in seconds since 1970
 */
export function toTest(
  name: string,
  series: readonly Series[],
  {
    stepSeconds,
    from,
    to,
    alerts,
    also = [],
  }: { stepSeconds: number; from: number; to: number } & Pick<Fault, 'alerts' | 'also'>,
): RecordedTest {
  const lookedBackAt = read(/\bsiar_\w+(?=\{[^}]*\} offset)/g);
  const history = HISTORY_SECONDS / stepSeconds;
  const steps = Math.floor((to - from) / stepSeconds) + 1;
  const told = series
    .map(({ metric: { __name__: metric = '', ...labels }, values }) => {
      const at = new Map(values.map(([when, value]) => [Math.round((when - from) / stepSeconds), value]));
      const samples = Array.from({ length: steps }, (_, step) => at.get(step));
      const named = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
      return {
        metric,
        samples,
        before: lookedBackAt.includes(metric) ? samples[0] : undefined,
        series: `${metric}{${named.join(', ')}}`,
      };
    })
    // A counter that stands still counts nothing.
    .filter(({ metric, samples }) => !/_(?:total|count)$/.test(metric) || new Set(samples).size > 1)
    .map(({ series: one, samples, before }) => ({
      series: one,
      values: runs([...Array.from({ length: history }, () => before), ...samples]),
    }))
    .toSorted((a, b) => (a.series < b.series ? -1 : 1));
  const seconds = steps * stepSeconds;
  return {
    name,
    interval: `${stepSeconds}s`,
    input_series: told,
    promql_expr_test: [
      {
        expr: `group by (alertname) (max_over_time(ALERTS{alertstate="firing", alertname!~"${also.join('|')}"}[${seconds}s]))`,
        eval_time: `${HISTORY_SECONDS + seconds - stepSeconds}s`,
        exp_samples: alerts.map((alert) => ({ labels: `{alertname="${alert}"}`, value: 1 })),
      },
    ],
  };
}

/** The series notation of promtool: `5x3` is 5 and three more of it; a series that ends becomes stale. */
function runs(samples: readonly (string | undefined)[]): string {
  const words: string[] = [];
  for (let at = 0; at < samples.length;) {
    const value = samples[at];
    let until = at + 1;
    while (until < samples.length && samples[until] === value) until += 1;
    const more = until - at - 1;
    if (value !== undefined) words.push(more > 0 ? `${value}x${more}` : value);
    else if (at === 0) words.push(`_x${more + 1}`);
    else words.push('stale', ...(more > 0 ? [`_x${more}`] : []));
    at = until;
  }
  return words.join(' ');
}

/** The file that `promtool test rules` reads. */
export function toFile(tests: readonly RecordedTest[], stepSeconds: number): string {
  return `# Written by \`npm run record:alerts\`: what Prometheus scraped of each fault in test/alerts/faults.ts, and what fired.\n${stringify(
    {
      rule_files: ['../../deploy/prometheus/alerts.yml'],
      evaluation_interval: `${stepSeconds}s`,
      tests,
    },
    { lineWidth: 0 },
  )}`;
}

/** The tests of such a file. */
export const fromFile = (file: string): RecordedTest[] => (parse(file) as { tests: RecordedTest[] }).tests;
