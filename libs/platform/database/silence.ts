import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';

/** Members of a pg client that its types do not declare. */
interface Connected {
  connection: { stream: Socket };
  /** False from the moment a query is sent until its result is complete. */
  readyForQuery: boolean;
  _ending: boolean;
}

/**
 * Destroys a client's connection when the server is silent for `ms` while a query runs, or while the connection closes.
 * pg's own `query_timeout` rejects the query but leaves the connection busy, and a pool reuses it. The socket's timer
 * costs nothing per query, and a large result that keeps arriving is not silence.
 */
export function destroyWhenSilent(client: ClientBase, ms: number): void {
  const connected = client as unknown as Connected;
  const { stream } = connected.connection;
  // Waiting queries are rejected with this error. pg also emits it, and again once the socket closes, when the client's
  // user no longer listens. An `error` event without a listener ends the process.
  client.on('error', () => undefined);
  stream.on('timeout', () => {
    if (connected.readyForQuery && !connected._ending) return;
    const silent = new Error(`PostgreSQL did not answer within ${stream.timeout} ms`);
    stream.destroy(Object.assign(silent, { code: 'ETIMEDOUT' }));
  });
  allowSilence(client, ms);
}

/** Sets how long the server may be silent, in ms; 0 removes the limit. @returns the previous limit, in ms */
export function allowSilence(client: ClientBase, ms: number): number {
  const { stream } = (client as unknown as Connected).connection;
  const before = stream.timeout ?? 0;
  stream.setTimeout(ms);
  return before;
}

/** Destroys a connection at once: an orderly close would wait for a server that hangs. */
export function discard(client: ClientBase): void {
  (client as unknown as Connected).connection.stream.destroy();
}
