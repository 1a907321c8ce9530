import { createServer, type Socket } from 'node:net';

// An SMSC (SMPP 3.4) that accepts everything at once and only counts, so that the sink is not the bottleneck. Asked over
// the process's message channel, it reports what has arrived and resets its counts. It reads of a PDU what it needs.

const HEADER_BYTES = 16;
const RESPONSE = 0x8000_0000;
const SUBMIT_SM = 0x0000_0004;
const BINDS: ReadonlySet<number> = new Set([0x0000_0001, 0x0000_0002, 0x0000_0009]);

let copies = new Map<string, number>();
let bytes = 0;
let accepted = 0;

/** The destination of a submit_sm: after service_type, the source (TON, NPI, address) and two bytes (§4.4.1). */
function destination(pdu: Buffer): string {
  const afterType = pdu.indexOf(0, HEADER_BYTES) + 1;
  const afterSource = pdu.indexOf(0, afterType + 2) + 1;
  const start = afterSource + 2;
  return pdu.toString('latin1', start, pdu.indexOf(0, start));
}

function response(pdu: Buffer): Buffer {
  const command = pdu.readUInt32BE(4);
  let body = '';
  if (command === SUBMIT_SM) {
    const to = destination(pdu);
    copies.set(to, (copies.get(to) ?? 0) + 1);
    bytes += pdu.length;
    body = `${++accepted}\0`;
  } else if (BINDS.has(command)) body = 'sink\0';
  const answer = Buffer.alloc(HEADER_BYTES + body.length);
  answer.writeUInt32BE(answer.length, 0);
  answer.writeUInt32BE(command + RESPONSE, 4);
  answer.writeUInt32BE(0, 8);
  pdu.copy(answer, 12, 12, HEADER_BYTES);
  answer.write(body, HEADER_BYTES, 'latin1');
  return answer;
}

function serve(socket: Socket): void {
  let held: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    held = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
    const answers: Buffer[] = [];
    while (held.length >= HEADER_BYTES && held.length >= held.readUInt32BE(0)) {
      const pdu = held.subarray(0, held.readUInt32BE(0));
      held = held.subarray(pdu.length);
      if (pdu.readUInt32BE(4) < RESPONSE) answers.push(response(pdu));
    }
    if (answers.length > 0) socket.write(Buffer.concat(answers));
  });
}

const server = createServer(serve).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({
    url: `smpp://siar:bench@127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
  });
});
process.on('message', () => {
  const counts = [...copies.values()];
  process.send?.({ recipients: counts.length, messages: counts.reduce((sum, n) => sum + n, 0), bytes });
  copies = new Map();
  bytes = 0;
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
