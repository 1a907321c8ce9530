import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const FOLDER = 'libs/platform/migrations';
/** The first one makes the tables: nobody uses them yet. */
const later = readdirSync(FOLDER).sort().slice(1);

/** What squawk asks that does not hold here, each with its reason. */
const LEFT_OUT = {
  'require-lock-timeout': 'MIGRATION_LIMITS gives each session one',
  'require-statement-timeout': 'building an index takes as long as it takes; waiting for a lock does not',
  'prefer-bigint-over-int': 'counts of one batch, or of seconds',
  'prefer-robust-stmts': 'each migration is a transaction: it is applied once, whole or not at all',
};
/** What is found and borne in a migration, with its reason. */
const BORNE: Readonly<Record<string, string[]>> = {
  // Of sessions: a few thousand rows at most.
  '1764000000030-issuer-sign-in.ts': ['require-concurrent-index-creation'],
  // Not possible of a partitioned table. It takes an instant, and its wait has a limit of its own.
  '1764000000110-ledger-by-broadcast.ts': ['require-concurrent-index-deletion'],
};
const squawk = resolve('node_modules/.bin/squawk');

/** What squawk finds in SQL that programs of the release before run beside: locks that last, and what breaks their statements. */
function findings(sql: string): string[] {
  const { stdout, stderr, status } = spawnSync(
    squawk,
    [
      '--pg-version=18',
      '--assume-in-transaction',
      '--reporter=json',
      `--exclude=${Object.keys(LEFT_OUT).join(',')}`,
      '--stdin-filepath=migration.sql',
    ],
    { input: sql, encoding: 'utf8' },
  );
  if (status === null || (status !== 0 && stdout === '')) throw new Error(`squawk did not run: ${stderr}`);
  return (JSON.parse(stdout || '[]') as { rule_name: string }[]).map(({ rule_name: rule }) => rule);
}

/** The SQL of a migration, as it would be run. */
async function sqlOf(file: string): Promise<string> {
  const module = (await import(join(resolve(FOLDER), file))) as Record<string, new () => MigrationInterface>;
  const texts: string[] = [];
  const runner = {
    query: (text: string) => Promise.resolve(void texts.push(text)),
  } as unknown as QueryRunner;
  for (const Migration of Object.values(module)) await new Migration().up(runner);
  if (texts.length === 0) throw new Error(`${file} runs nothing`);
  return texts.map((text) => `${text};`).join('\n');
}

it.each(later)('%s locks no table for long, and breaks no program of the release before', async (file) => {
  expect(findings(await sqlOf(file))).toEqual(BORNE[file] ?? []);
});

it('finds what would', () => {
  expect(findings('ALTER TABLE waves ADD COLUMN mood text NOT NULL;')).toContain('adding-required-field');
  expect(findings('CREATE INDEX ON deliveries (state);')).toContain('require-concurrent-index-creation');
  expect(findings('ALTER TABLE waves RENAME COLUMN state TO status;')).toContain('renaming-column');
});
