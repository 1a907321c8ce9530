import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '#platform/program';

/** A class that needs more has more than one purpose. */
const MOST_PARAMETERS = 7;
const FETCHES = /(?:^|\.)(?:app|moduleRef)\.(?:get|resolve)$/;

/** Calls that fetch a provider instead of having it injected, and constructors with too many parameters. */
function findings(file: string, code: string): string[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const at = (node: ts.Node): string =>
    `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const visit = (node: ts.Node): void => {
    if (ts.isConstructorDeclaration(node) && node.parameters.length > MOST_PARAMETERS)
      found.push(`${at(node)} takes ${node.parameters.length} parameters`);
    if (ts.isCallExpression(node) && FETCHES.test(node.expression.getText())) {
      const [of] = node.arguments;
      // Express has an `app.get` too, of a path or a setting's name.
      if (!of || !(ts.isStringLiteralLike(of) || ts.isTemplateExpression(of)))
        found.push(`${at(node)} calls ${node.expression.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const files = execFileSync('git', ['ls-files', 'libs/*.ts', 'apps/*.ts'], {
  cwd: projectRoot,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !/\.spec\.ts$|^apps\/console\/|\/main\.ts$/.test(file));

it('finds a provider that is fetched, a long constructor, and no route or setting', () => {
  const code = [
    'app.get(Queues); this.app.get<Queues>(TOKEN, { strict: false }); moduleRef.get(Queues); app.resolve(Queues);',
    "app.get('/path', route); app.get(`${root}/path`, route); app.get('trust proxy fn'); map.get(key);",
    'class A { constructor(a, b, c, d, e, f, g) {} }',
    'class B { constructor(a, b, c, d, e, f, g, h) {} }',
  ].join('\n');
  expect(findings('x.ts', code)).toEqual([
    'x.ts:1 calls app.get',
    'x.ts:1 calls this.app.get',
    'x.ts:1 calls moduleRef.get',
    'x.ts:1 calls app.resolve',
    'x.ts:4 takes 8 parameters',
  ]);
});

it('injects what a class needs, seven things at most', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap((file) => findings(file, readFileSync(join(projectRoot, file), 'utf8')))).toEqual([]);
});
