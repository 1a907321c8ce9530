import http from 'node:http';
import https from 'node:https';

/** What the code of a network error begins with when the request had certainly not gone out in full. */
const UNSENT = 'UNSENT_';

/** Idle connections are let go before the 5 s after which many servers do so: a request would meet a closed door. */
const IDLE_MS = 4_000;

/**
 * Connections to one provider: kept alive, as many as there are requests, never through a proxy of the environment.
 * An error that strikes before the request has gone out (name look-up, refusal, TLS handshake, a failed write) gets a
 * code that `unsent` knows, because the HTTP clients in use pass on nothing but the code.
 * @param root the provider's address; its scheme decides between TLS and not
 * @param timeoutMs within half of which a connection must stand, so that what times out later had been connected
 */
export function keptAlive(root: string, timeoutMs: number): http.Agent {
  const options = { keepAlive: true, timeout: IDLE_MS };
  const secure = new URL(root).protocol === 'https:';
  const agent = secure ? new https.Agent(options) : new http.Agent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (target, callback) => {
    const socket = connect(target, callback);
    if (!socket) return socket;
    let connected = false;
    const tooSlow = setTimeout(
      () => socket.destroy(Object.assign(new Error('The connection took too long.'), { code: 'ETIMEDOUT' })),
      timeoutMs / 2,
    );
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      connected = true;
      clearTimeout(tooSlow);
    });
    socket.once('close', () => clearTimeout(tooSlow));
    socket.prependListener('error', (error: NodeJS.ErrnoException) => {
      if (!connected || error.syscall === 'write') error.code = `${UNSENT}${error.code ?? 'ERROR'}`;
    });
    return socket;
  };
  return agent;
}

/** Whether an HTTP client's error means that the provider cannot have had the whole request. */
export const unsent = (error: unknown): boolean => codeOf(error).startsWith(UNSENT);

/** The network error's own short code, such as `ECONNREFUSED`; `error` where there is none. */
export const networkReason = (error: unknown): string => codeOf(error).replace(UNSENT, '') || 'error';

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}
