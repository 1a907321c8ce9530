import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../apps/standalone/children.js';
import { usualBackend } from '../factories/database.js';
import { type TestSystem, testSystem } from '../factories/system.js';

const there = spawnSync('prometheus', ['--version']).status === 0;
if (!there && process.env['CI']) throw new Error('in CI the dashboards must be tried: install prometheus');
if (!there) process.stderr.write('\n*** dashboards.spec is LEFT OUT: no prometheus on the PATH ***\n\n');
const TOKEN = 'a-token-of-the-tests';

/** Prometheus with Siar's rules, which scrapes programs each second. */
async function startPrometheus(targets: Record<string, string[]>) {
  const folder = mkdtempSync(join(tmpdir(), 'siar-prometheus-'));
  const port = await freePort();
  const jobs = Object.entries(targets).map(
    ([job, urls]) =>
      `  - job_name: siar-${job}\n    authorization: { credentials: ${TOKEN} }\n    static_configs: [{ targets: [${urls.map((url) => `'${new URL(url).host}'`).join(', ')}] }]`,
  );
  const config = `global: { scrape_interval: 1s, evaluation_interval: 1s }\nrule_files: ['${resolve('deploy/prometheus/alerts.yml')}']\nscrape_configs:\n${jobs.join('\n')}\n`;
  writeFileSync(join(folder, 'prometheus.yml'), config);
  const args = [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ];
  const child: ChildProcess = spawn('prometheus', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ask = async <T>(path: string, query: Record<string, string> = {}): Promise<T> => {
    const response = await fetch(
      `http://127.0.0.1:${port}/api/v1/${path}?${new URLSearchParams(query).toString()}`,
    );
    const body = (await response.json()) as { status: string; error?: string; data: T };
    if (body.status !== 'success') throw new Error(`${query['query']}: ${body.error}`);
    return body.data;
  };
  return {
    ask,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

(there ? describe : describe.skip)('the dashboards, on a real Prometheus', () => {
  let system: TestSystem;
  let prometheus: Awaited<ReturnType<typeof startPrometheus>>;
  afterAll(async () => {
    await prometheus?.stop();
    await system?.stop();
  });

  it('go with rules that hold on made-up series', () => {
    const { status, stdout, stderr } = spawnSync(
      'promtool',
      ['test', 'rules', 'deploy/prometheus/alerts.test.yml'],
      {
        encoding: 'utf8',
      },
    );
    expect(`${stdout}${stderr}`).toMatch('SUCCESS');
    expect(status).toBe(0);
  });

  it('show something in each panel once a broadcast has run, and no alert fires', async () => {
    const [backend] = usualBackend();
    system = await testSystem({ queueUrl: backend?.url(), contacts: 200, more: { METRICS_TOKEN: TOKEN } });
    prometheus = await startPrometheus({
      publisher: system.publishers.map(({ url }) => url),
      gateway: [system.gateway.url],
      registrar: [system.registrar.url],
      worker: system.workers.map(({ url }) => url),
    });
    const up = async (): Promise<number> =>
      (
        await prometheus
          .ask<{ result: unknown[] }>('query', { query: 'up == 1' })
          .catch(() => ({ result: [] }))
      ).result.length;
    while ((await up()) < 4) await sleep(200);
    const id = await system.broadcast();
    await system.until(id, ({ state }) => state === 'completed', 60);
    await fetch(`${system.gateway.url}/`);

    const panels = readdirSync('deploy/grafana').flatMap(
      (file) =>
        (
          JSON.parse(readFileSync(join('deploy/grafana', file), 'utf8')) as {
            panels: { title: string; targets?: { expr: string }[] }[];
          }
        ).panels,
    );
    const asked = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
    let empty = asked;
    // Rates need two scrapes after what they count.
    for (let turn = 0; empty.length > 0 && turn < 100; turn++) {
      const answers = await Promise.all(
        empty.map(async (one) => ({
          ...one,
          ...(await prometheus.ask<{ result: unknown[] }>('query', { query: one.expr })),
        })),
      );
      empty = answers.filter(({ result }) => result.length === 0).map(({ title, expr }) => ({ title, expr }));
      if (empty.length > 0) await sleep(200);
    }
    expect(empty).toEqual([]);
    const { groups } = await prometheus.ask<{ groups: { rules: { name: string; health: string }[] }[] }>(
      'rules',
    );
    const rules = groups.flatMap(({ rules: all }) => all);
    expect(rules.length).toBeGreaterThan(15);
    expect(rules.filter(({ health }) => health === 'err')).toEqual([]);
    const { alerts } = await prometheus.ask<{ alerts: { labels: { alertname: string }; state: string }[] }>(
      'alerts',
    );
    expect(alerts.filter(({ state }) => state === 'firing')).toEqual([]);
  });
});
