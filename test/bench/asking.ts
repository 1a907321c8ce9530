import { once } from 'node:events';
import type { Child } from '../../apps/standalone/children.js';

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

/** Tells a program to begin, waits for its figures, stops it. */
export async function told(program: Child): Promise<{ accepted: number; seconds: number }> {
  const figures = await ask<{ accepted: number; seconds: number }>(program);
  await program.stop();
  return figures;
}
