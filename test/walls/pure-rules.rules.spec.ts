import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '#platform/program';

const SERVERS = /^(?:@nestjs\/|express|typeorm|pg|bullmq|ioredis)/;

interface Imported {
  from: string;
  /** What is taken of it; null: all. */
  name: string | null;
}

interface Source {
  imports: Imported[];
  /** The names that it passes on, and where each comes from. */
  passedOn: ReadonlyMap<string, Imported>;
}

/** What a source text imports, types apart, which are gone when it runs. */
function readSource(code: string): Source {
  const imports: Imported[] = [];
  const passedOn = new Map<string, Imported>();
  for (const statement of ts.createSourceFile('x.ts', code, ts.ScriptTarget.Latest).statements) {
    const isExport = ts.isExportDeclaration(statement);
    if (!isExport && !ts.isImportDeclaration(statement)) continue;
    const clause = isExport ? statement : statement.importClause;
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier) || clause?.isTypeOnly) continue;
    const from = moduleSpecifier.text;
    const bindings = isExport ? statement.exportClause : statement.importClause?.namedBindings;
    if (!bindings || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) {
      imports.push({ from, name: null });
      continue;
    }
    for (const { isTypeOnly, propertyName, name } of bindings.elements) {
      if (isTypeOnly) continue;
      const taken = { from, name: (propertyName ?? name).text };
      if (isExport) passedOn.set(name.text, taken);
      else imports.push(taken);
    }
  }
  return { imports, passedOn };
}

const aliases = Object.entries(
  (
    JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      imports: Record<string, string | { source: string }>;
    }
  ).imports,
).map(([alias, to]) => ({ alias, source: posix.normalize(typeof to === 'string' ? to : to.source) }));

/** The file of Siar that an import names; null: it is of a package. @throws Error when it is nowhere */
function fileOf(importer: string, from: string): string | null {
  if (!/^[.#]/.test(from)) return null;
  const paths = from.startsWith('.')
    ? [
        posix.join(dirname(importer), from.replace(/\.js$/, '.ts')),
        `${posix.join(dirname(importer), from)}.ts`,
      ]
    : aliases.flatMap(({ alias, source }) => {
        const [before = '', after] = alias.split('*');
        if (after === undefined) return alias === from ? [source] : [];
        return from.startsWith(before) ? [source.replaceAll('*', from.slice(before.length))] : [];
      });
  const path = paths.find((file) => existsSync(join(projectRoot, file)));
  if (path === undefined) throw new Error(`${importer} imports ${from}, which is nowhere`);
  return path;
}

const sources = new Map<string, Source>();
function sourceOf(file: string): Source {
  const source = sources.get(file) ?? readSource(readFileSync(join(projectRoot, file), 'utf8'));
  sources.set(file, source);
  return source;
}

/** The file that declares what is imported: an index passes on what others declare. Else the package. */
function declaredIn(importer: string, { from, name }: Imported): { file: string } | { npm: string } {
  const file = fileOf(importer, from);
  if (file === null) return { npm: from };
  const passed = name === null ? undefined : sourceOf(file).passedOn.get(name);
  return passed ? declaredIn(file, passed) : { file };
}

/** The way from a rule to a package of a server, file by file; null: there is none. */
function wayToServer(rule: string): string | null {
  const ways = new Map([[rule, rule]]);
  for (const [file, way] of ways) {
    const { imports } = sourceOf(file);
    for (const imported of imports) {
      const declared = declaredIn(file, imported);
      if ('file' in declared) {
        if (!ways.has(declared.file)) ways.set(declared.file, `${way} > ${declared.file}`);
      } else if (SERVERS.test(declared.npm)) return `${way} > ${declared.npm}`;
    }
  }
  return null;
}

const rules = execFileSync('git', ['ls-files', 'libs/*.rules.ts', 'apps/*.rules.ts'], {
  cwd: projectRoot,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !file.startsWith('apps/console/'));

it('reads what is imported when a program runs', () => {
  const { imports, passedOn } = readSource(`import { a, type B, c as d } from './x.js';
    import type { E } from 'typeorm'; import f from 'pg'; export { g as h, type I } from './y.js';`);
  expect(imports).toEqual([
    { from: './x.js', name: 'a' },
    { from: './x.js', name: 'c' },
    { from: 'pg', name: null },
  ]);
  expect([...passedOn]).toEqual([['h', { from: './y.js', name: 'g' }]]);
});

it('follows a name through the indexes to the file that declares it', () => {
  expect(declaredIn('libs/audit/trail.ts', { from: '#platform/http', name: 'Problem' })).toEqual({
    file: 'libs/platform/http/problem.ts',
  });
  expect(wayToServer('libs/staff/sign-in/sessions.ts')).toBe(
    'libs/staff/sign-in/sessions.ts > @nestjs/common',
  );
});

it('lets no rule use Nest, a database or the queue, nor call what does', () => {
  expect(rules.length).toBeGreaterThan(100);
  expect(rules.flatMap((rule) => wayToServer(rule) ?? [])).toEqual([]);
});
