import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { Redis } from 'ioredis';
import { jobName, queued, Queues } from '#queue';
import { freePort } from '../../apps/standalone/children.js';
import { consume } from '../factories/consumer.js';
import { type TestDatabase, testConfig, testDatabase } from '../factories/database.js';
import { deliveryProgram } from '../factories/program.js';

/** DATABASE_TIMEOUT_SECONDS, which applies to the queue too. */
const SECONDS = '1';

// Where Redis is missing, the suites that need it are skipped with a warning (test/servers.js).
const describeRedis = process.env['TEST_REDIS_URL'] ? describe : describe.skip;

describeRedis('a Redis that hangs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'siar-sentinel-'));
  const servers: ChildProcess[] = [];
  let db: TestDatabase;
  let master = 0;
  let replica = 0;
  let sentinel = 0;

  const server = async (port: number, ...args: string[]): Promise<ChildProcess> => {
    const child = spawn('redis-server', args, { stdio: 'ignore', cwd: folder });
    servers.push(child);
    const client = new Redis(port, '127.0.0.1', {
      retryStrategy: () => 20,
      password: port === sentinel ? 'rahasia-penjaga' : '',
    });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
    return child;
  };
  const USER = [
    '--user',
    'siar',
    'on',
    '>rahasia-uji',
    '~bull:*',
    '+@all',
    '-@admin',
    '-@dangerous',
    '+info',
  ];
  const plain = (port: number): string[] => [
    '--port',
    String(port),
    '--save',
    '',
    '--bind',
    '127.0.0.1',
    ...USER,
  ];
  /** The user signed in to a server. */
  const users = async (port: number): Promise<string> => {
    const client = new Redis(port, '127.0.0.1');
    const found = (await client.call('CLIENT', 'LIST')) as string;
    client.disconnect();
    return found;
  };

  beforeAll(async () => {
    chmodSync(folder, 0o777);
    db = await testDatabase();
    [master, replica, sentinel] = [await freePort(), await freePort(), await freePort()];
    await server(master, ...plain(master));
    await server(replica, ...plain(replica), '--replicaof', '127.0.0.1', String(master));
    const file = join(folder, 'sentinel.conf');
    writeFileSync(
      file,
      [
        `port ${sentinel}`,
        'requirepass rahasia-penjaga',
        `sentinel monitor siar 127.0.0.1 ${master} 1`,
        'sentinel down-after-milliseconds siar 1000',
        'sentinel failover-timeout siar 5000',
        '',
      ].join('\n'),
    );
    await server(sentinel, file, '--sentinel');
    const watcher = new Redis(sentinel, '127.0.0.1', { password: 'rahasia-penjaga' });
    const knowsReplica = async (): Promise<boolean> =>
      ((await watcher.call('SENTINEL', 'REPLICAS', 'siar')) as unknown[]).length > 0;
    while (!(await knowsReplica())) await sleep(100);
    watcher.disconnect();
  });
  afterAll(async () => {
    for (const child of servers) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    }
    await db.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Consumes e-mail jobs. @returns the names of the completed ones */
  const consuming = (queues: Queues): { done: string[]; close: () => Promise<void> } => {
    const done: string[] = [];
    const consumer = consume(queues, 'email', 1, async (job) => void done.push(jobName(job)));
    return { done, close: () => consumer.close() };
  };
  const enqueue = (queues: Queues, batchNo: number): Promise<void> =>
    queues.enqueue('email', [queued({ name: 'send', waveId: '1', batchNo }, 10, batchNo)]);
  const within = async (ms: number, so: () => boolean): Promise<void> => {
    for (const deadline = performance.now() + ms; !so(); await sleep(20))
      if (performance.now() > deadline) throw new Error(`not so within ${ms} ms`);
  };

  it('is replaced by the master that the sentinels promote', async () => {
    const app: INestApplicationContext = await deliveryProgram(
      testConfig(db.url, {
        QUEUE_URL: `redis://siar:rahasia-uji@127.0.0.1:${master}`,
        REDIS_SENTINELS: `127.0.0.1:${sentinel}`,
        REDIS_SENTINEL_PASSWORD: 'rahasia-penjaga',
        DATABASE_TIMEOUT_SECONDS: SECONDS,
      }),
    );
    const queues = app.get(Queues);
    const { done, close } = consuming(queues);
    await enqueue(queues, 1);
    await within(5_000, () => done.length === 1);
    // As the user in the URL, though the sentinels name the server.
    expect(await users(master)).toContain(' user=siar ');
    servers[0]?.kill('SIGSTOP');
    await enqueue(queues, 2);
    await within(20_000, () => done.includes('send-1-2'));
    expect(await users(replica)).toContain(' user=siar ');
    await close();
    await app.close();
    servers[0]?.kill('SIGCONT');
  }, 60_000);

  it('is not silently ignored where sentinels are named without a URL', () => {
    const config = testConfig(db.url, { REDIS_SENTINELS: `127.0.0.1:${sentinel}` });
    expect(() => deliveryProgram(config)).toThrow(/^REDIS_SENTINELS needs QUEUE_URL/);
  });
});
