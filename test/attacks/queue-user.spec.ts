import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { parse } from 'yaml';
import { projectRoot } from '#platform/program';
import { type OwnServer, ownRedis } from '../factories/own-servers.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const PASSWORD = 'rahasia-uji';
/** Redis configured as in deployment. */
const compose = parse(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: { redis: { command: string[] }; publisher: { environment: { QUEUE_URL: string } } };
};
const withPassword = (text: string): string => text.replace(/\$\{REDIS_PASSWORD[^}]*\}/, PASSWORD);
const describeRedis = process.env['TEST_REDIS_URL'] ? describe : describe.skip;

describeRedis('who holds the programs’ password of Redis', () => {
  let server: OwnServer;
  let system: TestSystem;
  let url: string;
  beforeAll(async () => {
    server = await ownRedis(compose.services.redis.command.slice(1).map(withPassword));
    const deployed = new URL(withPassword(compose.services.publisher.environment.QUEUE_URL));
    deployed.host = new URL(server.url).host;
    url = deployed.href;
    system = await testSystem({ queueUrl: url, contacts: 30 });
  }, 60_000);
  afterAll(async () => {
    await system?.stop();
    await server?.stop();
  });

  it('can do all that sending needs', async () => {
    const id = await system.broadcast();
    await system.until(id, ({ state }) => state === 'completed');
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    const operations = await (await system.as('operator'))('GET', '/api/v1/operations');
    expect(operations.status).toBe(200);
  });

  it('empties no server, alters no setting, reads no other client’s commands, and sees no keys but those of queues', async () => {
    const redis = new Redis(url);
    try {
      for (const command of [
        'FLUSHALL',
        'FLUSHDB',
        'KEYS *',
        'CONFIG SET dir /tmp',
        'CONFIG GET requirepass',
        'SAVE',
        'SHUTDOWN NOSAVE',
        'MONITOR',
        'REPLICAOF 127.0.0.1 1',
        'MODULE LIST',
        'ACL LIST',
        'CLIENT KILL TYPE normal',
        'GET other',
        'SET other x',
        'EVAL return(redis.call("FLUSHALL")) 0',
      ]) {
        const [name = '', ...rest] = command.split(' ');
        await expect(redis.call(name, ...rest)).rejects.toThrow(/NOPERM|ACL failure/);
      }
    } finally {
      redis.disconnect();
    }
  });

  it('is the only user: without it there is no access', async () => {
    const stranger = new Redis(server.url, {
      lazyConnect: true,
      retryStrategy: () => null,
      enableReadyCheck: false,
    });
    stranger.on('error', () => undefined);
    try {
      await expect(stranger.call('PING')).rejects.toThrow(/NOAUTH|NOPERM/);
    } finally {
      stranger.disconnect();
    }
  });
});
