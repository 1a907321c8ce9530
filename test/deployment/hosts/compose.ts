import { join } from 'node:path';
import { CHANNELS } from '#channels';
import { GATEWAY_SETTINGS } from '#platform/config';
import { projectRoot } from '#platform/program';
import { PUBLISHER_HEAP } from '../../../apps/standalone/children.js';

/** A project of its own: `down --volumes` must never reach an installation on this machine. */
export const PROJECT = 'siar-hosts-test';

/** The last number of each host's address, the same in every network that it is in. */
export const HOSTS = {
  proxy: 9,
  db1: 11,
  db2: 12,
  db3: 13,
  queue1: 21,
  queue2: 22,
  queue3: 23,
  publisher1: 31,
  publisher2: 32,
  registrar1: 41,
  registrar2: 42,
  gateway1: 61,
  gateway2: 62,
  ...Object.fromEntries(
    CHANNELS.flatMap((channel, n) => [
      [`worker-${channel}1`, 51 + n],
      [`worker-${channel}2`, 71 + n],
    ]),
  ),
} as const satisfies Record<string, number>;

/** Which hosts reach each other: the first three numbers of the addresses. Only "world" leads out of this machine. */
const NETWORKS = {
  // The hosts of PostgreSQL among themselves: etcd, Patroni, replication.
  data: '10.214.1',
  back: '10.214.2',
  citizens: '10.214.3',
  // The providers, and the proxies' side that faces people.
  world: '10.214.4',
} as const;

export type Network = keyof typeof NETWORKS;

/** The address of a host in a network; of this machine where no host is named. */
export const addressOf = (network: Network, host?: string): string =>
  `${NETWORKS[network]}.${host === undefined ? 1 : (HOSTS as Record<string, number>)[host]}`;

export const DATABASES = ['db1', 'db2', 'db3'] as const;
export const QUEUES = ['queue1', 'queue2', 'queue3'] as const;
export const named = (kind: string): string[] => Object.keys(HOSTS).filter((host) => host.startsWith(kind));

/** The networks of a host. */
export function networksOf(host: string): Network[] {
  if (host.startsWith('db')) return ['data', 'back', 'citizens'];
  if (host.startsWith('queue') || host.startsWith('publisher')) return ['back'];
  if (host.startsWith('registrar')) return ['back', 'citizens', 'world'];
  if (host.startsWith('gateway')) return ['citizens', 'world'];
  if (host.startsWith('worker')) return ['back', 'world'];
  return ['back', 'citizens', 'world'];
}

/** The names that a host looks up, as a name server has them: also of hosts that are gone. */
const namesFor = (host: string): string[] =>
  Object.keys(HOSTS).flatMap((other) => {
    const shared = networksOf(other).find((network) => networksOf(host).includes(network));
    return shared === undefined || other === host ? [] : [`${other}:${addressOf(shared, other)}`];
  });

/** What has a password. */
export const SECRETS = [
  'owner',
  'programs',
  'workers',
  'registrar',
  'gateway',
  'superuser',
  'replication',
  'rewind',
  'patroni',
  'redis',
  'replica',
  'watch',
  'sentinel',
] as const;

export type Secrets = Record<(typeof SECRETS)[number], string>;

/** The three hosts of PostgreSQL as a URL has them. @param network for this machine, which knows no names */
export function databaseUrl(login: string, password: string, network?: Network): string {
  const hosts = DATABASES.map((host) => `${network ? addressOf(network, host) : host}:5432`).join(',');
  return `postgres://${login}:${password}@${hosts}/siar?sslmode=verify-full`;
}

/** A service of Compose, as far as it is written here. */
type Service = Record<string, unknown>;

/**
 * The project: every host a container.
 * @param folder with the certificates, in tls/
 * @param image of the programs
 * @param servers image of the servers
 * @param settings of every program
 */
