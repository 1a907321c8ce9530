import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadReferenceData } from '#audience';
import { seedContacts } from '#audience/seeding';
import { type ChannelName, CHANNELS } from '#channels';
import type { Counts } from '#contract';
import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions, rows } from '#platform/database';
import { projectRoot } from '#platform/program';
import { type Child, freePort, startChild } from '../../../apps/standalone/children.js';
import { DEMO_PASSWORD, makeDemoStaff } from '../../../apps/standalone/demo-staff.js';
import { DEMO_TEXTS } from '../../../apps/standalone/demo-texts.js';
import { type Reconciliation, reconcile } from '../../../apps/standalone/reconciliation.js';
import { approve, type Ask, signIn } from '../../../apps/standalone/staff-api.js';
import { docker } from '../containers/docker.js';
import { makeCertificates } from './certificates.js';
import {
  addressOf,
  composeFile,
  DATABASES,
  databaseUrl,
  HOSTS,
  type Network,
  networksOf,
  PROJECT,
  QUEUES,
  SECRETS,
  type Secrets,
} from './compose.js';

export const PUBLISHER = `http://${addressOf('world', 'proxy')}:4000`;
export const GATEWAY = `http://${addressOf('world', 'proxy')}:4100`;
/** Two provinces of each time zone: the audience of a broadcast. */
const PROVINCES = ['31', '32', '33', '35', '73', '51', '81', '91'];
/** How many go out on each channel in a second, so that a broadcast lasts longer than a fault. */
const RATE = '20';

const secret = (): string => randomBytes(16).toString('hex');

