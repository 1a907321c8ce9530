import { type Dispatcher, Pool } from 'undici';
import { deadlineAfter, isOver, moment } from '#platform/waiting';

/**
 * Idle connections close before the 5 s after which many servers close them, so that no request meets a closing
 * connection.
 */
const IDLE_MS = 4_000;

/** A request to a provider. */
export interface ProviderRequest {
  method: Dispatcher.HttpMethod;
  /** Path below the provider's address, with its leading slash. */
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** Time limit of the response, in ms. */
  timeoutMs: number;
  /** Aborts the request. */
  signal?: AbortSignal | undefined;
}

/** A provider's response, whatever its status. */
export interface ProviderAnswer {
  status: number;
  statusText: string;
  text: string;
}

/** A request without a complete response. */
export class NoAnswer extends Error {
  /**
   * @param code the network error's short code, such as `ECONNREFUSED`; `ETIMEDOUT` after a timeout, `ABORT_ERR` after
   *   an abort
   * @param sent whether the provider may have received the whole request. It certainly has not where name look-up,
   *   connection, TLS handshake or the write itself failed
   */
  constructor(
    readonly code: string,
    readonly sent: boolean,
  ) {
    super(`the provider gave no answer: ${code}`);
  }
}

/**
 * An HTTP client of one provider. It keeps its connections, opens one for each concurrent request, and uses no proxy of
 * the environment. The clients in the providers' packages spend two thirds of a message's time on work that is not
 * needed here.
 */
export class ProviderHttp {
  private readonly pool: Pool;
  private readonly prefix: string;

  /**
   * @param root the provider's address, with an optional path
   * @param timeoutMs a connection must be established within half of it, so that a later timeout occurs on a connection
   */
  constructor(root: string, timeoutMs: number) {
    const { origin, pathname } = new URL(root);
    this.prefix = pathname.replace(/\/+$/, '');
    this.pool = new Pool(origin, {
      connect: { timeout: timeoutMs / 2 },
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      // Each request has its own limit.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Sends a request. Redirects are not followed. @throws NoAnswer */
  ask({ method, path, headers, body, timeoutMs, signal }: ProviderRequest): Promise<ProviderAnswer> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(timeoutMs, signal, resolve, reject);
      this.pool.dispatch({ method, path: this.prefix + path, headers, body: body || null }, exchange);
    });
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

/** One request and its response. */
class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private brokenOff: string | null = null;
  private status = 0;
  private statusText = '';
  private readonly chunks: Buffer[] = [];
  private readonly tooSlow: NodeJS.Timeout;
  private readonly deadline;

  constructor(
    timeoutMs: number,
    private readonly signal: AbortSignal | undefined,
    private readonly resolve: (answer: ProviderAnswer) => void,
    private readonly reject: (error: NoAnswer) => void,
  ) {
    this.deadline = deadlineAfter(moment(), timeoutMs);
    this.tooSlow = setTimeout(() => this.breakOff('ETIMEDOUT'), timeoutMs);
    signal?.addEventListener('abort', this.aborted);
    if (signal?.aborted) this.aborted();
  }

  /** Called once there is a connection, just before the request is written to it. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    // After the process was stopped, a connection may be established before the timer fires.
    if (this.brokenOff === null && isOver(this.deadline, moment())) this.breakOff('ETIMEDOUT');
    this.controller = controller;
    if (this.brokenOff !== null) controller.abort(new NoAnswer(this.brokenOff, false));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusText = '',
  ): void {
    this.status = status;
    this.statusText = statusText;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.end();
    const text = Buffer.concat(this.chunks).toString('utf8');
    this.resolve({ status: this.status, statusText: this.statusText, text });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.end();
    this.reject(
      error instanceof NoAnswer
        ? error
        : new NoAnswer(reasonOf(error), this.controller !== undefined && !failedToWrite(error)),
    );
  }

  private readonly aborted = (): void => this.breakOff('ABORT_ERR');

  private breakOff(code: string): void {
    this.brokenOff = code;
    if (this.controller) {
      this.controller.abort(new NoAnswer(code, true));
      return;
    }
    // The caller has its error. Should the connection still be established, nothing is written to it.
    this.end();
    this.reject(new NoAnswer(code, false));
  }

  private end(): void {
    clearTimeout(this.tooSlow);
    this.signal?.removeEventListener('abort', this.aborted);
  }
}

const failedToWrite = (error: NodeJS.ErrnoException): boolean => error.syscall === 'write';

/** Maps the codes of undici's own errors to those of the network. */
const WORDS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_SOCKET: 'ECONNRESET',
};

function reasonOf({ code }: NodeJS.ErrnoException): string {
  return code === undefined ? 'error' : (WORDS[code] ?? code);
}
