import { z } from 'zod';

/** Who a callback comes from. `unsubscribe`: a link to leave that the gateway took while the registrar was away. */
export const CALLBACK_SOURCES = ['twilio', 'email', 'telegram', 'unsubscribe'] as const;
export type CallbackSource = (typeof CALLBACK_SOURCES)[number];

/** A callback as it came in: what its reader needs to authenticate and understand it. */
export interface RawCallback {
  /** Path and query as received, such as `/webhooks/twilio/status?d=…`; empty where they say nothing. */
  path: string;
  /** The headers that matter, by their names in small letters. */
  headers: Record<string, string>;
  body: Buffer;
}

/** The longest path with its query that is kept; those in Twilio's callbacks have some hundred characters. */
export const LONGEST_PATH = 1_000;

const headSchema = z.object({
  path: z.string().max(LONGEST_PATH),
  headers: z.record(z.string(), z.string()),
});

/** Writes a callback as bytes: a line of JSON, then the body as it came. */
export function packCallback({ path, headers, body }: RawCallback): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ path, headers })}\n`), body]);
}

/** Reads what `packCallback` wrote; null for any other bytes. */
export function unpackCallback(bytes: Buffer): RawCallback | null {
  const end = bytes.indexOf(0x0a);
  const head = end < 0 ? null : headSchema.safeParse(jsonOf(bytes.subarray(0, end)));
  return head?.success ? { ...head.data, body: bytes.subarray(end + 1) } : null;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A callback that fails this often for a reason of ours is set aside, so that it holds nothing up. */
export const MOST_TRIES = 5;

/** How long a callback that failed rests before it is tried again, in seconds. */
export const restAfter = (tries: number): number => 2 ** Math.min(tries, 6);
