import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './project-root.js';

const PLATFORM = pathToFileURL(join(projectRoot, 'dist/libs/platform/program/index.js')).href;

const GUARD = pathToFileURL(join(projectRoot, 'dist/libs/platform/program/spin-guard.js')).href;

/**
 * Runs a program that is killed when it blocks its event loop for half a second.
 * @param then what it does, in JavaScript
 */
function guarded(then: string, flags: string[] = []): { child: ChildProcess; output: () => string } {
  const code = `
    import { endWhenSpinning } from '${GUARD}';
    const alive = setInterval(() => {}, 1000);
    endWhenSpinning('trial', 500, { error: (about) => console.error(about) });
    const spin = (ms) => { for (const end = Date.now() + ms; Date.now() < end; ); };
    ${then}`;
  const child = spawn(process.execPath, [...flags, '--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
}
const ended = async (child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> =>
  (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];

describe('the spin guard', () => {
  it('kills a program with a blocked event loop and writes why', async () => {
    const { child, output } = guarded('spin(1e9)');
    expect(await ended(child)).toEqual([null, 'SIGKILL']);
    expect(output()).toBe('trial: the event loop stood still for 1 s: ending, to be started again\n');
  });

  it('spares a program that works in many short steps', async () => {
    const { child, output } = guarded(
      'for (let n = 0; n < 10; n++) { spin(100); await new Promise(setImmediate); } process.exit(7);',
    );
    expect(await ended(child)).toEqual([7, null]);
    expect(output()).toBe('');
  });

  it('spares a process that was stopped for longer', async () => {
    const { child, output } = guarded(`process.on('message', () => process.exit(7)); process.send('up');`);
    await once(child, 'message');
    child.kill('SIGSTOP');
    // Longer than the limit. The test expects that nothing happens.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    child.kill('SIGCONT');
    child.send('end');
    expect(await ended(child)).toEqual([7, null]);
    expect(output()).toBe('');
  });

  it('spares a process under a debugger', async () => {
    const { child } = guarded('spin(1500); process.exit(7);', ['--inspect=127.0.0.1:0']);
    expect(await ended(child)).toEqual([7, null]);
  });

  it('runs in every program that runProgramWith starts', async () => {
    const code = `
      import { runProgramWith } from '${PLATFORM}';
      await runProgramWith('trial', () => ({ LOG_LEVEL: 'warn', DATABASE_TIMEOUT_SECONDS: 10 }), async () => async () => {});
      // A thread starts slowly on a busy machine.
      const until = performance.now() + 10_000;
      const look = () => {
        const { length } = process.report.getReport().workers;
        if (length > 0 || performance.now() > until) process.exit(length);
        setTimeout(look, 50);
      };
      look();`;
    expect(await ended(spawn(process.execPath, ['--input-type=module', '--eval', code]))).toEqual([1, null]);
  });

  it('does not keep a finished program alive', async () => {
    expect(await ended(guarded('clearInterval(alive);').child)).toEqual([0, null]);
  });
});

/** Runs a program and stops it once it is up. @param stop how it stops, in JavaScript */
async function stopped(stop: string): Promise<{ code: number | null; output: string }> {
  const code = `
    import { runProgramWith } from '${PLATFORM}';
    const alive = setInterval(() => {}, 1000);
    await runProgramWith('trial', () => ({ LOG_LEVEL: 'warn' }), async () => { setImmediate(() => process.send({})); return ${stop}; }, 300);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'message');
  child.kill('SIGTERM');
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  return { code: exitCode, output };
}

describe('runProgramWith on SIGTERM', () => {
  it('exits with code 0 once the program has stopped', async () => {
    expect(await stopped('async () => {}')).toEqual({ code: 0, output: '' });
  });

  it('exits with code 1 and logs why when stopping takes too long', async () => {
    const { code, output } = await stopped('() => new Promise(() => {})');
    expect(code).toBe(1);
    expect(output).toContain('did not stop cleanly');
    expect(output).toContain('within 300 ms');
  });
});
