import pg from 'pg';
import { type TestDatabase, testDatabase } from '../factories/database.js';
import { findStatements, type Kind, type Statement } from './statements.js';

/** Where texts depend on what happens at run time, how often in each file. Their own specs run them. */
const NOT_READ: Readonly<Record<string, number>> = {
  'apps/standalone/system.ts': 1,
  'libs/audit/csv-stream.ts': 1,
  'libs/audit/reading.ts': 1,
  'libs/broadcasts/news/expired.ts': 1,
  'libs/broadcasts/news/news.ts': 1,
  'libs/broadcasts/recordings/reader.ts': 1,
  'libs/callbacks/waiting-callbacks.ts': 2,
  'libs/dispatch/fan-out/fan-out.ts': 1,
  // A month's partition has no name before it is there.
  'libs/dispatch/ledger/retiring.ts': 2,
  'libs/dispatch/reports/listing.ts': 3,
  // It is made for each table; apps/publisher/rekey.spec.ts runs it on all of them.
  'libs/platform/crypto/stored-secrets.ts': 4,
  // The functions that run SQL.
  'libs/platform/database/database.ts': 2,
  'libs/platform/database/upkeep/definitions.ts': 1,
  'libs/platform/database/upkeep/maintenance.ts': 1,
  'libs/platform/states/states.ts': 1,
};

/** Columns that may be empty in their table, and never are in the rows that the statement finds. */
const FILLED: readonly string[] = [
  // Only provinces.
  'libs/audience/seeding/seed-contacts.ts registeredVoters',
  // It is read where there is a ciphertext.
  'libs/audience/joining/sign-ups.ts keyId',
  'libs/broadcasts/alerts/alert-repository.ts answer',
  'libs/broadcasts/home-view.ts by',
  // Only those that have ended since yesterday.
  'libs/broadcasts/home-view.ts endedAt',
  'libs/broadcasts/home-view.ts since',
  // It is found by its hash, and has all three or none.
  'libs/broadcasts/recordings/recordings.ts bytes',
  'libs/broadcasts/recordings/recordings.ts sha256',
  'libs/broadcasts/recordings/recordings.ts type',
  'libs/dispatch/control/control.ts by',
  'libs/staff/appointments/appointments.ts from',
];

describe('the SQL of the programs', () => {
  let db: TestDatabase;
  let client: pg.Client;
  const statements = findStatements();
  beforeAll(async () => {
    db = await testDatabase();
    client = new pg.Client({ connectionString: db.url });
    await client.connect();
    for (const text of statements.flatMap(({ texts }) => texts))
      if (/^\s*CREATE TEMP/.test(text)) await client.query(text);
  });
  afterAll(async () => {
    await client.end();
    await db.drop();
  });

  it('is read but where it is made at run time', () => {
    const left: Record<string, number> = {};
    for (const { at, texts } of statements)
      if (texts.length === 0) left[fileOf(at)] = (left[fileOf(at)] ?? 0) + 1;
    expect(left).toEqual(NOT_READ);
    expect(statements.length).toBeGreaterThan(500);
  });

  it('fits the schema, and each row its declared type', async () => {
    const wrong: string[] = [];
    for (const statement of statements)
      for (const text of statement.texts) wrong.push(...(await faults(client, statement, text)));
    expect([...new Set(wrong)]).toEqual([]);
  });

  const row: Statement['row'] = new Map([
    ['id', { kinds: new Set(['number']), optional: false }],
    ['title', { kinds: new Set(['string']), optional: false }],
    ['at', { kinds: new Set(['Date']), optional: false }],
    ['draft', { kinds: new Set(['object']), optional: true }],
  ]);

  it.each([
    ['SELECT id::int, title, created_at AS at FROM broadcasts', []],
    ['SELECT id::int, title, created_at AS at, draft FROM broadcasts', []],
    ['SELECT id::int, titel AS title FROM broadcasts', ['here:1 column "titel" does not exist']],
    [
      'SELECT id, title FROM broadcasts',
      ['here:1 returns no at', 'here:1 returns id as string, declared as number'],
    ],
    ['SELECT id::int, title, ended_at AS at FROM broadcasts', ['here:1 returns at, which may be null']],
    [
      'UPDATE broadcasts SET kind = $1 RETURNING id::int, title, created_at AS at, kind',
      ['here:1 returns kind, which its type lacks'],
    ],
  ])('is found to fit or not: %s', async (text, found) => {
    expect(await faults(client, { at: 'here:1', texts: [text], row }, text)).toEqual(found);
  });
});

