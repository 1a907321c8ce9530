import fc from 'fast-check';
import { sha256 } from '#platform/crypto';
import { type Connection, row, rows, type Tx } from '#platform/database';
import { createLogger } from '#platform/logging';
import { type TestDatabase, testDatabase } from '../../test/factories/database.js';
import { chainState } from './showing.js';
import { Sealer } from './sealer.js';
import { record } from './trail.js';
import { verify } from './verify.js';

let db: TestDatabase;
let sealer: Sealer;
const logger = createLogger('test', 'silent');

/** Writes entries, each in a transaction of its own, and seals all of them. */
async function sealed(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const detail = { n, teks: 'é "kutip" 🗳', bagian: { b: 1.5, a: [null, true] } };
    await record(db.source.manager, { actorId: null, act: 'uji.coba', subject: `uji:${n}`, detail });
  }
  await sealAll();
}

async function sealAll(): Promise<void> {
  while ((await sealer.seal()) > 0);
}

const one = async <T>(sql: string): Promise<T> => {
  const found = await row<T>(db.source.manager, sql);
  if (found === undefined) throw new Error(`nothing found by ${sql}`);
  return found;
};

beforeEach(async () => {
  db = await testDatabase();
  sealer = new Sealer(db.source, logger);
});
afterEach(() => db.drop());

describe('the tables of the audit trail', () => {
  it.each(['audit_entries', 'audit_seals', 'audit_roots'])(
    'reject every change, deletion and truncation of %s, also by their owner and in a replica’s session',
    async (table) => {
      await sealed(2);
      const column = table === 'audit_entries' ? 'act = act' : 'position = position';
      for (const act of [
        `UPDATE ${table} SET ${column}`,
        `DELETE FROM ${table}`,
        `DELETE FROM ${table} WHERE false`,
        `TRUNCATE ${table} CASCADE`,
      ]) {
        await expect(db.source.query(act)).rejects.toThrow(/is append-only/);
        await expect(
          db.source.transaction(async (tx) => {
            await tx.query(`SET LOCAL session_replication_role = replica`);
            await tx.query(act);
          }),
        ).rejects.toThrow(/is append-only/);
      }
      expect(await verify(db.source)).toMatchObject({ sealed: '2', broken: null });
    },
  );
});

