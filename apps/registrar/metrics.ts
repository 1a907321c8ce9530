import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Figures } from '#platform/http';

/** Prometheus metrics of this process. */
@Injectable()
export class Metrics implements Figures, OnApplicationShutdown {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'siar_http_request_duration_seconds',
    help: 'Seconds to answer a request, by route pattern',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Records the duration of a request. */
  answered({ route, status, seconds }: { route: string; status: number; seconds: number }): void {
    this.requests.observe({ route, status }, seconds);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  scrape(): Promise<string> {
    return this.registry.metrics();
  }

  onApplicationShutdown(): void {
    this.registry.clear();
  }
}
