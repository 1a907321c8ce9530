import { once } from 'node:events';
import type { Child } from '../../apps/standalone/children.js';
import { cpuSeconds } from './processor.js';

/** What a sink reports as arrived. */
export interface Arrived {
  recipients: number;
  messages: number;
  bytes: number;
}

/** Sends a program a message. @returns its answer */
export async function ask<T>(program: Child, question: object = {}): Promise<T> {
  program.process.send(question);
  const [answer] = (await once(program.process, 'message')) as [T];
  return answer;
}

/** What a program did, measured by its own clock, and the processor time for each message, in µs. */
export interface Told {
  accepted: number;
  seconds: number;
  cpuUs: number;
}

/** Starts a program's run, waits for its figures and stops the program. */
export async function told(program: Child): Promise<Told> {
  const pid = program.process.pid ?? 0;
  const before = cpuSeconds(pid);
  const { accepted, seconds } = await ask<{ accepted: number; seconds: number }>(program);
  const cpuUs = ((cpuSeconds(pid) - before) * 1e6) / accepted;
  await program.stop();
  return { accepted, seconds, cpuUs };
}
