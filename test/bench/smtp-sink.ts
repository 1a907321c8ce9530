import { createServer, type Socket } from 'node:net';

// A mail server that accepts everything at once and only counts, so that the sink is not the bottleneck. Asked over the
// process's message channel, it reports what has arrived and resets its counts. A message without a copy of Siar's in its
// envelope, such as a notice to staff, counts among those taken alone. Arguments: `pipelining` and `chunking`: the server
// offers them (RFC 2920, RFC 3030); `delay=MS`: each reply leaves MS after its command arrived, as from a distant relay;
// `port=N`: where it listens.

const numberOf = (name: string): number =>
  Number(process.argv.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? 0);
const DELAY_MS = numberOf('delay');
const EXTENSIONS = [
  '8BITMIME',
  ...['pipelining', 'chunking'].filter((one) => process.argv.includes(one)).map((one) => one.toUpperCase()),
  'SIZE 10485760',
];
const HELLO = ['sink', ...EXTENSIONS]
  .map((line, at) => `250${at < EXTENSIONS.length ? '-' : ' '}${line}\r\n`)
  .join('');
const END = Buffer.from('\r\n.\r\n');
const LAST = END.length - 1;

/** Arrivals by the copy in the envelope: broadcast and address. */
let copies = new Map<string, number>();
let bytes = 0;
let queued = 0;
/** Messages since the counts were reset, and the instants of the first and the last of them (`performance.now()`). */
let taken = 0;
let first = 0;
let last = 0;

function serve(socket: Socket): void {
  let copy: string | undefined;
  let inMessage = false;
  /** Bytes of a chunk (BDAT) that have not arrived yet. */
  let inChunk = 0;
  let commands = '';
  /** The end of the previous bytes, which may contain the start of the end-of-message sequence. */
  let tail = Buffer.alloc(0);

  const say = (text: string): void => {
    if (DELAY_MS === 0) socket.write(text);
    else setTimeout(() => socket.write(text), DELAY_MS);
  };

  const count = (): void => {
    if (copy !== undefined) copies.set(copy, (copies.get(copy) ?? 0) + 1);
    last = performance.now();
    if (taken++ === 0) first = last;
    say(`250 2.0.0 OK queued as ${++queued}\r\n`);
  };

  const takeChunk = (chunk: Buffer): Buffer => {
    const part = Math.min(inChunk, chunk.length);
    bytes += part;
    inChunk -= part;
    if (inChunk === 0) count();
    return chunk.subarray(part);
  };

  const takeMessage = (chunk: Buffer): Buffer | null => {
    const seen = tail.length > 0 ? Buffer.concat([tail, chunk]) : chunk;
    const end = seen.indexOf(END);
    if (end < 0) {
      bytes += chunk.length;
      tail = Buffer.from(seen.subarray(Math.max(0, seen.length - LAST)));
      return null;
    }
    bytes += end + END.length - tail.length;
    tail = Buffer.alloc(0);
    inMessage = false;
    count();
    return seen.subarray(end + END.length);
  };

  const answer = (command: string): string => {
    switch (command.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        return HELLO;
      case 'MAIL':
        copy = /<b\.(\d+-\d+)-/.exec(command)?.[1];
        return '250 2.1.0 OK\r\n';
      case 'DATA':
        inMessage = true;
        return '354 Go on\r\n';
      case 'BDAT':
        inChunk = Number(command.split(' ')[1]);
        return '';
      case 'QUIT':
        return '221 2.0.0 Bye\r\n';
      default:
        return '250 2.0.0 OK\r\n';
    }
  };

  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.write('220 sink ESMTP\r\n');
  socket.on('data', (chunk) => {
    for (let rest: Buffer | null = chunk; rest !== null && rest.length > 0;) {
      if (inMessage || inChunk > 0) {
        rest = inMessage ? takeMessage(rest) : takeChunk(rest);
        continue;
      }
      commands += rest.toString('latin1');
      rest = null;
      let answers = '';
      for (
        let end = commands.indexOf('\r\n');
        end >= 0 && !inMessage && inChunk === 0;
        end = commands.indexOf('\r\n')
      ) {
        const command = commands.slice(0, end);
        commands = commands.slice(end + 2);
        answers += answer(command);
      }
      if (answers !== '') say(answers);
      if ((inMessage || inChunk > 0) && commands !== '') {
        rest = Buffer.from(commands, 'latin1');
        commands = '';
      }
    }
  });
}

const server = createServer(serve).listen(numberOf('port'), '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ url: `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` });
});
process.on('message', ({ names = false, keep = false }: { names?: boolean; keep?: boolean }) => {
  const counts = [...copies.values()];
  const messages = counts.reduce((sum, n) => sum + n, 0);
  process.send?.({
    recipients: counts.length,
    messages,
    bytes,
    taken,
    seconds: (last - first) / 1000,
    ...(names && { copies: [...copies.keys()] }),
  });
  if (keep) return;
  copies = new Map();
  bytes = 0;
  taken = 0;
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
