import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CHANNELS } from '#channels';
import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions, row } from '#platform/database';
import { type Child, freePort, startChild } from '../../apps/standalone/children.js';
import { DEMO_PASSWORD } from '../../apps/standalone/demo-staff.js';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { reconcile } from '../../apps/standalone/reconciliation.js';
import { approve, signIn } from '../../apps/standalone/staff-api.js';
import { testDatabase, usualBackend } from '../factories/database.js';
import { compileCommit, type EarlierSystem, hasCommit, startEarlier } from '../factories/earlier-release.js';
import { schemaOf } from '../factories/schema.js';

const run = promisify(execFile);

/** The last commit of the release before this one. */
const BEFORE = 'b578b12d9a67e32529a067ecb4f7da5c34c5e051';
const WORKERS = ['worker-email', 'worker-telegram', 'worker-sms'];
/** How long a step may take on a busy machine, in s. */
const PATIENCE_S = 120;

const known = hasCommit(BEFORE);
if (!known)
  process.stderr.write('upgrade.spec: NOT RUN: this shallow clone lacks the commit of the release before\n');

(known ? describe : describe.skip)('an upgrade from the release before, during broadcasts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'siar-upgrade-'));
  const today: Child[] = [];
  const fallen: string[] = [];
  let old: EarlierSystem;
  let database: Database;
  beforeAll(async () => {
    // PostgreSQL runs as another user.
    chmodSync(folder, 0o755);
    const root = join(folder, 'release');
    compileCommit(BEFORE, root);
    const [backend] = usualBackend();
    const more = {
      EMAIL_RATE: '40',
      TELEGRAM_RATE: '40',
      SMS_RATE: '40',
      JOURNAL_DIR: join(folder, 'journal'),
    };
    const queueUrl = backend?.url();
    old = await startEarlier(root, { folder: join(folder, 'data'), queueUrl, contacts: 500, more });
    database = await new Database(databaseOptions(old.databaseUrl, 4)).initialize();
  });
  afterAll(async () => {
    await Promise.all(today.map((child) => child.stop()));
    if (database?.isInitialized) await database.destroy();
    await old?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const broadcast = async (publisherUrl: string): Promise<string> => {
    const author = await signIn(publisherUrl, 'penulis', DEMO_PASSWORD);
    const { id } = await author<{ id: string }>('POST', '/broadcasts', {
      title: 'Uji peningkatan versi',
      kind: 'urgent',
      reach: 'every',
      channels: CHANNELS,
      contents: DEMO_TEXTS,
      audience: { regions: ['12', '31', '32', '33', '35', '73', '91'] },
      electionId: 'pemilu-2024',
      neutral: true,
      schedule: { at: 'now', leaveWindow: true },
    });
    const { submission } = await author<{ submission: { digest: string } }>(
      'POST',
      `/broadcasts/${id}/submit`,
      {
        confirmLocalHours: true,
      },
    );
    await approve(await signIn(publisherUrl, 'kpu-nasional', DEMO_PASSWORD), id, submission.digest);
    return id;
  };
  const until = async (what: string, sql: string, id: string): Promise<void> => {
    for (let turn = 0; turn < PATIENCE_S * 10; turn++) {
      if (await row(database.manager, sql, [id])) return;
      await sleep(100);
    }
    throw new Error(`not within ${PATIENCE_S} s: ${what}; ${[...old.fallen(), ...fallen].join(', ')}`);
  };
  const out = (id: string, copies: number) =>
    until(
      `${copies} copies of ${id} are out`,
      `SELECT FROM waves WHERE broadcast_id = $1 HAVING sum(accepted + delivered) >= ${copies}`,
      id,
    );
  const completed = (id: string) =>
    until(`${id} is complete`, `SELECT FROM broadcasts WHERE id = $1 AND state = 'completed'`, id);
  const start = async (name: string, port: number): Promise<Child> => {
    const program = name.startsWith('worker-') ? 'channel-worker' : name;
    const env = { PATH: process.env['PATH'], ...old.settings[name], PORT: String(port) };
    const child = await startChild(`${program}/main`, env, {
      name: `${name}-today`,
      logs: join(folder, 'logs'),
      fell: (which, code) => fallen.push(`${which} ended with ${code}`),
    });
    today.push(child);
    return child;
  };
  const portOf = (url: string): number => Number(new URL(url).port);

  it('lets both releases run side by side, replaces one by the other and back, and loses and doubles nothing', async () => {
    const first = await broadcast(old.publisherUrl);
    await out(first, 40);
    const { stdout } = await run(process.execPath, ['dist/apps/publisher/migrate.js'], {
      env: { ...old.env, MIGRATE_DATABASE_URL: old.databaseUrl },
    });
    expect(stdout).toMatch(/migrate: \w+/);
    expect(stdout).not.toMatch('nothing new');

    // Side by side, as when hosts are replaced one after the other.
    const port = await freePort();
    const beside = [
      await start('publisher', port),
      ...(await Promise.all(WORKERS.map((name) => start(name, 0)))),
    ];
    const second = await broadcast(`http://127.0.0.1:${port}`);
    await out(second, 40);

    // Programs of today in the place of the others.
    for (const name of [...WORKERS, 'publisher', 'gateway', 'registrar']) await old.end(name);
    await start('registrar', portOf(old.env['REGISTRAR_URL'] ?? ''));
    await start('gateway', portOf(old.gatewayUrl));
    await completed(first);
    await completed(second);

    // A link in a copy that the release before has sent.
    const keys = new Keys(loadConfig(old.env));
    const one = await row<{ addressId: string }>(
      database.manager,
      `SELECT d.address_id AS "addressId" FROM deliveries d JOIN addresses a ON a.id = d.address_id
       WHERE d.broadcast_id = $1 AND a.channel = 'email' AND d.state IN ('accepted', 'delivered') ORDER BY d.handed_at LIMIT 1`,
      [first],
    );
    const token = keys.deliveryToken('unsubscribe', { broadcastId: first, addressId: one?.addressId ?? '' });
    expect((await fetch(`${old.gatewayUrl}/unsubscribe/${token}`, { method: 'POST' })).status).toBe(200);

    // And back again, on the schema of today.
    const third = await broadcast(`http://127.0.0.1:${port}`);
    await out(third, 40);
    for (const child of beside) await child.stop();
    for (const name of ['publisher', ...WORKERS]) await old.start(name);
    await completed(third);
    const left = await row(
      database.manager,
      'SELECT FROM deliveries WHERE broadcast_id = $1 AND address_id = $2 AND handed_at IS NOT NULL',
      [third, one?.addressId],
    );
    expect(left).toBeUndefined();

    for (const id of [first, second, third])
      expect(await reconcile(database, keys, old.sandboxUrl, id)).toEqual({
        lost: 0,
        doubled: 0,
        strangers: 0,
      });
    expect([...old.fallen(), ...fallen]).toEqual([]);
  });

  it('leaves the schema that a new installation has', async () => {
    const fresh = await testDatabase();
    try {
      expect(await schemaOf(database)).toEqual(await schemaOf(fresh.source));
    } finally {
      await fresh.drop();
    }
  });
});
