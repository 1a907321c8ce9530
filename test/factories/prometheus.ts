import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../apps/standalone/children.js';

/** What the programs take from a Prometheus of the tests. */
export const METRICS_TOKEN = 'a-token-of-the-tests';

/** A Prometheus with Siar's rules. */
export interface Prometheus {
  /** Asks its API. @throws Error with what it answers */
  ask<T>(path: string, query?: Record<string, string>): Promise<T>;
  stop(): Promise<void>;
}

/**
 * Starts Debian's Prometheus, which scrapes programs and evaluates `deploy/prometheus/alerts.yml`.
 * @param targets the URLs of each job; its name gets `siar-` before it
 * @param seconds between two scrapes
 */
export async function startPrometheus(
  targets: Record<string, string[]>,
  seconds: number,
): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'siar-prometheus-'));
  const port = await freePort();
  const jobs = Object.entries(targets).map(
    ([job, urls]) =>
      `  - job_name: siar-${job}\n    authorization: { credentials: ${METRICS_TOKEN} }\n    static_configs: [{ targets: [${urls.map((url) => `'${new URL(url).host}'`).join(', ')}] }]`,
  );
  const times = `scrape_interval: ${seconds}s, scrape_timeout: ${Math.min(10, seconds)}s, evaluation_interval: ${seconds}s`;
  const config = `global: { ${times} }\nrule_files: ['${resolve('deploy/prometheus/alerts.yml')}']\nscrape_configs:\n${jobs.join('\n')}\n`;
  writeFileSync(join(folder, 'prometheus.yml'), config);
  const args = [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ];
  const child: ChildProcess = spawn('prometheus', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return {
    ask: async <T>(path: string, query: Record<string, string> = {}) => {
      const response = await fetch(
        `http://127.0.0.1:${port}/api/v1/${path}?${new URLSearchParams(query).toString()}`,
      );
      const body = (await response.json()) as { status: string; error?: string; data: T };
      if (body.status !== 'success') throw new Error(`${query['query']}: ${body.error}`);
      return body.data;
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
