import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { keptTable } from '../factories/kept-table.js';

interface LogEvent {
  level: string;
  /** Null: made at run time. */
  message: string | null;
  file: string;
}

const LEVELS = ['fatal', 'error', 'warn', 'info'];
const INTRODUCTION =
  'Each program writes JSON lines: `time`, `level` (30 info, 40 warn, 50 error, 60 fatal), `program`, `msg`, and what belongs to the event; `err` holds the class and the code of an error. No line holds an address, a text or a name of a citizen. Look for `msg` by its exact text; `…` is what is filled in. Each has the file that writes it. A test compares this page with the code; `TABLES=write npm run test:unit -- test/docs` writes it.';

/** Programs that an installation does not run. */
const OUTSIDE = /\.spec\.ts$|^apps\/(?:console|sandbox|standalone)\//;

const files = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.ts') && !OUTSIDE.test(name)),
);

/** The texts that an argument may be. */
function textsOf(node: ts.Expression | undefined): (string | null)[] {
  if (node === undefined) return [null];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  return [null];
}

/** Each call of a logger. */
function eventsIn(file: string): LogEvent[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: LogEvent[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: of, name } = node.expression;
      if (LEVELS.includes(name.text) && /(?:^|\.)logger$/.test(of.getText(source)))
        for (const message of textsOf(node.arguments.at(-1))) found.push({ level: name.text, message, file });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const events = files.flatMap(eventsIn);

it('docs/log-events.md lists what programs log', () => {
  const linesOf = (level: string): string[] => [
    ...new Set(
      events
        .filter((event) => event.level === level && event.message !== null)
        .map(({ message, file }) => `- \`${message}\` (${file})`),
    ),
  ];
  expect(LEVELS.flatMap(linesOf).length).toBeGreaterThan(60);
  const page = [
    '# Log events',
    '',
    INTRODUCTION,
    '',
    ...LEVELS.flatMap((level) => [`## ${level}`, '', ...linesOf(level).toSorted(), '']),
  ].join('\n');
  expect(keptTable('docs/log-events.md', page)).toBe(page);
});

it('no text is made at run time, but those of Nest', () => {
  const made = events.filter(({ message }) => message === null).map(({ file }) => file);
  expect([...new Set(made)].toSorted()).toEqual(['libs/platform/logging/logging.ts']);
});
