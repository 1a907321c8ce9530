import { connect } from 'node:net';

/** A request as bytes: nothing corrects it on the way, as a client library would. */
export interface RawRequest {
  method: string;
  /** Path and query, one byte for each character. */
  target: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
}

/** An answer as it arrived. */
export interface RawAnswer {
  /** 0: the connection was closed without one. */
  status: number;
  /** By lower-case name; the last value of a repeated one. */
  headers: Record<string, string>;
  body: string;
}

/** Sends a request over its own connection. @throws Error when no complete answer arrives within `seconds` */
export function sendRaw(origin: string, request: RawRequest, seconds = 10): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(origin);
  const own = request.headers.some(([name]) => name.toLowerCase() === 'host');
  const head = [
    `${request.method} ${request.target} HTTP/1.1`,
    ...(own ? [] : [`Host: ${host}`]),
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${request.body.length}`,
    'Connection: close',
  ];
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    socket.setTimeout(seconds * 1000, () => socket.destroy(new Error('no answer in time')));
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // A request that is refused before all of it was sent may end in a reset connection; the answer arrived before
      // the reset.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.once('close', () => resolve(read(Buffer.concat(parts))));
    socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), request.body]));
  });
}

function read(bytes: Buffer): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return { status: 0, headers: {}, body: '' };
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(first.split(' ')[1]);
  // "Continue" (100) precedes the answer itself.
  if (status < 200) return read(bytes.subarray(end + 4));
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { status, headers, body: bytes.subarray(end + 4).toString() };
}
