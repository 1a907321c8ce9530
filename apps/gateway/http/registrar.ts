import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'undici';
import type { Answer, Asked, Operation } from '#audience/citizens';
import { InjectConfig, InjectLogger } from '#platform';
import { ConfigError, type GatewaySettings } from '#platform/config';
import { type Logger, LogThrottle } from '#platform/logging';

/** Timeout of an operation, in ms. */
const DEADLINE_MS = 5_000;
/** Timeout of a connection attempt, in ms. */
const CONNECT_MS = 1_000;
/** Maximum connections; the registrar's own database pool is smaller. */
const CONNECTIONS = 64;
/** Closes idle connections before the registrar does so after 5 s. */
const IDLE_MS = 4_000;
/** Errors after which the request cannot have reached the registrar. */
const NOT_SENT: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** The registrar did not answer. Contains nothing of the request. */
export class RegistrarAway extends Error {
  /**
   * @param reason a short code, such as `ECONNREFUSED` or `status 503`
   * @param uncertain whether the operation may have been performed
   */
  constructor(
    readonly reason: string,
    readonly uncertain: boolean,
  ) {
    super(`the registrar gave no answer: ${reason}`);
    this.name = 'RegistrarAway';
  }
}

/**
 * Client of the registrar, which performs every operation on personal data (libs/contract). Each operation throws
 * RegistrarAway.
 */
@Injectable()
export class Registrar implements OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly authorization: string;
  private readonly away = new LogThrottle();

  constructor(
    @InjectConfig() config: Pick<GatewaySettings, 'REGISTRAR_URL' | 'REGISTRAR_SECRET'>,
    @InjectLogger() private readonly logger: Logger,
  ) {
    const { REGISTRAR_URL: url, REGISTRAR_SECRET: secret } = config;
    if (secret === undefined) throw new ConfigError('REGISTRAR_SECRET is missing; see .env.example');
    this.authorization = `Bearer ${secret}`;
    this.pool = new Pool(new URL(url).origin, {
      connections: CONNECTIONS,
      connect: { timeout: CONNECT_MS },
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
    });
  }

  /** Requests one operation. @throws RegistrarAway */
  async ask<O extends Operation>(operation: O, asked: Asked<O>): Promise<Answer<O>> {
    try {
      const { status, text } = await this.post(`/citizens/${operation}`, JSON.stringify(asked, withoutNul));
      if (status === 200) return JSON.parse(text) as Answer<O>;
      // A 503 states whether the operation may have been performed; any other refusal precedes it.
      throw new RegistrarAway(`status ${status}`, status === 503 && /"uncertain":true/.test(text));
    } catch (error) {
      this.away.say((leftOut) =>
        this.logger.error({ operation, err: error, leftOut }, 'the registrar gave no answer'),
      );
      throw error;
    }
  }

  private async post(path: string, body: string): Promise<{ status: number; text: string }> {
    const headers = { authorization: this.authorization, 'content-type': 'application/json' };
    try {
      const signal = AbortSignal.timeout(DEADLINE_MS);
      const answer = await this.pool.request({ method: 'POST', path, headers, body, signal });
      return { status: answer.statusCode, text: await answer.body.text() };
    } catch (error) {
      const reason = codeOf(error);
      throw new RegistrarAway(reason, !NOT_SENT.includes(reason));
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}

/** The short code of a network error, such as `ECONNREFUSED`; else its name, such as `TimeoutError`. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
}

/** The registrar rejects NUL. No token, code or name contains it, so replacing it makes no invalid value valid. */
const withoutNul = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value;
