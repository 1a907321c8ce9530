import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '#platform/program';
import ts from 'typescript';
import { en } from '../../apps/console/src/words/en.js';
import { id } from '../../apps/console/src/words/id.js';
import { screens as lateEn } from '../../apps/console/src/words/screens.en.js';
import { screens as lateId } from '../../apps/console/src/words/screens.id.js';

const SRC = join(projectRoot, 'apps/console/src');
const ENTRY = join(SRC, 'main.tsx');

/** Texts of these modules that are no words of the first screen, and why. */
const OTHERWISE: Record<string, RegExp> = {
  // A broadcast's own page and its dialogs alone call these rules.
  'parts/broadcasts/chain.rules.ts': /^(correction\.doubtByTakenBack|copy\.corrected(Unsettled)?)$/,
  // Columns that an import refused, and variables of a text; without their words their own names are shown.
  'parts/refusals/refusal-words.ts': /^(imports\.heading|variables)\./,
};

/** Every key of a book of words, as `t` takes it. */
const keysOf = (book: object, before = ''): string[] =>
  Object.entries(book).flatMap(([name, words]: [string, unknown]) =>
    typeof words === 'object' && words !== null ? keysOf(words, `${before}${name}.`) : [`${before}${name}`],
  );

/** The module that an import names; undefined: a package or a style. */
function found(name: string, from: string): string | undefined {
  if (!name.startsWith('.')) return undefined;
  const path = join(from, '..', name).replace(/\.js$/, '');
  return [`${path}.ts`, `${path}.tsx`, join(path, 'index.ts'), join(path, 'index.tsx')].find((one) =>
    existsSync(one),
  );
}

/** A pattern of the keys that a template may give; undefined: it gives no key, or says nothing of which. */
function patternOf(template: ts.TemplateExpression): RegExp | undefined {
  const parts = [template.head, ...template.templateSpans.map(({ literal }) => literal)].map(
    ({ text }) => text,
  );
  if (!/[a-z]/i.test(parts.join('')) || !parts.every((text) => /^[\w.-]*$/.test(text))) return undefined;
  return new RegExp(`^${parts.map((text) => text.replaceAll('.', String.raw`\.`)).join('.+')}$`);
}

/** What a module imports, and the texts in it that may be keys: types and what `screen` and `often` open are left out. */
function read(file: string) {
  const imports: string[] = [];
  const texts: (string | RegExp)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const types = ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly : node.isTypeOnly;
      const name = node.moduleSpecifier;
      if (!types && name && ts.isStringLiteral(name)) imports.push(name.text);
      return;
    }
    if (ts.isCallExpression(node)) {
      // The words of the screens are fetched with the screen.
      if (ts.isIdentifier(node.expression) && ['screen', 'often'].includes(node.expression.text)) return;
      const [name] = node.arguments;
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword && name && ts.isStringLiteral(name)) {
        imports.push(name.text);
        return;
      }
    }
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    const pattern = ts.isTemplateExpression(node) && patternOf(node);
    if (pattern) texts.push(pattern);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
  return { imports, texts };
}

/** The modules that home and the frame load, at once or later, without the words of the screens. */
function firstModules(): Map<string, (string | RegExp)[]> {
  const modules = new Map<string, (string | RegExp)[]>();
  const open = [ENTRY];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (modules.has(file)) continue;
    const { imports, texts } = read(file);
    modules.set(file, texts);
    for (const name of imports) {
      const next = found(name, file);
      if (next?.startsWith(SRC) && !next.includes('/words/')) open.push(next);
    }
  }
  return modules;
}

describe('the modules of the first screen and the frame', () => {
  const modules = firstModules();

  it('are found with home, the emergency stop and the dialogs of the frame', () => {
    const names = [...modules.keys()].map((file) => relative(SRC, file));
    expect(names).toEqual(
      expect.arrayContaining([
        'screens/home/index.tsx',
        'parts/frame/emergency-dialogs.tsx',
        'parts/sign-in/renew-dialog.tsx',
        'parts/sending/on-paused-channels.tsx',
      ]),
    );
    expect(names).not.toContain('screens/operations/index.tsx');
  });

  it.each([
    ['id', id, lateId],
    ['en', en, lateEn],
  ])('use no words in %s that are fetched with the other screens', (_, first, late) => {
    const known = new Set(keysOf(first));
    const others = keysOf(late).filter((key) => !known.has(key));
    const used = [...modules].map(([file, texts]) => ({
      file: relative(SRC, file),
      keys: others.filter((key) =>
        texts.some((text) => (typeof text === 'string' ? text === key : text.test(key))),
      ),
    }));
    const raw = used.flatMap(({ file, keys }) =>
      keys.filter((key) => !OTHERWISE[file]?.test(key)).map((key) => `${file}: ${key}`),
    );
    expect(raw).toEqual([]);
    const stale = Object.keys(OTHERWISE).filter(
      (name) => !used.some(({ file, keys }) => file === name && keys.length),
    );
    expect(stale).toEqual([]);
  });
});
