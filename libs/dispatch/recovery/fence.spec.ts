import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { approvedFor, crowd, type CrowdWave, disagreements } from '../../../test/factories/crowd.js';
import {
  queueBackends,
  type TestDatabase,
  testConfig,
  testDatabase,
} from '../../../test/factories/database.js';
import { deliveryProgram } from '../../../test/factories/program.js';
import { testSender } from '../../../test/factories/sender.js';
import { trail } from '../../../test/factories/waves.js';
import type { Channel } from '#channels';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { Heartbeat } from '#platform/program';
import { ClaimNotes } from '#queue';
import { allLines } from '#platform/files';
import { FanOut } from '../fan-out/fan-out.js';
import { examine, type Examined, settleRestore } from './after-restore.js';
import { Fence, Restored } from './fence.js';
import { type ClaimNote, writeNote } from './claim-notes.rules.js';

const PEOPLE = 20;
/** The size of a batch without a rate. */
const BATCH = 10;

async function linesIn(folder: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of allLines(folder)) lines.push(line);
  return lines;
}

describe('the fence after a restore', () => {
  let db: TestDatabase;
  let folder: string;
  let config: Config;
  let app: INestApplicationContext;

  const start = async (): Promise<void> => {
    config = testConfig(db.url, { STATE_DIR: join(folder, 'state'), EMAIL_RATE: '0' });
    app = await deliveryProgram(config);
  };
  beforeEach(async () => {
    db = await testDatabase();
    folder = mkdtempSync(join(tmpdir(), 'siar-fence-'));
    await start();
  });
  afterEach(async () => {
    await app.close();
    await db.drop();
    rmSync(folder, { recursive: true });
  });

  /** A wave with its list, in one batch. */
  const wave = async (wanted: CrowdWave = {}): Promise<{ id: string; waveId: string }> => {
    await crowd(
      db.source,
      app.get(Keys),
      Array.from({ length: PEOPLE }, () => ({ on: { email: 'active' as const } })),
    );
    const { id, waves } = await approvedFor(db.source, [wanted]);
    return { id, waveId: waves[0] ?? '' };
  };
  const list = (waveId: string): Promise<void> =>
    app.get(FanOut).run(waveId, 'email', new AbortController().signal, () => Promise.resolve());
  /** Sends a wave over a provider that accepts all. @returns how many came there */
  const send = async (waveId: string): Promise<number> => {
    let came = 0;
    const provider: Channel = {
      name: 'email',
      account: 'email',
      atOnce: 8,
      revisions: null,
      send: async () => ({ kind: 'accepted', providerId: String((came += 1)) }),
      check: async () => undefined,
      close: async () => undefined,
    };
    const sender = await testSender(app, config, [provider]);
    for (let no = 0; no < PEOPLE / BATCH; no++) await sender.batch(waveId, no, 'fan-out');
    await sender.settled();
    return came;
  };
  const installation = async (): Promise<string> =>
    (await row<{ id: string }>(db.source.manager, 'SELECT id FROM installation'))?.id ?? '';
  /** Leaves a mark of a claim that the database does not have. */
  const leaveMark = async (more: Partial<ClaimNote>): Promise<void> => {
    const at = Date.now();
    const mark: ClaimNote = {
      epoch: 0,
      claim: '900',
      leasedUntil: at + 60_000,
      at,
      broadcast: '1',
      wave: '1',
      batch: 0,
      copies: PEOPLE,
      system: '1',
      timeline: '00000001',
      worker: 'w',
      no: 1,
      ...more,
    };
    const place = join(config.STATE_DIR, await installation());
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'other.marks'), `${writeNote(mark)}\n`);
  };
  const stops = () =>
    rows<{ fence: unknown; by: string | null; settled: boolean }>(
      db.source.manager,
      'SELECT fence, stopped_by AS by, settled_at IS NOT NULL AS settled FROM emergency_stops WHERE lifted_at IS NULL',
    );
  const states = (id: string) =>
    rows<{ state: string; n: number }>(
      db.source.manager,
      'SELECT state, count(*)::int AS n FROM deliveries WHERE broadcast_id = $1 GROUP BY 1',
      [id],
    );
  const look = async (): Promise<Examined> =>
    examine(db.source, {
      queue: null,
      files: await linesIn(join(config.STATE_DIR, await installation())),
    });
  const restart = async (): Promise<void> => {
    await app.close();
    await start();
  };

  it('stops nothing at a first start, after a restart, or over the marks of another installation', async () => {
    const { waveId } = await wave();
    await list(waveId);
    expect(await send(waveId)).toBe(PEOPLE);
    await restart();
    await app.get(Fence).look();
    expect(await stops()).toEqual([]);
    expect(await look()).toMatchObject({ missing: [], fenced: false });
    const other = await testDatabase();
    const fresh = await deliveryProgram({ ...config, DATABASE_URL: other.url });
    await fresh.get(Fence).look();
    expect(await rows(other.source.manager, 'SELECT FROM emergency_stops')).toEqual([]);
    await fresh.close();
    await other.drop();
  });

  it('hands nothing over while what is sent can be marked nowhere', async () => {
    writeFileSync(config.STATE_DIR, 'a file where the folder should be');
    const { id, waveId } = await wave();
    await list(waveId);
    expect(await send(waveId)).toBe(0);
    expect(await states(id)).toEqual([{ state: 'pending', n: PEOPLE }]);
    rmSync(config.STATE_DIR);
    expect(await send(waveId)).toBe(PEOPLE);
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('stands where a marked claim is missing, and lets no claim begin', async () => {
    const { id, waveId } = await wave();
    await list(waveId);
    await leaveMark({ broadcast: id, wave: waveId });
    await restart();
    expect(await send(waveId)).toBe(0);
    expect(await stops()).toEqual([
      { fence: { claims: 1, copies: PEOPLE, otherServer: false, blind: false }, by: null, settled: false },
    ]);
    expect(await states(id)).toEqual([{ state: 'pending', n: PEOPLE }]);
    await app.get(Fence).look();
    expect(await stops()).toHaveLength(1);
  });

  it('gives one answer to all who compare at once', async () => {
    await leaveMark({});
    const fence = new Fence(
      db.source,
      app.get(ClaimNotes),
      app.get(Heartbeat),
      config,
      createLogger('test', 'silent'),
    );
    const looks = await Promise.all(Array.from({ length: 4 }, () => fence.look()));
    expect(looks).toEqual([null, null, null, null]);
    expect(await stops()).toHaveLength(1);
  });

  it('stands where the data came from another server', async () => {
    await db.source.query(`UPDATE installation SET system_identifier = '1'`);
    await restart();
    expect(await stops()).toMatchObject([{ fence: { claims: 0, otherServer: true } }]);
    await settleRestore(db.source, await look(), 'none', 'pindah server, tidak ada yang terkirim');
    expect(await look()).toMatchObject({ fenced: false, identity: { epoch: 1 } });
    await restart();
    expect(await stops()).toMatchObject([{ settled: true }]);
    // A program that had looked before raises no other.
    const late = new Restored({ claims: 1, copies: 1, otherServer: false, blind: false }, 0);
    await app.get(Fence).raise(late);
    expect(await stops()).toMatchObject([{ settled: true }]);
  });

  it.each(queueBackends().filter(({ name }) => name === 'redis'))(
    'stands where the timeline moved and $name has lost all marks, not where one of the two alone is so',
    async ({ url }) => {
      const { waveId } = await wave();
      await list(waveId);
      /** Each start has an empty queue server. */
      const withQueue = async (): Promise<void> => {
        await app.close();
        config = testConfig(db.url, {
          STATE_DIR: join(folder, 'state'),
          QUEUE_URL: url() ?? '',
          EMAIL_RATE: '0',
        });
        app = await deliveryProgram(config);
        await app.get(Fence).watch();
      };
      const moveTimeline = () => db.source.query(`UPDATE installation SET timeline = '00000000'`);
      await withQueue();
      expect(await send(waveId)).toBe(PEOPLE);
      await moveTimeline();
      await withQueue();
      rmSync(config.STATE_DIR, { recursive: true });
      await withQueue();
      expect(await stops()).toEqual([]);
      await moveTimeline();
      await withQueue();
      expect(await stops()).toMatchObject([{ fence: { claims: 0, blind: true } }]);
    },
  );

  it('turns to unknown who is listed after a restore, where claims of the wave are missing', async () => {
    const { id, waveId } = await wave();
    await leaveMark({ broadcast: id, wave: waveId });
    await settleRestore(db.source, await look(), 'marks', null);
    await list(waveId);
    expect(await states(id)).toEqual([{ state: 'unknown', n: PEOPLE }]);
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('turns the named batches alone, where the list is older than the claims', async () => {
    const { id, waveId } = await wave();
    await list(waveId);
    const batches = await rows<{ no: number; size: number }>(
      db.source.manager,
      'SELECT no, size FROM batches WHERE wave_id = $1 ORDER BY no',
      [waveId],
    );
    const [first] = batches;
    await leaveMark({ broadcast: id, wave: waveId, batch: first?.no ?? 0, at: Date.now() + 60_000 });
    expect(await settleRestore(db.source, await look(), 'marks', null)).toBe(first?.size);
    expect(await settleRestore(db.source, await look(), 'marks', null)).toBe(0);
    expect(await disagreements(db.source, id)).toEqual([]);
    expect((await trail(db.source, id)).filter(({ act }) => act === 'reconcile.after-restore')).toHaveLength(
      1,
    );
  });

  it('turns all that waits in waves whose time has come, where marks may be missing', async () => {
    const [due, later] = [await wave(), await wave({ state: 'planned', due: 60 })];
    for (const { waveId } of [due, later]) await list(waveId);
    await settleRestore(db.source, await look(), 'due', null);
    expect((await states(due.id)).map(({ state }) => state)).toEqual(['unknown']);
    expect((await states(later.id)).map(({ state }) => state)).toEqual(['pending']);
  });
});