describe('the sealer', () => {
  it('links entries by SHA-256 over text that sha256sum accepts', async () => {
    await sealed(2);
    const links = await rows<{ previous: string; digest: string; hash: string }>(
      db.source.manager,
      `SELECT encode(previous, 'hex') AS previous, encode(digest, 'hex') AS digest, encode(hash, 'hex') AS hash
       FROM audit_seals ORDER BY position`,
    );
    const { id, at } = await one<{ id: string; at: string }>(
      `SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM audit_entries ORDER BY id LIMIT 1`,
    );
    // Written out by hand: RFC 8785 sorts the keys, at every depth.
    const digest = sha256(
      `{"act":"uji.coba","actorId":null,"at":"${at}","detail":{"bagian":{"a":[null,true],"b":1.5},"n":0,"teks":"é \\"kutip\\" 🗳"},"id":"${id}","subject":"uji:0"}`,
    );
    expect(links[0]).toEqual({
      previous: '0'.repeat(64),
      digest,
      hash: sha256('0'.repeat(64) + digest),
    });
    expect(links[1]?.previous).toBe(links[0]?.hash);
  });

  it('seals a late commit late, behind higher ids, and never a rollback', async () => {
    const late = db.source.createQueryRunner();
    const undone = db.source.createQueryRunner();
    try {
      for (const [runner, act] of [
        [late, 'terlambat'],
        [undone, 'batal'],
      ] as const) {
        await runner.startTransaction();
        await record(runner.manager, { actorId: null, act, subject: 'uji:1' });
      }
      await sealed(3);
      expect(await verify(db.source)).toMatchObject({ sealed: '3', broken: null });
      await late.commitTransaction();
      await undone.rollbackTransaction();
      expect(await sealer.seal()).toBe(1);
      expect(await sealer.seal()).toBe(0);
      const last = await one<{ act: string; position: string; lowest: boolean }>(
        `SELECT e.act, s.position, e.id = (SELECT min(id) FROM audit_entries) AS lowest
         FROM audit_seals s JOIN audit_entries e ON e.id = s.entry_id ORDER BY s.position DESC LIMIT 1`,
      );
      expect(last).toEqual({ act: 'terlambat', position: '4', lowest: true });
      expect(await verify(db.source)).toMatchObject({ sealed: '4', broken: null });
    } finally {
      await late.release();
      await undone.release();
    }
  });

  it('blocks neither a writer nor another sealer while it works', async () => {
    const busy = db.source.createQueryRunner();
    try {
      await busy.startTransaction();
      await busy.query(`SELECT pg_advisory_xact_lock(hashtext('audit_seals'))`);
      await busy.query('DELETE FROM audit_waiting');
      await db.source.transaction(async (tx) => {
        await tx.query(`SET LOCAL lock_timeout = '50ms'`);
        await record(tx, { actorId: null, act: 'uji', subject: 'uji:1' });
      });
      expect(await sealer.seal()).toBe(0);
      await busy.rollbackTransaction();
      expect(await sealer.seal()).toBe(1);
    } finally {
      await busy.release();
    }
  });

  it('seals a bounded number in a round, and works through a backlog', async () => {
    await db.source.query(
      `INSERT INTO audit_entries (act, subject) SELECT 'uji', 'uji:' || n FROM generate_series(1, 4500) AS n`,
    );
    expect([await sealer.seal(), await sealer.seal(), await sealer.seal(), await sealer.seal()]).toEqual([
      2000, 2000, 500, 0,
    ]);
    expect(await verify(db.source)).toMatchObject({ sealed: '4500', broken: null });
  });

  it('records a root with the first seal of each UTC day, and logs it', async () => {
    const logged: unknown[] = [];
    const recording = Object.assign(Object.create(logger) as typeof logger, {
      info: (root: unknown) => logged.push(root),
    });
    sealer = new Sealer(db.source, recording);
    await sealed(3);
    await sealed(2);
    await db.moveClock('1 day');
    await sealed(2);
    const roots = await rows<{ day: string; position: string; hash: string }>(
      db.source.manager,
      `SELECT r.day::text, r.position, encode(s.hash, 'hex') AS hash FROM audit_roots r JOIN audit_seals s USING (position) ORDER BY 1`,
    );
    expect(roots.map(({ position }) => position)).toEqual(['1', '6']);
    expect(logged).toEqual(roots);
    expect(await chainState(db.source.manager)).toMatchObject({
      sealed: '7',
      waiting: 0,
      lastRoot: roots[1],
    });
  });

  it('builds one valid chain from any interleaving of transactions and sealers', async () => {
    const WRITERS = 4;
    const steps = fc.array(
      fc.oneof(
        fc.record({
          step: fc.constantFrom('write' as const, 'commit' as const, 'rollback' as const),
          writer: fc.nat(WRITERS - 1),
        }),
        fc.record({ step: fc.constant('seal' as const), writer: fc.integer({ min: 1, max: 3 }) }),
      ),
      { maxLength: 30 },
    );
    const sealers = [1, 2, 3].map(() => new Sealer(db.source, logger));
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const writers = Array.from({ length: WRITERS }, () => db.source.createQueryRunner());
        // The sealers run beside the writers: each is started, and awaited only at the end.
        const sealing: Promise<number>[] = [];
        try {
          for (const { step, writer } of taken) {
            if (step === 'seal') sealing.push(...sealers.slice(0, writer).map((each) => each.seal()));
            else await write(step, writers[writer]);
          }
          for (const writer of writers) await write('commit', writer);
          await Promise.all(sealing);
        } finally {
          for (const writer of writers) await writer.release();
        }
        await sealAll();
        const { committed } = await one<{ committed: string }>(
          'SELECT count(*)::text AS committed FROM audit_entries',
        );
        expect(await verify(db.source)).toMatchObject({ sealed: committed, broken: null });
      }),
      { numRuns: 60 },
    );
  });
});

async function write(step: 'write' | 'commit' | 'rollback', writer: Connection | undefined): Promise<void> {
  if (!writer) throw new Error('there is no such writer');
  if (step === 'write') {
    if (!writer.isTransactionActive) await writer.startTransaction();
    await record(writer.manager, { actorId: null, act: 'uji', subject: 'uji:1', detail: { pi: Math.PI } });
  } else if (writer.isTransactionActive) {
    await (step === 'commit' ? writer.commitTransaction() : writer.rollbackTransaction());
  }
}

