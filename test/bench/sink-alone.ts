import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../../apps/standalone/children.js';
import { ask } from './asking.js';
import { cpuSeconds } from './processor.js';

/** Where it listens unless it is told otherwise. */
const PORT = 2525;
/** How long nothing must arrive until a campaign counts as over, in ms. */
const QUIET_MS = 2_000;

const ARGUMENT = /^(pipelining|chunking|delay=\d+|port=\d+)$/;

/** What the sink has taken since it was last asked. */
interface Taken {
  taken: number;
  bytes: number;
  /** From the first message to the last. */
  seconds: number;
}

/**
 * Runs the mail sink alone until Ctrl-C, so that any mailer can be measured on what Siar is measured on: prints a line for
 * each campaign, once nothing has arrived for two seconds or more, with its messages a second from the first arrival to the last.
 * @param args `pipelining` and `chunking`: what it offers; `delay=MS`: how late its replies leave; `port=N` (2525)
 * @throws Error for any other argument
 */
export async function sinkAlone(args: readonly string[]): Promise<void> {
  const stranger = args.find((one) => !ARGUMENT.test(one));
  if (stranger !== undefined)
    throw new Error(`sink ${stranger}: it knows pipelining, chunking, delay=MS and port=N`);
  const logs = mkdtempSync(join(tmpdir(), 'siar-sink-'));
  const sink = await startChild('../test/bench/smtp-sink', process.env, {
    name: 'sink',
    args: [...(args.some((one) => one.startsWith('port=')) ? [] : [`port=${PORT}`]), ...args],
    logs,
    fell: (_, code) => process.exit(code ?? 1),
  });
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  process.stdout.write(`${sink.ready['url']} takes everything; Ctrl-C ends it\n`);
  const pid = sink.process.pid ?? 0;
  let from = cpuSeconds(pid);
  let before = 0;
  for (;;) {
    await sleep(QUIET_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    if (stop.signal.aborted) break;
    const now = await ask<Taken>(sink, { keep: true });
    const moves = now.taken > before;
    before = now.taken;
    if (moves || now.taken === 0) continue;
    // Asked again with the reset: a message that has just arrived is in this campaign, not in none.
    const { taken, bytes, seconds } = await ask<Taken>(sink);
    const spent = cpuSeconds(pid) - from;
    from += spent;
    before = 0;
    const each = (sum: number): string => Math.round(sum / taken).toLocaleString('en');
    const rate = seconds > 0 ? `${Math.round(taken / seconds).toLocaleString('en')}/s` : 'too few for a rate';
    process.stdout.write(
      `${taken.toLocaleString('en')} messages in ${seconds.toFixed(2)} s: ${rate}; each ${each(bytes)} bytes and ${each(spent * 1e6)} µs of the sink\n`,
    );
  }
  await sink.stop();
  rmSync(logs, { recursive: true, force: true });
}
