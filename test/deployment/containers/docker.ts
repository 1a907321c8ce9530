import { execFile } from 'node:child_process';

/** What a command of the container engine is given. */
export interface Given {
  /** Seconds after which it is killed. */
  seconds?: number;
  env?: Record<string, string>;
  cwd?: string;
}

/**
 * Runs a program to its end and returns its output, without the last line break.
 * @throws Error with the end of its output when it fails or takes too long
 */
export function run(program: string, args: readonly string[], given: Given = {}): Promise<string> {
  const { seconds = 30, env, cwd } = given;
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      {
        timeout: seconds * 1000,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024 * 1024,
        cwd,
        env: { ...process.env, ...env },
      },
      (error, stdout, stderr) => {
        if (error === null) return resolve(stdout.trimEnd());
        const why = error.killed
          ? `took more than ${seconds} s`
          : `failed with ${error.code ?? error.signal}`;
        reject(
          new Error(`${program} ${args.join(' ')} ${why}: ${`${stdout}\n${stderr}`.trim().slice(-3000)}`),
        );
      },
    );
  });
}

/** Runs a command of the container engine. */
export const docker = (args: readonly string[], given?: Given): Promise<string> => run('docker', args, given);

/** The id of the image of this name; empty if it is not here. */
export const imageOf = (name: string): Promise<string> =>
  docker(['image', 'ls', '--quiet', '--no-trunc', '--filter', `reference=${name}`]);