describe('verify', () => {
  /** Does what only a superuser can. */
  const tamper = (work: (tx: Tx) => Promise<unknown>): Promise<void> =>
    db.source.transaction(async (tx) => {
      for (const table of ['audit_entries', 'audit_seals', 'audit_roots'])
        await tx.query(`ALTER TABLE ${table} DISABLE TRIGGER append_only`);
      await work(tx);
      for (const table of ['audit_entries', 'audit_seals', 'audit_roots'])
        await tx.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER append_only`);
    });

  /** Tamperings with a trail of ten entries, in which ids equal positions, and the message expected for each. */
  const TAMPERINGS: [what: string, sql: string[], expected: RegExp][] = [
    [
      'a changed detail',
      [`UPDATE audit_entries SET detail = detail || '{"n": 99}' WHERE id = 4`],
      /^entry 4 \(position 4\) is not what was sealed/,
    ],
    [
      'a changed actor',
      [
        `INSERT INTO organisations (id, kind, name) VALUES (1, 'kpu', 'KPU')`,
        `INSERT INTO people (id, organisation_id, username, name, password_hash) VALUES (1, 1, 'orang', 'Orang', '')`,
        'UPDATE audit_entries SET actor_id = 1 WHERE id = 4',
      ],
      /^entry 4 \(position 4\) is not what was sealed/,
    ],
    [
      'a microsecond',
      [`UPDATE audit_entries SET at = at + interval '1 microsecond' WHERE id = 4`],
      /^entry 4 \(position 4\) is not what was sealed/,
    ],
    [
      'a number that JSON cannot represent',
      [
        'ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_detail_check',
        `UPDATE audit_entries SET detail = '{"n": 1e400}' WHERE id = 4`,
      ],
      /^entry 4 \(position 4\) is not what was sealed/,
    ],
    [
      'a deleted entry',
      [`DELETE FROM audit_entries WHERE id = 6`],
      /^entry 6 \(position 6\) was sealed and is not in the trail any more/,
    ],
    [
      'an entry deleted with its seal',
      ['DELETE FROM audit_entries WHERE id = 6', 'DELETE FROM audit_seals WHERE entry_id = 6'],
      /^entry 7 \(position 7\) is sealed at position 7, but position 6 is missing/,
    ],
    [
      'an entry deleted with its seal, and those after it moved up',
      [
        'DELETE FROM audit_entries WHERE id = 6',
        'DELETE FROM audit_seals WHERE entry_id = 6',
        'UPDATE audit_seals SET position = position + 100 WHERE position > 6',
        'UPDATE audit_seals SET position = position - 101 WHERE position > 6',
      ],
      /^entry 7 \(position 6\) has a seal that does not follow/,
    ],
    [
      'two entries swapped',
      [
        'UPDATE audit_entries SET id = -3 WHERE id = 3',
        'UPDATE audit_entries SET id = 3 WHERE id = 8',
        'UPDATE audit_entries SET id = 8 WHERE id = -3',
      ],
      /^entry 3 \(position 3\) is not what was sealed/,
    ],
    [
      'two seals swapped',
      [
        'UPDATE audit_seals SET position = 100 WHERE position = 3',
        'UPDATE audit_seals SET position = 3 WHERE position = 8',
        'UPDATE audit_seals SET position = 8 WHERE position = 100',
      ],
      /^entry 8 \(position 3\) has a seal that does not follow/,
    ],
    [
      'a seal forged to fit a changed entry',
      [
        `UPDATE audit_entries SET act = 'lain' WHERE id = 5`,
        `UPDATE audit_seals SET digest = sha256(convert_to(concat('{"act":"lain","actorId":null,"at":"',
           to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           '","detail":{"bagian":{"a":[null,true],"b":1.5},"n":4,"teks":"é \\"kutip\\" 🗳"},"id":"5","subject":"uji:4"}'), 'UTF8'))
         FROM audit_entries e WHERE e.id = entry_id AND entry_id = 5`,
      ],
      /^entry 5 \(position 5\) has a seal with a wrong hash/,
    ],
    [
      'an entry put in beside the sealer',
      [
        `INSERT INTO audit_entries (act, subject) VALUES ('palsu', 'uji:1')`,
        `UPDATE audit_entries SET at = at - interval '1 hour' WHERE act = 'palsu'`,
        'DELETE FROM audit_waiting',
      ],
      /^entry 11: older than 60 s and not sealed/,
    ],
    [
      'a chain cut off before a daily root',
      [
        `INSERT INTO audit_roots SELECT '2099-01-01', position, hash FROM audit_seals WHERE position = 10`,
        'DELETE FROM audit_entries WHERE id > 8',
        'DELETE FROM audit_seals WHERE position > 8',
      ],
      /^the chain ends at position 8, but the root of 2099-01-01 was at 10/,
    ],
    [
      'a changed root',
      [`UPDATE audit_roots SET hash = sha256('')`],
      /^entry 1 \(position 1\) has another hash than the daily root/,
    ],
  ];

  it.each(TAMPERINGS)('finds and names %s', async (_, statements, expected) => {
    await sealed(10);
    expect(await verify(db.source)).toMatchObject({ sealed: '10', broken: null });
    await tamper(async (tx) => {
      for (const sql of statements) await tx.query(sql);
    });
    expect((await verify(db.source)).broken).toMatch(expected);
  });

  it('detects by a root kept elsewhere that a chain was rewritten as a whole', async () => {
    await sealed(5);
    const { root } = await verify(db.source);
    await sealed(2);
    expect(await verify(db.source, root)).toMatchObject({ held: true, broken: null });
    await tamper(async (tx) => {
      await tx.query(`UPDATE audit_entries SET act = 'lain' WHERE id = 2`);
      await tx.query('TRUNCATE audit_seals, audit_roots');
      await tx.query('INSERT INTO audit_waiting SELECT id FROM audit_entries');
    });
    await sealAll();
    expect(await verify(db.source, root)).toMatchObject({ sealed: '7', held: false, broken: null });
  });

  it('accepts an empty trail, and entries that the sealer has not reached yet', async () => {
    expect(await verify(db.source)).toMatchObject({ sealed: '0', broken: null });
    await record(db.source.manager, { actorId: null, act: 'uji', subject: 'uji:1' });
    expect(await verify(db.source)).toMatchObject({ sealed: '0', broken: null });
    await db.moveClock('2 minutes');
    expect((await verify(db.source)).broken).toMatch(/^entry 1: older than 60 s and not sealed/);
  });
});