export function composeFile(
  folder: string,
  image: string,
  servers: string,
  secrets: Secrets,
  settings: Readonly<Record<string, string>>,
): object {
  const deploy = (file: string): string => join(projectRoot, 'deploy', file);
  const standIn = (file: string): string =>
    join(projectRoot, 'test/deployment/containers/stand-ins', `${file}:/usr/local/bin/${file}:ro`);
  const host = (name: string, service: Service): [string, Service] => [
    name,
    {
      hostname: name,
      init: true,
      extra_hosts: namesFor(name),
      networks: Object.fromEntries(
        networksOf(name).map((network) => [network, { ipv4_address: addressOf(network, name) }]),
      ),
      ...service,
    },
  ];
  const tls = `${folder}/tls:/tls:ro`;
  const etcd = (name: string, port: number): string => `https://${addressOf('data', name)}:${port}`;
  const database = (name: string): [string, Service] =>
    host(name, {
      image: servers,
      command: ['database-host.sh'],
      shm_size: '256m',
      volumes: [tls, standIn('database-host.sh'), `${deploy('patroni')}:/etc/patroni:ro`],
      environment: {
        ETCD_NAME: name,
        ETCD_DATA_DIR: '/var/lib/etcd/siar',
        ETCD_LISTEN_PEER_URLS: etcd(name, 2380),
        ETCD_LISTEN_CLIENT_URLS: etcd(name, 2379),
        ETCD_INITIAL_ADVERTISE_PEER_URLS: etcd(name, 2380),
        ETCD_ADVERTISE_CLIENT_URLS: etcd(name, 2379),
        ETCD_INITIAL_CLUSTER: DATABASES.map((one) => `${one}=${etcd(one, 2380)}`).join(','),
        ETCD_CERT_FILE: '/etc/siar/tls/host.crt',
        ETCD_TRUSTED_CA_FILE: '/etc/siar/tls/ca.crt',
        ETCD_CLIENT_CERT_AUTH: 'true',
        ETCD_PEER_CERT_FILE: '/etc/siar/tls/host.crt',
        ETCD_PEER_TRUSTED_CA_FILE: '/etc/siar/tls/ca.crt',
        ETCD_PEER_CLIENT_CERT_AUTH: 'true',
        PATRONI_NAME: name,
        PATRONI_ETCD3_HOSTS: DATABASES.map((one) => `${addressOf('data', one)}:2379`).join(','),
        PATRONI_RESTAPI_CONNECT_ADDRESS: `${addressOf('data', name)}:8008`,
        PATRONI_POSTGRESQL_CONNECT_ADDRESS: `${addressOf('data', name)}:5432`,
        PATRONI_RESTAPI_USERNAME: 'patroni',
        PATRONI_RESTAPI_PASSWORD: secrets.patroni,
        PATRONI_SUPERUSER_PASSWORD: secrets.superuser,
        PATRONI_REPLICATION_PASSWORD: secrets.replication,
        PATRONI_REWIND_PASSWORD: secrets.rewind,
      },
    });
  const queue = (name: string): [string, Service] =>
    host(name, {
      image: servers,
      command: ['queue-host.sh'],
      volumes: [tls, standIn('queue-host.sh'), `${deploy('redis')}:/conf:ro`],
      environment: {
        FIRST: QUEUES[0],
        REDIS_PASSWORD: secrets.redis,
        REPLICA_PASSWORD: secrets.replica,
        WATCH_PASSWORD: secrets.watch,
        SENTINEL_PASSWORD: secrets.sentinel,
      },
    });
  const common = {
    ...settings,
    NODE_EXTRA_CA_CERTS: '/etc/siar/ca.crt',
    HOST: '0.0.0.0',
    REGISTRAR_URL: 'http://proxy:4300',
    TRUST_PROXY: ['back', 'citizens', 'world'].map((one) => addressOf(one as Network, 'proxy')).join(', '),
  };
  const queueSettings = {
    QUEUE_URL: `rediss://siar:${secrets.redis}@queue:6379`,
    REDIS_SENTINELS: QUEUES.map((one) => `${one}:26379`).join(','),
    REDIS_SENTINEL_USER: 'siar',
    REDIS_SENTINEL_PASSWORD: secrets.sentinel,
  };
  const program = (name: string, app: string, environment: Record<string, string>): [string, Service] =>
    host(name, {
      image,
      command: ['node', `dist/apps/${app}.js`],
      restart: 'unless-stopped',
      stop_grace_period: '60s',
      cap_drop: ['ALL'],
      volumes: [`${folder}/tls/ca.crt:/etc/siar/ca.crt:ro`],
      environment: { ...common, ...environment },
    });
  const publisher = {
    DATABASE_URL: databaseUrl('siar_programs', secrets.programs),
    ...queueSettings,
    PORT: '4000',
    NODE_OPTIONS: PUBLISHER_HEAP,
    JOURNAL_DIR: '/var/lib/siar',
  };
  const ofGateway = Object.fromEntries(
    Object.entries(common).filter(([name]) =>
      ['NODE_EXTRA_CA_CERTS', ...GATEWAY_SETTINGS].some((one) => one === name),
    ),
  );
  const services = Object.fromEntries([
    ...DATABASES.map(database),
    ...QUEUES.map(queue),
    host('proxy', {
      image: servers,
      command: ['haproxy', '-W', '-f', '/etc/haproxy/haproxy.cfg'],
      volumes: [`${deploy('haproxy/haproxy.cfg')}:/etc/haproxy/haproxy.cfg:ro`],
    }),
    ...named('publisher').map((name) => program(name, 'publisher/main', publisher)),
    ...named('registrar').map((name) =>
      program(name, 'registrar/main', {
        DATABASE_URL: databaseUrl('siar_citizens', secrets.registrar),
        PORT: '4300',
      }),
    ),
    ...named('gateway').map((name) => {
      const [, service] = program(name, 'gateway/main', {});
      const DATABASE_URL = databaseUrl('siar_pages', secrets.gateway);
      return [name, { ...service, environment: { ...ofGateway, DATABASE_URL, PORT: '4100' } }] as const;
    }),
    ...CHANNELS.flatMap((channel) =>
      named(`worker-${channel}`).map((name) =>
        program(name, 'channel-worker/main', {
          DATABASE_URL: databaseUrl('siar_workers', secrets.workers),
          ...queueSettings,
          CHANNEL: channel,
          STATE_DIR: '/var/lib/siar',
        }),
      ),
    ),
    [
      'migrate',
      {
        image,
        command: ['node', 'dist/apps/publisher/migrate.js'],
        networks: ['back'],
        extra_hosts: namesFor('publisher1'),
        volumes: [`${folder}/tls/ca.crt:/etc/siar/ca.crt:ro`],
        profiles: ['migrate'],
        environment: {
          ...common,
          ...publisher,
          MIGRATE_DATABASE_URL: databaseUrl('siar', secrets.owner),
        },
      },
    ],
  ]);
  const networks = Object.fromEntries(
    Object.entries(NETWORKS).map(([name, prefix]) => [
      name,
      {
        internal: name !== 'world',
        ipam: { config: [{ subnet: `${prefix}.0/24`, gateway: `${prefix}.1` }] },
      },
    ]),
  );
  return { name: PROJECT, services, networks };
}
