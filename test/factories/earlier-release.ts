import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A system of an earlier release, in a process of its own, with PostgreSQL and the sandbox. */
export interface EarlierSystem {
  publisherUrl: string;
  gatewayUrl: string;
  sandboxUrl: string;
  databaseUrl: string;
  env: Record<string, string>;
  /** The settings of each program, by its name: `worker-sms`. */
  settings: Record<string, Record<string, string>>;
  /** Ends a program of it, as before an upgrade. */
  end(name: string): Promise<void>;
  /** Starts it again, as after an upgrade that was taken back. */
  start(name: string): Promise<void>;
  /** Programs that ended without being told to. */
  fallen(): string[];
  stop(): Promise<void>;
}

/** Whether this clone holds a commit: a shallow one lacks the earlier releases. */
export function hasCommit(commit: string): boolean {
  try {
    execFileSync('git', ['cat-file', '-e', `${commit}^{commit}`], { stdio: 'ignore' });
    return true;
  } catch (error) {
    const shallow = execFileSync('git', ['rev-parse', '--is-shallow-repository'], { encoding: 'utf8' });
    if (shallow.trim() === 'true') return false;
    throw error;
  }
}

/** Compiles a commit's programs into a folder. The dependencies are today's. */
export function compileCommit(commit: string, root: string): void {
  mkdirSync(root, { recursive: true });
  const archive = execFileSync(
    'git',
    ['archive', commit, 'apps', 'libs', 'package.json', 'tsconfig.json', 'tsconfig.build.json'],
    { maxBuffer: 200_000_000 },
  );
  execFileSync('tar', ['-x', '-C', root], { input: archive });
  // Its console is not asked for, and takes as long as the rest.
  rmSync(join(root, 'apps/console'), { recursive: true });
  if (!existsSync(join(root, 'node_modules')))
    symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  // Its types were checked when it was today's.
  const compile = [
    '-p',
    'tsconfig.build.json',
    '--noCheck',
    '--incremental',
    'false',
    '--sourceMap',
    'false',
  ];
  execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...compile], { cwd: root });
}

/** Starts all programs of a compiled release, with contacts. */
export async function startEarlier(
  root: string,
  options: { folder: string; queueUrl: string | undefined; contacts: number; more: Record<string, string> },
): Promise<EarlierSystem> {
  const child = fork('test/factories/earlier-release.child.js', [root, JSON.stringify(options)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const fallen: string[] = [];
  const answers = new Map<number, (error: string | undefined) => void>();
  const ready = await new Promise<Omit<EarlierSystem, 'end' | 'start' | 'fallen' | 'stop'>>((done, fail) => {
    child.once('exit', (code) => fail(new Error(`the earlier release ended with ${code}`)));
    child.on('message', (message: Message) => {
      if (message.ready) done(message.ready);
      if (message.fell) fallen.push(`${message.fell} ended with ${message.code}`);
      if (message.id !== undefined) answers.get(message.id)?.(message.error);
    });
  });
  let orders = 0;
  const order = (what: 'end' | 'start' | 'stop', name?: string): Promise<void> =>
    new Promise((done, fail) => {
      const id = ++orders;
      answers.set(id, (error) => (error === undefined ? done() : fail(new Error(error))));
      child.send({ id, order: what, name });
    });
  return {
    ...ready,
    end: (name) => order('end', name),
    start: (name) => order('start', name),
    fallen: () => fallen.splice(0),
    stop: async () => {
      await order('stop');
      await exit(child);
    },
  };
}

interface Message {
  ready?: Omit<EarlierSystem, 'end' | 'start' | 'fallen' | 'stop'>;
  fell?: string;
  code?: number | null;
  id?: number;
  error?: string;
}

function exit(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGKILL');
  });
}
