// Runs one of Debian's mail servers that .ci/mail-servers has unpacked.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Tray } from './arrivals.js';

/** Where the configuration of a server finds its things. */
export interface Place {
  /** A folder of its own: `arrived` (a maildir), `spool`, `log`, `credentials`. */
  home: string;
  /** A certificate of 127.0.0.1. */
  certificate: string;
  key: string;
}

/** How a server is started. */
export interface Start {
  /** The folder of its packages in MAIL_SERVERS. */
  packages: string;
  /** Files of /etc, by their paths below it. */
  etc: Readonly<Record<string, string>>;
  /** Users that its packages would have made, each with a group of the same name; and groups. */
  users: readonly string[];
  groups?: readonly string[];
  /** A shell script that starts it and goes on; $HOME is the place's. */
  script: string;
  ports: readonly number[];
  /** What it has taken. */
  tray: Tray;
}

/** The account of our channel at each server. */
export const ACCOUNT = { user: 'siar', password: 'rahasia-uji' };
/** The user that owns what arrives. */
export const OWNER = 'siar-warga';
/** Addresses that each server takes; it refuses every other. */
export const KNOWN = '^warga[0-9]+@example\\.org$';

export interface RunningServer {
  stop(): Promise<void>;
}

/** What .ci/mail-servers has prepared. */
function prepared(): string {
  const folder = process.env['MAIL_SERVERS'];
  if (!folder) throw new Error('MAIL_SERVERS is not set: start .ci/mail-servers, which unpacks the servers');
  return folder;
}

/** A folder in memory: no server waits for a disk, and those that call fsync for each copy do so for nothing. */
export function makePlace(): Place {
  const home = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'siar-mail-server-'));
  chmodSync(home, 0o755);
  for (const folder of ['arrived/new', 'arrived/cur', 'arrived/tmp', 'spool', 'log', 'etc'])
    mkdirSync(join(home, folder), { recursive: true });
  return { home, certificate: join(prepared(), 'server.crt'), key: join(prepared(), 'server.key') };
}

/** Of the range that Debian gives to nobody without being asked. */
const FIRST_ID = 64_900;

/**
 * In a mount namespace, the packages lie over /usr and the configuration over /etc; nothing of the machine is changed.
 * The shell is process 1 of a process namespace: when its input ends, because the test or its process has, the kernel
 * ends every process in it.
 */
const NAMESPACE = `set -e
mount -t overlay overlay -o lowerdir="$PACKAGES/usr:/usr" /usr
mount -t overlay overlay -o lowerdir="$HOME/etc:$PACKAGES/etc:/etc" /etc
mount --bind "$HOME/spool" /var/spool
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/lib
chown -R ${OWNER} "$HOME/arrived"
. "$HOME/start"
cat >/dev/null
`;

/** Starts a server; it answers on its ports. */
export async function startServer(
  place: Place,
  { packages, etc, users, groups = [], script, ports }: Start,
): Promise<RunningServer> {
  const { home } = place;
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), text);
  };
  for (const [file, text] of Object.entries(etc)) write(`etc/${file}`, text);
  const names = [OWNER, ...users, ...groups];
  const added = names.map((name, at) => `${name}:x:${FIRST_ID + at}:`);
  write('etc/group', readFileSync('/etc/group', 'utf8') + added.map((line) => `${line}\n`).join(''));
  const people = [OWNER, ...users].map(
    (name, at) => `${name}:x:${FIRST_ID + at}:${FIRST_ID + at}::${home}:/bin/false`,
  );
  write('etc/passwd', readFileSync('/etc/passwd', 'utf8') + people.map((line) => `${line}\n`).join(''));
  write('start', script);
  const child = spawn(
    'unshare',
    ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', NAMESPACE],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: home, PACKAGES: join(prepared(), packages) },
    },
  );
  let said = '';
  const ended = once(child, 'exit');
  for (const output of [child.stdout, child.stderr])
    output.on('data', (text: Buffer) => (said += text.toString()));
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  try {
    for (const port of ports) await answers(port, child);
  } catch (error) {
    const logs = readdirSync(join(home, 'log')).map((file) => readFileSync(join(home, 'log', file), 'utf8'));
    await stop();
    throw new Error(`${packages} did not start: ${[said, ...logs].join('\n')}`, { cause: error });
  }
  return { stop };
}

const STARTING_MS = 30_000;

async function answers(port: number, child: ChildProcess): Promise<void> {
  for (
    const until = Date.now() + STARTING_MS;
    Date.now() < until && child.exitCode === null;
    await pause(50)
  ) {
    const socket = connect(port, '127.0.0.1');
    const greeted = await once(socket, 'data').then(
      ([text]) => String(text).startsWith('220'),
      () => false,
    );
    socket.destroy();
    if (greeted) return;
  }
  throw new Error(`nothing answers on ${port}`);
}
