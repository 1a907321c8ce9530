// `npm run dev`: compiles each change of the servers and restarts them; vite serves the console from its sources, and reloads.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '#platform/program';

const CONSOLE = { host: '127.0.0.1', port: '5173' };
/** Files are saved in bursts: a restart waits until none has changed for this time, in ms. */
const SETTLE_MS = 300;

const run = (file: string, args: string[], stdout: 'inherit' | 'pipe' = 'inherit'): ChildProcess =>
  spawn(process.execPath, [join(projectRoot, file), ...args], {
    cwd: projectRoot,
    stdio: ['ignore', stdout, 'inherit'],
  });

const vite = run('node_modules/vite/bin/vite.js', [
  '--config',
  'apps/console/vite.config.ts',
  '--strictPort',
  ...Object.entries(CONSOLE).flatMap(([name, value]) => [`--${name}`, value]),
]);
const tsc = run(
  'node_modules/typescript/bin/tsc',
  ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  'pipe',
);

let siar: ChildProcess | undefined;
let turn = Promise.resolve();
let timer: NodeJS.Timeout | undefined;
let ending = false;
let options = process.argv.slice(2);

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function stopSiar(): Promise<void> {
  if (!siar || ended(siar)) return;
  siar.kill('SIGTERM');
  await once(siar, 'exit');
}

function restart(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    turn = turn.then(async () => {
      await stopSiar();
      if (!ending)
        siar = run('dist/apps/standalone/main.js', [
          ...options,
          '--console',
          `http://${CONSOLE.host}:${CONSOLE.port}`,
        ]);
      options = options.filter((option) => option !== '--fresh');
    });
  }, SETTLE_MS);
}

createInterface({ input: tsc.stdout ?? process.stdin }).on('line', (line) => {
  process.stdout.write(`${line}\n`);
  if (line.includes('Found 0 errors')) restart();
});
// The migrator reads these where they stand; the compiler does not see them.
const definitions = watch(join(projectRoot, 'libs'), { recursive: true }, (_event, file) => {
  if (file?.endsWith('.sql')) restart();
});

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  clearTimeout(timer);
  definitions.close();
  for (const child of [vite, tsc]) child.kill('SIGTERM');
  await turn;
  await stopSiar();
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0));
for (const child of [vite, tsc]) child.once('exit', () => void end(1));
