import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { keptTable } from '../factories/kept-table.js';
import { type Fault, FAULTS } from './faults.js';
import { fromFile } from './recording.js';

const RECORDED = 'test/alerts/recorded.test.yml';
const tests = fromFile(readFileSync(RECORDED, 'utf8'));
const faults = Object.entries(FAULTS as Record<string, Fault>);

const there = spawnSync('promtool', ['--version']).status === 0;
if (!there && process.env['CI']) throw new Error('in CI the alert rules must be tried: install prometheus');
if (!there) process.stderr.write('\n*** the alert rules are NOT TRIED: no promtool on the PATH ***\n\n');

describe('the alert rules', () => {
  (there ? it.each : it.skip.each)([
    ['made-up series', 'deploy/prometheus/alerts.test.yml'],
    ['what was recorded of each fault', RECORDED],
  ])('fire as they should on %s, and no other does', (_what, file) => {
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' });
    expect(`${stdout}${stderr}`).toMatch('SUCCESS');
    expect(status).toBe(0);
  });

  it('were recorded of each fault, with the alerts that it must fire', () => {
    const recorded = tests.map(({ name, promql_expr_test: [asked] }) => [
      name,
      (asked?.exp_samples ?? []).map(({ labels }) => /alertname="(\w+)"/.exec(labels)?.[1]),
    ]);
    expect(recorded).toEqual(faults.map(([name, { alerts }]) => [name, alerts]));
  });

  it('stand in docs/alerts.md beside the faults that fire them', () => {
    const [before = '', , after = ''] = readFileSync('docs/alerts.md', 'utf8').split(/<!-- faults -->\n/);
    const linked = (names: readonly string[]): string =>
      names.map((alert) => `[${alert}](#${alert.toLowerCase()})`).join(', ');
    const lines = faults.map(
      ([name, { alerts, also = [] }]) => `| ${name} | ${linked(alerts) || 'none'} | ${linked(also)} |`,
    );
    const table = ['', '| fault | alerts | may come too |', '| --- | --- | --- |', ...lines, '', ''].join(
      '\n',
    );
    const now = `${before}<!-- faults -->\n${table}<!-- faults -->\n${after}`;
    const squeezed = (text: string): string => text.replaceAll(/ +\|/g, ' |').replaceAll(/-{3,}/g, '---');
    expect(squeezed(keptTable('docs/alerts.md', now))).toBe(squeezed(now));
  });
});
