import { type Dispatcher, Pool } from 'undici';
import { deadlineAfter, isOver, moment } from '#platform';

/** Idle connections are let go before the 5 s after which many servers do so: a request would meet a closed door. */
const IDLE_MS = 4_000;

/** What is asked of a provider. */
export interface ProviderRequest {
  method: Dispatcher.HttpMethod;
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

/** A request came to no whole answer. */
export class NoAnswer extends Error {
  /**
   * @param code the network error's own short code, such as `ECONNREFUSED`; `ETIMEDOUT` when it took too long, `ABORT_ERR`
   *   when it was broken off
   * @param sent whether the provider may have had the whole request. It certainly has not where name look-up, connection,
   *   TLS handshake or the writing itself failed
   */
  constructor(
    readonly code: string,
    readonly sent: boolean,
  ) {
    super(`the provider gave no answer: ${code}`);
  }
}

/**
 * A provider's line: requests over kept connections, as many as there are requests, never through a proxy of the
 * environment. The clients that the providers' packages bring spend two thirds of a message's time on what is not needed
 * here.
 */
export class ProviderHttp {
  private readonly pool: Pool;
  private readonly prefix: string;

  /**
   * @param root the provider's address, perhaps with a path
   * @param timeoutMs within half of which a connection must stand, so that what times out later had been connected
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

  /** Asks. Redirects are not followed. @throws NoAnswer */
  ask({ method, path, headers, body, timeoutMs, signal }: ProviderRequest): Promise<ProviderAnswer> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(timeoutMs, signal, resolve, reject);
      this.pool.dispatch({ method, path: this.prefix + path, headers, body: body || null }, exchange);
    });
  }

  /** Lets all connections go. */
  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

/** One request and its answer. */
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

  /** Called when there is a connection, just before the request is written to it. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Of a process that was stopped, a connection may come about before the timer has its turn.
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
    // Nobody waits for the connection any more; should it come about, nothing is written to it.
    this.end();
    this.reject(new NoAnswer(code, false));
  }

  private end(): void {
    clearTimeout(this.tooSlow);
    this.signal?.removeEventListener('abort', this.aborted);
  }
}

const failedToWrite = (error: NodeJS.ErrnoException): boolean => error.syscall === 'write';

/** The codes of undici's own errors, in the words of the network's. */
const WORDS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_SOCKET: 'ECONNRESET',
};

function reasonOf({ code }: NodeJS.ErrnoException): string {
  return code === undefined ? 'error' : (WORDS[code] ?? code);
}
