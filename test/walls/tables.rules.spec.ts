import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { projectRoot } from '#platform/program';
import { keptTable } from '../factories/kept-table.js';
import { ALSO_WRITES, OWNED, RUN } from './tables.js';

const ownerOf = new Map(
  Object.entries(OWNED).flatMap(([lib, tables]) => tables.map((table) => [table, lib] as const)),
);
const files = ['libs', 'apps'].flatMap((top) =>
  readdirSync(join(projectRoot, top), { recursive: true, encoding: 'utf8' })
    .map((file) => join(top, file).replaceAll(sep, '/'))
    .filter((file) => /\.(ts|sql)$/.test(file) && !/\.spec\.ts$|\/apps\/console\//.test(file)),
);
const migrations = files.filter((file) => file.startsWith('libs/platform/migrations/'));
const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');

/** The tables that a source text writes to or only reads. Words of a sentence are no SQL: keywords are in capitals. */
function touched(source: string): { written: Set<string>; read: Set<string> } {
  const code = source
    .replaceAll(/^\s*(--|\/\/|\*|\/\*\*).*$/gm, '')
    // A table of states has the name of its table, in capitals.
    .replaceAll(
      /\b(?:transition|move)\(\s*(?:tx,\s*)?([A-Z_]+)\b/g,
      (_, states: string) => `UPDATE ${states.toLowerCase()}`,
    );
  const named = (keywords: string): Set<string> =>
    new Set(
      [...code.matchAll(new RegExp(`\\b(?:${keywords})\\s+(?:ONLY\\s+)?([a-z_]+)\\b`, 'g'))]
        .map(([, table = '']) => table)
        .filter((table) => ownerOf.has(table)),
    );
  return {
    written: named('INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|TRUNCATE|COPY'),
    read: named('FROM|JOIN|USING|INTO|UPDATE'),
  };
}

/** For each folder of libs and apps, the tables of others that it writes to or reads. */
const foreign = new Map<string, { written: Set<string>; read: Set<string> }>();
for (const file of files.filter(
  (name) => !migrations.includes(name) && name !== 'libs/platform/database/upkeep/grants.ts',
)) {
  const [top = '', folder = ''] = file.split('/');
  const lib = top === 'libs' ? folder : `apps/${folder}`;
  const found = foreign.get(lib) ?? { written: new Set(), read: new Set() };
  foreign.set(lib, found);
  const { written, read: seen } = touched(read(file));
  for (const table of written) if (ownerOf.get(table) !== lib) found.written.add(table);
  for (const table of seen) if (ownerOf.get(table) !== lib) found.read.add(table);
}

it('gives each table of the schema one owner', () => {
  const created = migrations.flatMap((file) =>
    [...read(file).matchAll(/CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(\w+)/g)].map(
      ([, table = '']) => table,
    ),
  );
  const dropped = migrations.flatMap((file) =>
    [...read(file).matchAll(/DROP TABLE (?:IF EXISTS )?(\w+)/g)].map(([, table = '']) => table),
  );
  const tables = created.filter((table) => !dropped.includes(table));
  expect(Object.values(OWNED).flat().toSorted()).toEqual(tables.toSorted());
});

it('lets nobody but its owner write to a table', () => {
  const across = [...foreign].flatMap(([lib, { written }]) =>
    [...written].map((table) => `${lib} > ${table}`),
  );
  expect(across.toSorted()).toEqual(Object.keys(ALSO_WRITES).toSorted());
});

/** What a source text sets in rows of broadcasts: columns, and states by name. */
function setInBroadcasts(source: string): { columns: Set<string>; states: Set<string> } {
  const transitions = [
    ...source.matchAll(/\b(?:transition|move)\(\s*(?:tx,\s*)?BROADCASTS\b(.*?)\bset:(.*?)\bwhere:/gs),
  ];
  const plain = [...source.matchAll(/\bUPDATE broadcasts (?:b )?SET(.*?)\bWHERE\b/gs)];
  const named = (texts: (string | undefined)[], pattern: RegExp): Set<string> =>
    new Set(texts.flatMap((text = '') => [...text.matchAll(pattern)].map(([, name = '']) => name)));
  return {
    columns: named(
      [...plain.map(([, set]) => set), ...transitions.map(([, , set]) => set)],
      /(?:^|,)[\s'`]*([a-z_]+) = /g,
    ),
    states: named(
      transitions.map(([, to]) => to),
      /'([a-z_]+)'/g,
    ),
  };
}

it('lets each side write its own columns and states of a broadcast', () => {
  const of = (lib: string): ReturnType<typeof setInBroadcasts> =>
    setInBroadcasts(
      files
        .filter((file) => file.startsWith(`libs/${lib}/`))
        .map(read)
        .join('\n'),
    );
  const [editorial, run] = [of('broadcasts'), of('dispatch')];
  const shared = ['updated_at'];
  expect([...run.columns].toSorted()).toEqual([...RUN.columns, ...shared].toSorted());
  expect([...editorial.columns].filter((column) => RUN.columns.includes(column))).toEqual([]);
  // A resumed broadcast that has not begun is approved again: approving is KPU's, what follows is the run's.
  expect([...run.states].toSorted()).toEqual(['approved', ...RUN.states].toSorted());
  expect([...editorial.states].filter((state) => RUN.states.includes(state))).toEqual([]);
});

it('finds a statement of somebody else, and no word of a sentence', () => {
  const { written, read: seen } = touched(
    "`UPDATE waves w SET x = 1 FROM deliveries d`;\n  // UPDATE people\n'the update people want from batches';\nmove(\n  tx,\n  TEMPLATES, 'retired', {})",
  );
  expect([[...written].toSorted(), [...seen].toSorted()]).toEqual([
    ['templates', 'waves'],
    ['deliveries', 'templates', 'waves'],
  ]);
});

it('is described in docs/tables.md, with who reads what of whom', () => {
  const readers = (table: string): string[] =>
    [...foreign].filter(([, { read: seen }]) => seen.has(table)).map(([lib]) => lib);
  const lines = [
    ['table', 'owner', 'also read by'],
    ...Object.entries(OWNED).flatMap(([lib, tables]) =>
      tables.map((table) => [`\`${table}\``, lib, readers(table).toSorted().join(', ')]),
    ),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const written = lines.map(
    (line) => `| ${line.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`,
  );
  written.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  const page = `# Tables and their owners

Only its owner writes to a table. Generated from the sources by \`test/walls/tables.rules.spec.ts\`: write it again with \`TABLES=write npm run test:unit -- test/walls\`, and read what changed before it is committed. Exceptions:

${Object.entries(ALSO_WRITES)
  .map(([who, why]) => `- ${who.replace(' > ', ' writes to `')}\`: ${why}.`)
  .join('\n')}

${written.join('\n')}
`;
  expect(keptTable('docs/tables.md', page)).toBe(page);
});
