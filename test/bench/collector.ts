import { createServer } from 'node:http';

// Replaces a collector of traces: takes what it is sent, however it is framed, and counts its bytes. Asked over the
// process's message channel, it reports them and counts from zero.

let bytes = 0;

const server = createServer((request, response) => {
  request.on('data', (chunk: Buffer) => (bytes += chunk.length));
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
}).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` });
});
process.on('message', () => {
  process.send?.({ recipients: 0, messages: 0, bytes });
  bytes = 0;
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
