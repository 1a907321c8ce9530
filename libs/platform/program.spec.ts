import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './project-root.js';

const PLATFORM = pathToFileURL(join(projectRoot, 'dist/libs/platform/index.js')).href;

const GUARD = pathToFileURL(join(projectRoot, 'dist/libs/platform/spin-guard.js')).href;

/** Runs a program that is ended when it spins for half a second. @param then what it does, in JavaScript */
function guarded(then: string, flags: string[] = []): { child: ChildProcess; said: () => string } {
  const code = `
    import { endWhenSpinning } from '${GUARD}';
    const alive = setInterval(() => {}, 1000);
    endWhenSpinning('trial', 500, { error: (about) => console.error(about) });
    const spin = (ms) => { for (const end = Date.now() + ms; Date.now() < end; ); };
    ${then}`;
  const child = spawn(process.execPath, [...flags, '--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { child, said: () => said };
}
const ended = async (child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> =>
  (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];

describe('a program whose event loop spins', () => {
  it('is ended, and says why', async () => {
    const { child, said } = guarded('spin(1e9)');
    expect(await ended(child)).toEqual([null, 'SIGKILL']);
    expect(said()).toBe('trial: the event loop stood still for 1 s: ending, to be started again\n');
  });

  it('is let be where it only works much, in many steps', async () => {
    const { child, said } = guarded(
      'for (let n = 0; n < 10; n++) { spin(100); await new Promise(setImmediate); } process.exit(7);',
    );
    expect(await ended(child)).toEqual([7, null]);
    expect(said()).toBe('');
  });

  it('is let be where the whole process was stopped for longer', async () => {
    const { child, said } = guarded(`process.on('message', () => process.exit(7)); process.send('up');`);
    await once(child, 'message');
    child.kill('SIGSTOP');
    // Longer than it may spin: what is awaited is that nothing happens.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    child.kill('SIGCONT');
    child.send('end');
    expect(await ended(child)).toEqual([7, null]);
    expect(said()).toBe('');
  });

  it('is let be under a debugger, which holds its loop', async () => {
    const { child } = guarded('spin(1500); process.exit(7);', ['--inspect=127.0.0.1:0']);
    expect(await ended(child)).toEqual([7, null]);
  });

  it('has the guard when it is run as every program is', async () => {
    const code = `
      import { runProgramWith } from '${PLATFORM}';
      await runProgramWith('trial', () => ({ LOG_LEVEL: 'warn', DATABASE_TIMEOUT_SECONDS: 10 }), async () => async () => {});
      // A busy machine takes its time to begin a thread.
      const until = performance.now() + 10_000;
      const look = () => {
        const { length } = process.report.getReport().workers;
        if (length > 0 || performance.now() > until) process.exit(length);
        setTimeout(look, 50);
      };
      look();`;
    expect(await ended(spawn(process.execPath, ['--input-type=module', '--eval', code]))).toEqual([1, null]);
  });

  it('ends when it has nothing more to do: the guard keeps none alive', async () => {
    expect(await ended(guarded('clearInterval(alive);').child)).toEqual([0, null]);
  });
});

/** Runs a program that is told to stop once it is up. @param stop how it stops, in JavaScript */
async function stopped(stop: string): Promise<{ code: number | null; said: string }> {
  const code = `
    import { runProgramWith } from '${PLATFORM}';
    const alive = setInterval(() => {}, 1000);
    await runProgramWith('trial', () => ({ LOG_LEVEL: 'warn' }), async () => { setImmediate(() => process.send({})); return ${stop}; }, 300);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'message');
  child.kill('SIGTERM');
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  return { code: exitCode, said };
}

describe('a program told to stop', () => {
  it('ends when it has stopped', async () => {
    expect(await stopped('async () => {}')).toEqual({ code: 0, said: '' });
  });

  it('ends, and says so, when what it waits for never comes', async () => {
    const { code, said } = await stopped('() => new Promise(() => {})');
    expect(code).toBe(1);
    expect(said).toContain('did not stop cleanly');
    expect(said).toContain('within 300 ms');
  });
});
