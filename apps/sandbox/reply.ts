import type { Response } from 'express';
import type { Fault } from './faults.js';
import type { Timers } from './timers.js';

/** Reply of an HTTP provider; `reset` cuts the connection instead. */
export type Reply =
  { status: number; body: unknown; headers?: Record<string, string>; afterMs?: number } | 'reset';

/** The reply to an accepted message under a fault: delayed, or lost. */
export function taken(reply: { status: number; body: unknown }, fault: Fault | null): Reply {
  switch (fault?.kind) {
    case 'hang':
      return { ...reply, afterMs: fault.holdSeconds * 1000 };
    case 'slow':
      return { ...reply, afterMs: fault.latencyMs };
    case 'reset':
      return 'reset';
    default:
      return reply;
  }
}

/** Sends it after its delay. */
export function send(response: Response, timers: Timers, reply: Reply): void {
  if (reply === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  timers.after(reply.afterMs ?? 0, () => {
    if (response.writableEnded || response.destroyed) return;
    response
      .status(reply.status)
      .set(reply.headers ?? {})
      .type('application/json')
      .send(JSON.stringify(reply.body));
  });
}
