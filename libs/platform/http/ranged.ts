import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';

/** Immutable content that can be read from any offset. */
export interface Ranged {
  /** The entity tag, in quotation marks (RFC 9110 §8.8.3). */
  etag: string;
  bytes: number;
  type: string;
  /** Reads the bytes between two offsets, both included. */
  read(from: number, to: number): AsyncIterable<Buffer>;
}

/** Idle timeout of a reader, in ms: a player requests the rest when it needs it. */
const IDLE_MS = 60_000;
/**
 * Minimum pace of a reader: bytes in a span of ms. A slower reader is disconnected, because it keeps a slot and a piece
 * in memory. The poorest recording of speech needs twice as much.
 */
const LEAST = { bytes: 15_000, spanMs: 15_000 };

/**
 * Sends the content or the requested range (RFC 9110 §14): players seek, and phones lose their connection. Sends as
 * fast as the reader takes it, and buffers one piece. A request for several ranges gets the whole content (§14.2).
 */
export async function sendRanged(
  request: Request,
  response: Response,
  file: Ranged,
  least: Pace = LEAST,
): Promise<void> {
  const { bytes, etag, type } = file;
  response.set({ ETag: etag, 'Accept-Ranges': 'bytes', 'X-Content-Type-Options': 'nosniff' });
  if (names(request.get('if-none-match'), etag)) {
    response.status(304).end();
    return;
  }
  const since = request.get('if-range');
  const asked = since === undefined || since === etag ? request.range(bytes) : undefined;
  if (asked === -1) {
    response
      .status(416)
      .set({ 'Content-Range': `bytes */${bytes}`, 'Cache-Control': 'no-store' })
      .end();
    return;
  }
  const only = Array.isArray(asked) && asked.type === 'bytes' && asked.length === 1 ? asked[0] : undefined;
  const { start, end } = only ?? { start: 0, end: bytes - 1 };
  response.set({ 'Content-Type': type, 'Content-Length': String(end - start + 1) });
  if (only) response.status(206).set('Content-Range', `bytes ${start}-${end}/${bytes}`);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  response.setTimeout(IDLE_MS, () => response.destroy());
  const watch = disconnectWhenSlow(response, end - start + 1, least);
  try {
    await pipeline(Readable.from(file.read(start, end), { highWaterMark: 1 }), response);
  } catch (error) {
    // A reader that closes the connection early is no error.
    if (!isGone(error)) throw error;
  } finally {
    clearInterval(watch);
  }
}

function disconnectWhenSlow(
  response: Response,
  bytes: number,
  { bytes: least, spanMs }: Pace,
): NodeJS.Timeout {
  const { socket } = response;
  const taken = (): number => (socket ? socket.bytesWritten - socket.writableLength : bytes);
  let before = taken();
  return setInterval(() => {
    const now = taken();
    if (now - before < least) response.destroy();
    before = now;
  }, spanMs);
}

/** The minimum pace of a reader. */
interface Pace {
  bytes: number;
  spanMs: number;
}

/** Whether an If-None-Match list is `*` or holds this tag (RFC 9110 §13.1.2). */
const names = (list: string | undefined, etag: string): boolean =>
  list !== undefined &&
  (list.trim() === '*' || list.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