const fileOf = (at: string): string => at.replace(/:\d+$/, '');

interface Returned {
  name: string;
  /** null: what it holds is not the schema's business, such as JSON. */
  kind: Kind | null;
  /** False where it is a table's column that may be empty. */
  filled: boolean;
}

async function faults(client: pg.Client, { at, row }: Statement, text: string): Promise<string[]> {
  const described = await describeText(client, text);
  if (!Array.isArray(described)) return [`${at} ${described.refused}`];
  if (!row) return [];
  const names = new Set(described.map(({ name }) => name));
  return [
    ...[...row]
      .filter(([name, { optional }]) => !optional && !names.has(name))
      .map(([name]) => `${at} returns no ${name}`),
    ...described.flatMap(({ name, kind, filled }) => {
      const declared = row.get(name);
      if (!declared) return [`${at} returns ${name}, which its type lacks`];
      if (declared.kinds.size === 0) return [];
      if (kind && !declared.kinds.has(kind))
        return [`${at} returns ${name} as ${kind}, declared as ${[...declared.kinds].join(' or ')}`];
      if (filled || declared.optional || declared.kinds.has('null')) return [];
      return FILLED.includes(`${fileOf(at)} ${name}`) ? [] : [`${at} returns ${name}, which may be null`];
    }),
  ];
}

/** Has the server parse a statement, and returns its columns; or what the server says against it. */
async function describeText(client: pg.Client, text: string): Promise<Returned[] | { refused: string }> {
  // Only a simple query runs several commands; those have no parameters and no rows.
  const describing = new Describing(text);
  client.query(describing as never);
  const refused = await describing.done;
  if (refused) return /multiple commands/.test(refused) ? [] : { refused };
  const fields = describing.fields;
  const { rows: known } = await client.query<{ category: string; type: string; filled: boolean }>(
    `SELECT t.typcategory AS category, t.typname AS type, coalesce(a.attnotnull OR c.relkind = 'v', true) AS filled
     FROM unnest($1::oid[], $2::oid[], $3::int[]) WITH ORDINALITY AS f(type, owner, place, n)
     JOIN pg_type t ON t.oid = f.type LEFT JOIN pg_class c ON c.oid = f.owner
     LEFT JOIN pg_attribute a ON a.attrelid = f.owner AND a.attnum = f.place ORDER BY f.n`,
    [
      fields.map((one) => one.dataTypeID),
      fields.map((one) => one.tableID),
      fields.map((one) => one.columnID),
    ],
  );
  return known.map(({ category, type, filled }, n) => ({
    name: fields[n]?.name ?? '',
    kind: kindOf(category, type),
    filled,
  }));
}

/** A query of pg's that the server parses and describes, and never runs (PostgreSQL's extended query protocol). */
class Describing {
  fields: pg.FieldDef[] = [];
  readonly done: Promise<string | null>;
  private resolve: (refused: string | null) => void = () => undefined;
  constructor(private readonly text: string) {
    this.done = new Promise((resolve) => (this.resolve = resolve));
  }
  submit(connection: { parse(query: object): void; describe(what: object): void; sync(): void }): null {
    connection.parse({ text: this.text, name: '', types: [] });
    connection.describe({ type: 'S', name: '' });
    connection.sync();
    return null;
  }
  handleRowDescription({ fields }: { fields: pg.FieldDef[] }): void {
    this.fields = fields;
  }
  handleError(error: Error): void {
    this.resolve(error.message);
  }
  handleReadyForQuery(): void {
    this.resolve(null);
  }
}

/** What pg makes of a column's type. */
function kindOf(category: string, type: string): Kind | null {
  if (/^(jsonb?|void)$/.test(type)) return null;
  if (category === 'A') return 'array';
  if (type === 'bool') return 'boolean';
  if (/^(int[24]|oid|float[48])$/.test(type)) return 'number';
  if (/^(timestamptz?|date)$/.test(type)) return 'Date';
  if (type === 'bytea') return 'Buffer';
  return type === 'interval' ? 'object' : 'string';
}
