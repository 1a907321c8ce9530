import { createServer, type Socket } from 'node:net';

// Replaces the Telegram Bot API and Twilio: accepts every request at once and only counts, so that the sink is not the
// bottleneck. Asked over the process's message channel, it reports what has arrived and resets its counts.

const HEAD_END = Buffer.from('\r\n\r\n');
const RECIPIENT = /"chat_id":"?(-?\d+)|(?:^|&)To=([^&]*)/;

let copies = new Map<string, number>();
let bytes = 0;
let answered = 0;

/** The provider's answer, as short as its client accepts. */
function answer(path: string, to: string): string {
  answered += 1;
  const body = path.startsWith('/bot')
    ? `{"ok":true,"result":{"message_id":${answered},"date":1,"chat":{"id":${to || 1},"type":"private"}}}`
    : `{"sid":"SM${String(answered).padStart(32, '0')}","status":"accepted","error_code":null,"date_created":null}`;
  const status = path.startsWith('/bot') ? '200 OK' : '201 Created';
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: keep-alive\r\n\r\n${body}`;
}

function serve(socket: Socket): void {
  let held: Buffer = Buffer.alloc(0);
  /** Removes the first complete request from the received bytes. */
  const take = (): boolean => {
    const headEnd = held.indexOf(HEAD_END);
    if (headEnd < 0) return false;
    const head = held.toString('latin1', 0, headEnd);
    const end = headEnd + HEAD_END.length + Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (held.length < end) return false;
    const body = held.toString('latin1', headEnd + HEAD_END.length, end);
    bytes += body.length;
    held = held.subarray(end);
    const found = RECIPIENT.exec(body);
    const to = found?.[1] ?? found?.[2] ?? '';
    if (to !== '') copies.set(to, (copies.get(to) ?? 0) + 1);
    socket.write(answer(head.split(' ', 2)[1] ?? '', to));
    return true;
  };
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    held = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
    while (take());
  });
}

const server = createServer(serve).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` });
});
process.on('message', () => {
  const counts = [...copies.values()];
  process.send?.({ recipients: counts.length, messages: counts.reduce((sum, n) => sum + n, 0), bytes });
  copies = new Map();
  bytes = 0;
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
