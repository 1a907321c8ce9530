import { z } from 'zod';

/**
 * Sources of callbacks. `unsubscribe`: a use of an unsubscribe link that the gateway took while the registrar was
 * unavailable. `smpp`: what a provider reported over a worker's own connection.
 */
export const CALLBACK_SOURCES = ['twilio', 'email', 'telegram', 'unsubscribe', 'smpp'] as const;
export type CallbackSource = (typeof CALLBACK_SOURCES)[number];

/** A callback as received: what its reader needs to authenticate and understand it. */
export interface RawCallback {
  /** Path and query as received, such as `/webhooks/twilio/status?d=…`; empty where they carry nothing. */
  path: string;
  /** The headers that matter, by their names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
}

/** Maximum length of a path with its query; those in Twilio's callbacks have some hundred characters. */
export const LONGEST_PATH = 1_000;

const headSchema = z.object({
  path: z.string().max(LONGEST_PATH),
  headers: z.record(z.string(), z.string()),
});

/** Writes a callback as bytes: a line of JSON, then the body as received. */
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

/** A callback that fails this often because of an internal fault is set aside, so that it blocks no other. */
export const MOST_TRIES = 5;

/** How long a failed callback waits before it is tried again, in seconds. */
export const restAfter = (tries: number): number => 2 ** Math.min(tries, 6);
