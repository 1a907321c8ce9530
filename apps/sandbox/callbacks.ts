import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Timers } from './timers.js';

/** Delays before each retry, in milliseconds. */
const RETRIES = [250, 500, 1000, 2000, 4000];
const TIMEOUT = 15_000;

export interface Answer {
  status: number;
  body: string;
}

/** Posts a provider's later reports: status callbacks, bounces, updates. */
export class Callbacks {
  readonly #plain = new HttpAgent({ keepAlive: true, maxSockets: 32 });
  readonly #secure = new HttpsAgent({ keepAlive: true, maxSockets: 32 });

  constructor(private readonly timers: Timers) {}

  /**
   * Posts a report; retries while the receiver is down or answers 5xx or 429, as providers do.
   * @returns the last answer; null when there was none
   */
  async post(url: string, headers: Record<string, string>, body: string): Promise<Answer | null> {
    for (const wait of [...RETRIES, null]) {
      const answer = await this.#once(new URL(url), headers, body).catch(() => null);
      if ((answer && answer.status < 500 && answer.status !== 429) || wait === null) return answer;
      await new Promise<void>((resolve) => this.timers.after(wait, resolve));
    }
    return null;
  }

  /** Aborts pending requests. */
  stop(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }

  #once(url: URL, headers: Record<string, string>, body: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        timeout: TIMEOUT,
      };
      const respond = (response: IncomingMessage): void => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      };
      const request =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, agent: this.#secure }, respond)
          : httpRequest(url, { ...options, agent: this.#plain }, respond);
      request.once('timeout', () => request.destroy(new Error('timed out')));
      request.once('error', reject);
      request.end(body);
    });
  }
}
