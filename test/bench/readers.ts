import { connect, type Socket } from 'node:net';

// Readers of one page, in their own process: after a warm-up, first at a fixed rate, whether or not the answers keep
// up, then as fast as requests are answered. They use bare sockets, so that the readers cost less than what they
// measure. A message over the process's channel starts them; they report their results there.

const [, , page = '', rate = '2000', seconds = '8'] = process.argv;
const url = new URL(page);
const REQUEST = Buffer.from(
  `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAccept: text/html\r\nAccept-Language: id\r\n\r\n`,
);
const CONNECTIONS = 64;
const AT_ONCE = 32;
const FULL_SECONDS = 4;
/** Warm-up: a program that has just started runs uncompiled code for its first thousands of answers. */
const WARM_SECONDS = 3;

/** One connection, which sends its next request as soon as it may. */
interface Reader {
  socket: Socket;
  /** When the pending request was due; null: idle. */
  dueAt: number | null;
  left: number;
  head: string;
}

let onAnswer: (reader: Reader, tookMs: number, ok: boolean) => void = () => undefined;

function open(): Reader {
  const socket = connect(Number(url.port), url.hostname);
  socket.setNoDelay(true);
  const reader: Reader = { socket, dueAt: null, left: 0, head: '' };
  socket.on('data', (chunk: Buffer) => take(reader, chunk));
  socket.on('error', (error) => {
    process.stderr.write(`readers: ${error.message}\n`);
    process.exit(1);
  });
  socket.on('close', () => {
    process.stderr.write('readers: the server closed a connection\n');
    process.exit(1);
  });
  return reader;
}

function take(reader: Reader, chunk: Buffer): void {
  if (reader.left > 0) reader.left -= chunk.length;
  else {
    reader.head += chunk.toString('latin1');
    const end = reader.head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(reader.head)?.[1] ?? Number.NaN);
    reader.left = length - (reader.head.length - end - 4);
  }
  if (reader.left > 0 || reader.dueAt === null) return;
  const ok = reader.left === 0 && reader.head.startsWith('HTTP/1.1 200');
  const took = performance.now() - reader.dueAt;
  reader.dueAt = null;
  reader.head = '';
  reader.left = 0;
  onAnswer(reader, took, ok);
}

function ask(reader: Reader, dueAt: number): void {
  reader.dueAt = dueAt;
  reader.socket.write(REQUEST);
}

/** Sends at a fixed rate a second. A request that finds no idle connection waits, and its waiting time counts. */
async function paced(
  readers: Reader[],
  forSeconds: number,
): Promise<{ times: number[]; wrong: number; seconds: number }> {
  const wanted = Number(rate) * forSeconds;
  const times: number[] = [];
  const waiting: number[] = [];
  const idle = [...readers];
  let wrong = 0;
  let asked = 0;
  const began = performance.now();
  await new Promise<void>((resolve) => {
    onAnswer = (reader, took, ok) => {
      times.push(took);
      if (!ok) wrong += 1;
      const next = waiting.shift();
      if (next === undefined) idle.push(reader);
      else ask(reader, next);
      if (times.length === wanted) resolve();
    };
    const tick = (): void => {
      const due = Math.min(wanted, Math.floor(((performance.now() - began) * Number(rate)) / 1000));
      for (; asked < due; asked++) {
        const dueAt = began + (asked * 1000) / Number(rate);
        // The connection idle for longest: a server closes connections that are idle for seconds.
        const reader = idle.shift();
        if (reader) ask(reader, dueAt);
        else waiting.push(dueAt);
      }
      if (asked < wanted) setTimeout(tick, 1);
    };
    tick();
  });
  return { times, wrong, seconds: (performance.now() - began) / 1000 };
}

/** Sends as fast as requests are answered. */
async function full(readers: Reader[]): Promise<number> {
  let answers = 0;
  let going = true;
  let asking = readers.length;
  const began = performance.now();
  await new Promise<void>((resolve) => {
    onAnswer = (reader) => {
      answers += 1;
      if (going) ask(reader, performance.now());
      else if (--asking === 0) resolve();
    };
    for (const reader of readers) ask(reader, performance.now());
    setTimeout(() => (going = false), FULL_SECONDS * 1000);
  });
  return answers / ((performance.now() - began) / 1000);
}

process.once('message', () => {
  void (async () => {
    const readers = Array.from({ length: CONNECTIONS }, open);
    await paced(readers, WARM_SECONDS);
    const { times, wrong, seconds: took } = await paced(readers, Number(seconds));
    const mostPerSecond = await full(readers.slice(0, AT_ONCE));
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
    process.send?.({ perSecond: times.length / took, p50Ms: at(0.5), p99Ms: at(0.99), wrong, mostPerSecond });
  })();
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
process.send?.({});
