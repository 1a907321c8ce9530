import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '#platform/program';

/** Beyond this, nobody looks an index over: its folder holds more than one concept. */
const MOST_NAMES = 24;

/** The names that an index exports; `*` counts as too many. */
function namesOf(code: string): number {
  const source = ts.createSourceFile('index.ts', code, ts.ScriptTarget.Latest);
  return source.statements.filter(ts.isExportDeclaration).reduce((sum, { exportClause }) => {
    if (!exportClause || !ts.isNamedExports(exportClause)) return Infinity;
    return sum + exportClause.elements.length;
  }, 0);
}

/** Shapes of the contract are exported by file: each is named for its resource. */
const indexes = execFileSync('git', ['ls-files', 'libs/*index.ts'], { cwd: projectRoot, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file.endsWith('/index.ts') && !file.startsWith('libs/contract/'));

it('counts the names of an index', () => {
  expect(namesOf("// About.\nexport { a, type B } from './a.js';\nexport type { C } from './c.js';")).toBe(3);
  expect(namesOf("export * from './a.js';")).toBe(Infinity);
});

it('finds indexes in every lib', () => {
  expect(indexes.length).toBeGreaterThan(40);
});

it.each(indexes)('%s exports few enough names to be looked over', (file) => {
  expect(namesOf(readFileSync(join(projectRoot, file), 'utf8'))).toBeLessThanOrEqual(MOST_NAMES);
});
