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

/** What is asked of a provider. */
export interface ProviderRequest {
  method: string;
  /** Under the provider's address, from its first slash on. */
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** How long the answer may take, in ms. */
  timeoutMs: number;
  /** Breaks the request off. */
  signal?: AbortSignal | undefined;
}

/** What a provider answered, whatever its status. */
export interface ProviderAnswer {
  status: number;
  statusText: string;
  text: string;
}

/**
 * A provider's line: requests over kept connections, straight on Node's own client. The clients that the providers'
 * packages bring (Twilio's; telegraf takes no other) spend two thirds of a message's time on what is not needed here.
 */
export class ProviderHttp {
  private readonly agent: http.Agent;
  private readonly request: typeof http.request;
  private readonly host: { hostname: string; port: string };
  private readonly prefix: string;

  /**
   * @param root the provider's address, perhaps with a path
   * @param timeoutMs see {@link keptAlive}
   */
  constructor(root: string, timeoutMs: number) {
    const { protocol, hostname, port, pathname } = new URL(root);
    this.agent = keptAlive(root, timeoutMs);
    this.request = protocol === 'https:' ? https.request : http.request;
    this.host = { hostname: hostname.replace(/^\[|\]$/g, ''), port };
    this.prefix = pathname.replace(/\/+$/, '');
  }

  /**
   * Asks. Redirects are not followed.
   * @throws Error with a `code`, for `unsent` and `networkReason`, when there is no whole answer: `ETIMEDOUT` when it took
   *   too long, `ABORT_ERR` when it was broken off
   */
  ask({ method, path, headers, body = '', timeoutMs, signal }: ProviderRequest): Promise<ProviderAnswer> {
    return new Promise((resolve, reject) => {
      const request = this.request({
        ...this.host,
        agent: this.agent,
        method,
        path: this.prefix + path,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        ...(signal && { signal }),
      });
      const tooSlow = setTimeout(
        () => request.destroy(Object.assign(new Error('The answer took too long.'), { code: 'ETIMEDOUT' })),
        timeoutMs,
      );
      const failed = (error: Error): void => {
        clearTimeout(tooSlow);
        reject(error);
      };
      request.once('error', failed);
      request.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', failed);
        response.once('end', () => {
          clearTimeout(tooSlow);
          resolve({
            status: response.statusCode ?? 0,
            statusText: response.statusMessage ?? '',
            text: Buffer.concat(chunks).toString('utf8'),
          });
        });
      });
      request.end(body);
    });
  }

  /** Lets all connections go. */
  close(): void {
    this.agent.destroy();
  }
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
