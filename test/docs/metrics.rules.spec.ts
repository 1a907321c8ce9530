import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { keptTable } from '../factories/kept-table.js';

const INTRODUCTION =
  'What `/metrics` of each program answers, beside the figures of its process. Each metric has its labels and the file that declares it. A test compares this page with the code; `TABLES=write npm run test:unit -- test/docs` writes it. How one is added: [a metric](developer/running.md#a-metric); which call people: [alerts](alerts.md).';

interface Metric {
  name: string;
  help: string;
  labels: string[];
  file: string;
}

const textOf = (node: ts.Node | undefined): string => (node && ts.isStringLiteralLike(node) ? node.text : '');

/** What `new Counter({…})` and the like, or `this.gauge(…)` and the like, declare; null: neither. */
function declaredBy(node: ts.Node): Omit<Metric, 'file'> | null {
  if (ts.isNewExpression(node)) {
    const [given] = node.arguments ?? [];
    if (!given || !ts.isObjectLiteralExpression(given)) return null;
    const of = (key: string): ts.Expression | undefined =>
      given.properties.filter(ts.isPropertyAssignment).find(({ name }) => name.getText() === key)
        ?.initializer;
    const labels = of('labelNames');
    return {
      name: textOf(of('name')),
      help: textOf(of('help')),
      labels: labels && ts.isArrayLiteralExpression(labels) ? labels.elements.map(textOf) : [],
    };
  }
  if (!ts.isCallExpression(node)) return null;
  const [name = '', help = '', ...labels] = node.arguments.map(textOf);
  return { name, help, labels };
}

function metricsIn(file: string): Metric[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Metric[] = [];
  const visit = (node: ts.Node): void => {
    const declared = declaredBy(node);
    if (declared?.name.startsWith('siar_')) found.push({ ...declared, file });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

it('docs/metrics.md lists what programs measure', () => {
  const files = readdirSync('apps', { recursive: true, encoding: 'utf8' })
    .map((name) => join('apps', name))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .filter((file) => readFileSync(file, 'utf8').includes("from 'prom-client'"));
  const metrics = files.flatMap(metricsIn);
  const named = files.flatMap((file) => readFileSync(file, 'utf8').match(/(?<=')siar_[a-z_]+(?=')/g) ?? []);
  expect(metrics.filter(({ help }) => help === '')).toEqual([]);
  // None is declared in a way that is not read here.
  expect(metrics.map(({ name }) => name).toSorted()).toEqual(named.toSorted());
  const lineOf = ({ name, help, labels, file }: Metric): string =>
    `- \`${name}${labels.length > 0 ? `{${labels.join(', ')}}` : ''}\`: ${help.replace(/\.$/, '')} (${file})`;
  const page = ['# Metrics', '', INTRODUCTION, '', ...metrics.map(lineOf).toSorted(), ''].join('\n');
  expect(keptTable('docs/metrics.md', page)).toBe(page);
});
