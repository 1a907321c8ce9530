import { rows } from '#platform/database';
import { grantRights } from '#platform/database/upkeep';
import { type TestDatabase, testDatabase } from '../factories/database.js';
import { keptTable } from '../factories/kept-table.js';

const FILE = 'docs/database-roles.md';
const HEAD = `# What each role of the database may do

Read from the catalogue by [test/attacks/database-roles.spec.ts](../test/attacks/database-roles.spec.ts), which fails where it has changed; [libs/platform/database/upkeep/grants.ts](../libs/platform/database/upkeep/grants.ts) grants it. To rewrite it, and then to read what has changed: \`TABLES=write npm run jest -- test/attacks/database-roles\`. A month's part of the ledger has the rights of \`deliveries\`, which it is written through.
`;

interface Right {
  role: string;
  subject: string;
  privilege: string;
  /** Null: all columns. */
  columns: string[] | null;
}

/** One line for each object: `addresses`: select; update (`state`). */
function linesOf(rights: readonly Right[]): string {
  const subjects = [...new Set(rights.map(({ subject }) => subject))];
  return subjects
    .map((subject) => {
      const said = rights
        .filter((one) => one.subject === subject)
        .map(({ privilege, columns }) => {
          const verb = privilege.toLowerCase();
          return columns ? `${verb} (${columns.map((one) => `\`${one}\``).join(', ')})` : verb;
        });
      return `- \`${subject}\`: ${said.join('; ')}\n`;
    })
    .join('');
}

describe('each role of the database', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
    // Settings that a copy of a database does not include.
    await grantRights(db.source);
  });
  afterAll(() => db?.drop());

  const found = <T>(sql: string): Promise<T[]> => rows<T>(db.source.manager, sql);
  // The programs' logins are members of these, and created elsewhere (deploy/logins.sql).
  const ROLES = `pg_roles r WHERE r.rolname LIKE 'siar\\_%' AND NOT r.rolcanlogin`;
  const TABLES = `pg_class c WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition`;

  it(`has the rights in ${FILE}, and no others`, async () => {
    const tables = await found<Right>(
      `SELECT r.rolname AS role, c.relname AS subject, a.privilege_type AS privilege, NULL AS columns
       FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
       WHERE c.oid IN (SELECT oid FROM ${TABLES} AND c.relkind IN ('r', 'p', 'v', 'S')) AND r.oid IN (SELECT oid FROM ${ROLES})
       UNION ALL
       SELECT r.rolname, c.relname, a.privilege_type, array_agg(t.attname::text ORDER BY t.attnum)
       FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid CROSS JOIN LATERAL aclexplode(t.attacl) a JOIN pg_roles r ON r.oid = a.grantee
       WHERE c.oid IN (SELECT oid FROM ${TABLES}) AND r.oid IN (SELECT oid FROM ${ROLES}) GROUP BY 1, 2, 3
       ORDER BY 1, 2, 3`,
    );
    const functions = await found<Right>(
      `SELECT r.rolname AS role, p.oid::regprocedure::text AS subject, 'EXECUTE' AS privilege, NULL AS columns
       FROM pg_proc p CROSS JOIN LATERAL aclexplode(p.proacl) a JOIN pg_roles r ON r.oid = a.grantee
       WHERE p.pronamespace = 'public'::regnamespace AND r.oid IN (SELECT oid FROM ${ROLES}) ORDER BY 1, 2`,
    );
    const schemas = await found<Right>(
      `SELECT r.rolname AS role, 'schema ' || n.nspname AS subject, a.privilege_type AS privilege, NULL AS columns
       FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a JOIN pg_roles r ON r.oid = a.grantee
       WHERE r.oid IN (SELECT oid FROM ${ROLES}) ORDER BY 1, 2, 3`,
    );
    const database = await found<Right>(
      `SELECT r.rolname AS role, 'the database' AS subject, a.privilege_type AS privilege, NULL AS columns
       FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) a JOIN pg_roles r ON r.oid = a.grantee
       WHERE d.datname = current_database() AND r.oid IN (SELECT oid FROM ${ROLES}) ORDER BY 1, 3`,
    );
    const roles = await found<{ role: string }>(`SELECT r.rolname AS role FROM ${ROLES} ORDER BY 1`);
    const text = roles
      .map(({ role }) => {
        const own = [...database, ...schemas, ...tables, ...functions].filter((one) => one.role === role);
        return `\n## ${role}\n\n${linesOf(own)}`;
      })
      .join('');
    expect(`${HEAD}${text}`).toBe(keptTable(FILE, `${HEAD}${text}`));
  });

  it('is no superuser, makes no roles or databases, and owns nothing', async () => {
    expect(
      await found(
        `SELECT r.rolname FROM ${ROLES} AND (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication
           OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid) OR EXISTS (SELECT FROM pg_proc p WHERE p.proowner = r.oid)
           OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid))`,
      ),
    ).toEqual([]);
  });

  it('finds no function with its owner’s rights open to everybody, and each such function has its own search path', async () => {
    expect(
      await found(
        `SELECT p.oid::regprocedure::text AS name FROM pg_proc p
         WHERE p.pronamespace = 'public'::regnamespace AND (p.prosecdef OR p.prorettype = 'trigger'::regtype)
           AND (p.proconfig IS NULL OR NOT 'search_path=public, pg_temp' = ANY (p.proconfig)
             OR p.prorettype <> 'trigger'::regtype AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0)))`,
      ),
    ).toEqual([]);
  });

  it('leaves PUBLIC no access, and nothing that takes space without bounds', async () => {
    expect(
      await found(
        `SELECT a.privilege_type FROM pg_database d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
         WHERE d.datname = current_database() AND a.grantee = 0`,
      ),
    ).toEqual([]);
    expect(
      await found(
        `SELECT p.oid::regprocedure::text AS name FROM pg_proc p CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
         WHERE a.grantee = 0 AND p.proname ~ '^(lo_|loread|lowrite|pg_(try_)?advisory_(xact_)?lock)'`,
      ),
    ).toEqual([]);
  });

  it('leaves PUBLIC no right on any table', async () => {
    expect(
      await found(
        `SELECT c.relname FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
         WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = 0`,
      ),
    ).toEqual([]);
  });
});
