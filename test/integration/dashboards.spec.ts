import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { usualBackend } from '../factories/database.js';
import { METRICS_TOKEN, type Prometheus, startPrometheus } from '../factories/prometheus.js';
import { type TestSystem, testSystem } from '../factories/system.js';

const there = spawnSync('prometheus', ['--version']).status === 0;
if (!there && process.env['CI']) throw new Error('in CI the dashboards must be tried: install prometheus');
if (!there) process.stderr.write('\n*** dashboards.spec is LEFT OUT: no prometheus on the PATH ***\n\n');
(there ? describe : describe.skip)('the dashboards, on a real Prometheus', () => {
  let system: TestSystem;
  let prometheus: Prometheus;
  afterAll(async () => {
    await prometheus?.stop();
    await system?.stop();
  });

  it('show something in each panel once a broadcast has run, and no alert fires', async () => {
    const [backend] = usualBackend();
    system = await testSystem({ queueUrl: backend?.url(), contacts: 200, more: { METRICS_TOKEN } });
    prometheus = await startPrometheus(
      {
        publisher: system.publishers.map(({ url }) => url),
        gateway: [system.gateway.url],
        registrar: [system.registrar.url],
        worker: system.workers.map(({ url }) => url),
      },
      1,
    );
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
