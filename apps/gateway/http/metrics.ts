import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Figures } from '#platform/http';

/** Outcome of a call to a webhook. */
export type WebhookOutcome =
  /** In the inbox; its reader authenticates it. */
  | 'stored'
  /** Irrelevant, such as an intermediate state. */
  | 'ignored'
  /** Without the secret or a signature, or malformed: nothing was stored. */
  | 'refused'
  /** The inbox is full at present: nothing was stored. */
  | 'full';
/** The webhooks. */
export type Webhook = 'twilio' | 'email' | 'telegram';

/** Prometheus metrics of this process. */
@Injectable()
export class Metrics implements Figures, OnApplicationShutdown {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'siar_http_request_duration_seconds',
    help: 'Seconds to answer a request, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  private readonly webhooks = new Counter({
    name: 'siar_webhook_calls_total',
    help: 'Calls to a webhook, by what became of them',
    labelNames: ['webhook', 'outcome'],
    registers: [this.registry],
  });

  private readonly untrusted = new Counter({
    name: 'siar_untrusted_proxy_total',
    help: 'Minutes in which a proxy near by forwarded requests that TRUST_PROXY does not name',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Records the duration of a request. */
  answered({
    method,
    route,
    status,
    seconds,
  }: {
    method: string;
    route: string;
    status: number;
    seconds: number;
  }): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  /** Counts a call to a webhook. */
  called(webhook: Webhook, outcome: WebhookOutcome): void {
    this.webhooks.inc({ webhook, outcome });
  }

  /** Logs that requests come through a proxy that is not trusted. */
  untrustedProxy(): void {
    this.untrusted.inc();
  }

  scrape(): Promise<string> {
    return this.registry.metrics();
  }

  onApplicationShutdown(): void {
    this.registry.clear();
  }
}
