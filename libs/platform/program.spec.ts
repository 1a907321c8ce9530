import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './program.js';

const PLATFORM = pathToFileURL(join(projectRoot, 'dist/libs/platform/index.js')).href;

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
