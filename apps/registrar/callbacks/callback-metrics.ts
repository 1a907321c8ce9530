import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { type CallbackSource, WaitingCallbacks } from '#callbacks';
import { InjectLogger } from '#platform';
import type { Logger } from '#platform/logging';
import { within } from '#platform/waiting';
import { Metrics } from '../metrics.js';
import type { CallbackOutcome } from './callback-reader.js';

/** The database answers within this time, in ms, or its figures are left out: the others must come. */
const LIMIT_MS = 3_000;

/** Prometheus metrics of the callbacks. */
@Injectable()
export class CallbackMetrics {
  private readonly outcomes: Counter<'source' | 'outcome'>;

  constructor({ registry }: Metrics, waiting: WaitingCallbacks, @InjectLogger() logger: Logger) {
    this.outcomes = new Counter({
      name: 'siar_callbacks_total',
      help: 'Callbacks of providers that were read, by what became of them',
      labelNames: ['source', 'outcome'],
      registers: [registry],
    });
    new Gauge({
      name: 'siar_callbacks_waiting',
      help: 'Callbacks of providers that wait to be read, and those set aside since they failed too often',
      labelNames: ['state'],
      registers: [registry],
      async collect() {
        this.reset();
        try {
          const { waiting: count, setAside } = await within(LIMIT_MS, waiting.backlog());
          this.set({ state: 'waiting' }, count);
          this.set({ state: 'set-aside' }, setAside);
        } catch (error) {
          logger.warn({ err: error }, 'a scrape could not read the callbacks');
        }
      },
    });
  }

  /** Counts a callback. `failed`: it is retried. */
  read(source: CallbackSource, outcome: CallbackOutcome | 'failed' | 'set-aside'): void {
    this.outcomes.inc({ source, outcome });
  }
}
