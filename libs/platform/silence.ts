import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';

/** What this needs of a pg client beyond its types. */
interface Connected {
  connection: { stream: Socket };
  /** False from the moment a query is sent until its result is complete. */
  readyForQuery: boolean;
  _ending: boolean;
}

/**
 * Destroys a client's connection when the server is silent for this long while a query runs, or while the connection is
 * closing. pg's own `query_timeout` rejects the query but leaves the connection busy, and a pool hands it out again. The
 * socket's timer is used: it costs nothing per query, and a large result that keeps flowing is no silence.
 */
export function destroyWhenSilent(client: ClientBase, ms: number): void {
  const connected = client as unknown as Connected;
  const { stream } = connected.connection;
  // Queries that wait are rejected with the error. pg emits it too, a second time once the socket is closed, when whoever
  // had the client no longer listens: an event that nobody listens to ends the process.
  client.on('error', () => undefined);
  stream.on('timeout', () => {
    if (connected.readyForQuery && !connected._ending) return;
    const silent = new Error(`PostgreSQL did not answer within ${stream.timeout} ms`);
    stream.destroy(Object.assign(silent, { code: 'ETIMEDOUT' }));
  });
  allowSilence(client, ms);
}

/** Changes how long the server may be silent; 0 lifts the limit. @returns how long it was allowed before */
export function allowSilence(client: ClientBase, ms: number): number {
  const { stream } = (client as unknown as Connected).connection;
  const before = stream.timeout ?? 0;
  stream.setTimeout(ms);
  return before;
}

/** Drops a connection without a goodbye, for which a server that hangs would have to be waited for. */
export function discard(client: ClientBase): void {
  (client as unknown as Connected).connection.stream.destroy();
}