/** Polls until there is something. @throws Error that names it, with the last error, after `seconds` */
export async function soon<T>(what: string, seconds: number, look: () => Promise<T | null>): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    let why: unknown = 'not so';
    const found = await look().catch((error: unknown) => {
      why = error;
      return null;
    });
    if (found !== null) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s: ${String(why)}`);
    await sleep(250);
  }
}

/** One arrival at the sandbox. */
export interface Arrived {
  channel: ChannelName;
  /** In ms since 1970. */
  at: number;
}

/** All of Siar on hosts of its own, each a container, with the sandbox on this machine in the providers' place. */
export class Fleet {
  private readonly folder = mkdtempSync(join(tmpdir(), 'siar-many-hosts-'));
  private readonly secrets = Object.fromEntries(SECRETS.map((name) => [name, secret()])) as Secrets;
  private settings: Record<string, string> = {};
  private sandbox: Child | undefined;
  private sandboxUrl = '';
  private database: Database | undefined;
  private keys: Keys | undefined;
  private staff: { author: Ask; reviewer: Ask } | undefined;

  private compose(args: readonly string[], seconds?: number): Promise<string> {
    const files = [`--project-name=${PROJECT}`, `--file=${join(this.folder, 'compose.json')}`];
    return docker(['compose', ...files, ...args], seconds === undefined ? {} : { seconds });
  }

  /** Prepares everything that needs no container. @param image of the programs @param servers image of the servers */
  async prepare(image: string, servers: string): Promise<void> {
    chmodSync(this.folder, 0o755);
    const certified = new Map(
      [...DATABASES, ...QUEUES].map((host) => [
        host,
        networksOf(host).map((network) => addressOf(network, host)),
      ]),
    );
    await makeCertificates(join(this.folder, 'tls'), certified);
    const [sandboxPort, smtpPort] = [await freePort(), await freePort()];
    this.sandboxUrl = `http://${addressOf('world')}:${sandboxPort}`;
    this.settings = {
      DATA_KEY: `k1:${randomBytes(32).toString('base64')}`,
      HASH_KEY: randomBytes(32).toString('base64'),
      EMAIL_BOUNCE_SECRET: secret(),
      REGISTRAR_SECRET: randomBytes(32).toString('hex'),
      TELEGRAM_BOT_TOKEN: `100000001:${secret()}`,
      TELEGRAM_WEBHOOK_SECRET: secret(),
      TWILIO_ACCOUNT_SID: `AC${secret()}`,
      TWILIO_AUTH_TOKEN: secret(),
      TWILIO_MESSAGING_SERVICE_SID: `MG${secret()}`,
      PUBLIC_URL: GATEWAY,
      CONSOLE_URL: PUBLISHER,
      SHORT_URL: 'siar.go.id',
      REQUIRE_TOTP: 'false',
      SMTP_URL: `smtp://${addressOf('world')}:${smtpPort}?requireTLS=false`,
      TELEGRAM_API_ROOT: this.sandboxUrl,
      TELEGRAM_BOT_NAME: 'siar_sandbox_bot',
      TWILIO_API_ROOT: this.sandboxUrl,
      EMAIL_RATE: RATE,
      TELEGRAM_RATE: RATE,
      SMS_RATE: RATE,
    };
    const file = composeFile(this.folder, image, servers, this.secrets, this.settings);
    writeFileSync(join(this.folder, 'compose.json'), JSON.stringify(file), { mode: 0o600 });
  }

  /** Servers, schema, people and contacts, then the programs. @param contacts in the whole country */
  async up(contacts: number): Promise<void> {
    await this.compose(['up', '--detach', ...DATABASES, ...QUEUES], 90);
    const primary = await this.primary(60);
    const asSuperuser = (...args: string[]): Promise<string> =>
      docker(['exec', '--user', 'postgres', ...args]);
    const { owner } = this.secrets;
    await asSuperuser(
      this.container(primary),
      'psql',
      '-qc',
      `CREATE ROLE siar LOGIN CREATEROLE PASSWORD '${owner}'`,
      '-c',
      'CREATE DATABASE siar OWNER siar',
    );
    await docker([
      'cp',
      join(projectRoot, 'deploy/logins.sql'),
      `${this.container(primary)}:/tmp/logins.sql`,
    ]);
    const passwords = ['programs', 'workers', 'registrar', 'gateway'] as const;
    const given = passwords.flatMap((name) => [
      '--env',
      `${name.toUpperCase()}_PASSWORD=${this.secrets[name]}`,
    ]);
    await asSuperuser(...given, this.container(primary), 'psql', '-q', '-d', 'siar', '-f', '/tmp/logins.sql');
    await this.compose(['run', '--rm', '--no-TTY', 'migrate'], 90);

    const url = `${databaseUrl('siar', owner, 'back')}&sslrootcert=${join(this.folder, 'tls/ca.crt')}`;
    this.database = await new Database(databaseOptions(url, 4)).initialize();
    this.keys = new Keys(loadConfig({ ...this.settings, DATABASE_URL: url }));
    const { database, keys } = this;
    await database.transaction(async (tx) => {
      await loadReferenceData(tx);
      await makeDemoStaff(tx, keys);
    });
    await seedContacts(database, keys, { contacts, seed: 1 });

    await this.compose(['create', ...Object.keys(HOSTS)], 60);
    const [sandboxPort, smtpPort] = [this.sandboxUrl, this.settings['SMTP_URL'] ?? ''].map(
      (one) => new URL(one).port,
    );
    const { EMAIL_BOUNCE_SECRET, TELEGRAM_BOT_TOKEN, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } = this.settings;
    this.sandbox = await startChild(
      'sandbox/main',
      {
        EMAIL_BOUNCE_SECRET,
        TELEGRAM_BOT_TOKEN,
        TWILIO_ACCOUNT_SID,
        TWILIO_AUTH_TOKEN,
        PATH: process.env['PATH'],
        HOST: addressOf('world'),
        PORT: sandboxPort,
        SANDBOX_SMTP_PORT: smtpPort,
        SANDBOX_SMPP_PORT: String(await freePort()),
        SANDBOX_DEAD_SHARE: '0',
        SANDBOX_LATE_BOUNCE_SHARE: '0',
        SANDBOX_TELEGRAM_RATE: '0',
        BOUNCE_URL: `${GATEWAY}/webhooks/email/bounce`,
      },
      {
        name: 'sandbox',
        logs: this.folder,
        fell: (name) => process.stderr.write(`${name} ended by itself\n`),
      },
    );
    await this.compose(['up', '--detach', ...Object.keys(HOSTS)], 120);
    await this.ready(90);
    this.staff = {
      author: await signIn(PUBLISHER, 'penulis', DEMO_PASSWORD),
      reviewer: await signIn(PUBLISHER, 'kpu-nasional', DEMO_PASSWORD),
    };
  }

  /** Waits until every program of two is ready and every channel has two workers. */
  async ready(seconds: number): Promise<void> {
    const answers = async (url: string): Promise<true | null> => {
      const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
      return response.ok ? true : null;
    };
    for (const [kind, network, port] of [
      ['registrar', 'world', 4300],
      ['publisher', 'back', 4000],
      ['gateway', 'world', 4100],
    ] as const)
      for (const n of [1, 2])
        await soon(`${kind}${n} ready`, seconds, () =>
          answers(`http://${addressOf(network, `${kind}${n}`)}:${port}/health/ready?without=providers`),
        );
    await soon('two workers for each channel', seconds, async () => {
      const found = await rows<{ channel: string; workers: number }>(
        this.owner.manager,
        `SELECT c AS channel, count(*)::int AS workers FROM heartbeats, unnest(channels) c
         WHERE program = 'worker' AND beat_at > siar_now() - interval '8 seconds' GROUP BY 1`,
      );
      return found.length === CHANNELS.length && found.every(({ workers }) => workers >= 2) ? true : null;
    });
    await soon(
      'the proxy leads to publishers and gateways',
      seconds,
      async () =>
        (await answers(`${PUBLISHER}/health/ready?without=providers`)) && answers(`${GATEWAY}/health/ready`),
    );
  }

  private get owner(): Database {
    if (!this.database) throw new Error('there is no database yet');
    return this.database;
  }

  readonly container = (host: string): string => `${PROJECT}-${host}-1`;

  /** The host of the primary, as Patroni says. */
  primary(seconds: number): Promise<string> {
    return soon('a primary', seconds, async () => {
      for (const host of DATABASES) if (await this.is(host, 'primary')) return host;
      return null;
    });
  }

  /** Whether a host of PostgreSQL has a role, by Patroni: `primary`, or `sync` for a synchronous standby. */
  private async is(host: string, role: string): Promise<boolean> {
    try {
      // Not by "data": a host that is cut off there from the others answers this machine all the same.
      const response = await fetch(`http://${addressOf('back', host)}:8008/${role}`, {
        signal: AbortSignal.timeout(1_500),
      });
      return response.ok;
    } catch {
      return false;
    }
  }

  /** Waits until the other two hosts of PostgreSQL follow the primary, one of them synchronously. */
  async replicated(seconds: number): Promise<void> {
    await soon('a primary, a synchronous standby and another', seconds, async () => {
      const found = await Promise.all(
        ['primary', 'sync', 'replica'].map(async (role) => {
          const are = await Promise.all(DATABASES.map((host) => this.is(host, role)));
          return are.filter(Boolean).length;
        }),
      );
      return found[0] === 1 && found[1] === 1 && found[2] === 2 ? true : null;
    });
  }

  /** The host of Redis' master, as most sentinels say. */
  async master(): Promise<string> {
    return soon('a master of Redis', 30, async () => {
      const said = new Map<string, number>();
      for (const host of QUEUES) {
        const answer = await this.sentinel(host, 'get-master-addr-by-name', 'siar').catch(() => '');
        const [name = ''] = answer.split('\n');
        said.set(name, (said.get(name) ?? 0) + 1);
      }
      const [most] = [...said].toSorted(([, one], [, other]) => other - one);
      return most && most[0] !== '' && most[1] >= 2 ? most[0] : null;
    });
  }

  /** Waits until the master of Redis has two replicas. */
  async followed(seconds: number): Promise<void> {
    await soon('two replicas of Redis', seconds, async () => {
      const master = await this.master();
      const info = await this.sentinel(master, 'replicas', 'siar');
      const well = info.match(/^flags\nslave$/gm)?.length ?? 0;
      return well === 2 ? true : null;
    });
  }

  private sentinel(host: string, ...command: string[]): Promise<string> {
    const tls = ['--tls', '--cacert', '/etc/siar/tls/ca.crt', '--no-auth-warning'];
    const signIn = ['--user', 'siar', '--pass', this.secrets.sentinel, '-h', host, '-p', '26379'];
    return docker(['exec', this.container(host), 'redis-cli', ...tls, ...signIn, 'sentinel', ...command], {
      seconds: 5,
    });
  }

  /** A power cut: everything of the host is gone at once. */
  kill(host: string): Promise<string> {
    return docker(['kill', this.container(host)]);
  }

  /** The host boots. */
  start(host: string): Promise<string> {
    return docker(['start', this.container(host)]);
  }

  /** SIGTERM, as long as it takes, and a new start. */
  restart(host: string): Promise<string> {
    return docker(['restart', '--time', '60', this.container(host)], { seconds: 90 });
  }

  /** Pulls the cable: connections get no answer from then on. @returns puts it back */
  async cut(host: string, networks: readonly Network[] = networksOf(host)): Promise<() => Promise<void>> {
    for (const network of networks)
      await docker(['network', 'disconnect', `${PROJECT}_${network}`, this.container(host)]);
    return async () => {
      for (const network of networks) {
        const address = ['--ip', addressOf(network, host), '--alias', host];
        await docker(['network', 'connect', ...address, `${PROJECT}_${network}`, this.container(host)]);
      }
    };
  }

  /** Composes, submits and approves a broadcast, which begins at once. @returns its id */
  async broadcast(title: string): Promise<string> {
    if (!this.staff) throw new Error('nobody has signed in');
    const { author, reviewer } = this.staff;
    const { id } = await author<{ id: string }>('POST', '/broadcasts', {
      title,
      kind: 'urgent',
      reach: 'every',
      channels: CHANNELS,
      contents: DEMO_TEXTS,
      audience: { regions: PROVINCES },
      electionId: 'pemilu-2024',
      neutral: true,
      schedule: { at: 'now', leaveWindow: true },
    });
    const { submission } = await author<{ submission: { digest: string } }>(
      'POST',
      `/broadcasts/${id}/submit`,
      { confirmLocalHours: true },
    );
    await approve(reviewer, id, submission.digest);
    return id;
  }

  /** Counts from the tables, without any program. @throws Error while there is no primary */
  async counts(id: string): Promise<Counts & { state: string }> {
    const [found] = await rows<Counts & { state: string }>(this.owner.manager, COUNTS, [id]);
    if (!found) throw new Error(`there is no broadcast ${id}`);
    return found;
  }

  /** How often an act stands in the trail. */
  async acts(act: string): Promise<number> {
    const found = await rows(this.owner.manager, 'SELECT FROM audit_entries WHERE act = $1', [act]);
    return found.length;
  }

  /** What arrived of a broadcast, in order. */
  async arrivals(id: string): Promise<Arrived[]> {
    const response = await fetch(`${this.sandboxUrl}/sandbox/messages?broadcast=${id}&brief=true`);
    const found = (await response.json()) as { channel: ChannelName; at: string }[];
    return found.map(({ channel, at }) => ({ channel, at: Date.parse(at) }));
  }

  /** The ledger compared with the sandbox. */
  reconcile(id: string): Promise<Reconciliation> {
    if (!this.keys) throw new Error('there are no keys yet');
    return reconcile(this.owner, this.keys, this.sandboxUrl, id);
  }

  /** The last lines of a host's log. */
  log(host: string, lines = 60): Promise<string> {
    return docker(['logs', '--tail', String(lines), this.container(host)]);
  }

  /** Everything goes, also after a failure. */
  async down(): Promise<void> {
    await this.database?.destroy();
    await this.sandbox?.stop();
    await this.compose(['down', '--volumes', '--remove-orphans', '--timeout', '2'], 120);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const COUNTS = `
SELECT b.state, sum(targeted)::int AS targeted, sum(pending)::int AS pending, sum(claimed)::int AS claimed,
  sum(accepted)::int AS accepted, sum(delivered)::int AS delivered, sum(failed)::int AS failed, sum(suppressed)::int AS suppressed,
  sum(expired)::int AS expired, sum(cancelled)::int AS cancelled, sum(unknown)::int AS unknown
FROM broadcasts b LEFT JOIN waves w ON w.broadcast_id = b.id WHERE b.id = $1 GROUP BY b.id`;
