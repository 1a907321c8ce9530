import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { metricNames } from '../factories/metric-names.js';

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
}

const { groups } = parse(readFileSync('deploy/prometheus/alerts.yml', 'utf8')) as {
  groups: { rules: Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);

const metrics = metricNames();

it.each(rules.map((rule) => [rule.alert, rule] as const))('%s asks for metrics that exist', (_, { expr }) => {
  const asked = [...expr.matchAll(/\bsiar_[a-z_]+/g)].map(([name]) =>
    name.replace(/_(bucket|count|sum)$/, ''),
  );
  expect(asked.filter((name) => !metrics.has(name))).toEqual([]);
  expect(asked.length + Number(/\bup\{|\bnode_/.test(expr))).toBeGreaterThan(0);
});

it('each alert has its page, and each page its alert', () => {
  const pages = [...readFileSync('docs/alerts.md', 'utf8').matchAll(/^## (\S+)$/gm)].map(([, name]) => name);
  expect(pages).toEqual(rules.map(({ alert }) => alert));
  for (const { alert, annotations, labels } of rules) {
    expect(annotations.runbook).toBe(`docs/alerts.md#${alert.toLowerCase()}`);
    expect(['page', 'ticket']).toContain(labels.severity);
  }
});
