import { once } from 'node:events';
import type { Child } from '../../apps/standalone/children.js';
import { cpuSeconds } from './processor.js';

/** What a sink says it has got. */
export interface Arrived {
  recipients: number;
  messages: number;
  bytes: number;
}

/** Sends a program a message, and gives what it answers. */
export async function ask<T>(program: Child, question: object = {}): Promise<T> {
  program.process.send(question);
  const [answer] = (await once(program.process, 'message')) as [T];
  return answer;
}

/** What a program did, by its own clock, and the processor time it took for each message, in µs. */
export interface Told {
  accepted: number;
  seconds: number;
  cpuUs: number;
}

/** Tells a program to begin, waits for its figures, stops it. */
export async function told(program: Child): Promise<Told> {
  const pid = program.process.pid ?? 0;
  const before = cpuSeconds(pid);
  const { accepted, seconds } = await ask<{ accepted: number; seconds: number }>(program);
  const cpuUs = ((cpuSeconds(pid) - before) * 1e6) / accepted;
  await program.stop();
  return { accepted, seconds, cpuUs };
}
