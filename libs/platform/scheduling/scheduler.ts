import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { awayFrom } from '../program/away.rules.js';
import type { Logger } from '../logging/logging.js';
import { InjectLogger } from '../platform.module.js';
import { LogThrottle } from '../logging/log-throttle.js';
import { PERIODIC, type PeriodicRun, type Rhythm } from './periodic.js';

/**
 * Runs the periodic work of all providers in this program from its start to its shutdown. Each kind of work has a loop of its
 * own: slow or failing work delays no other. Timers instead of queue jobs: jobs would be lost with the queue.
 */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly loops: Promise<void>[] = [];
  /** Shared by all loops: a server that is away stops every one of them. */
  private readonly away = new LogThrottle();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** @throws Error where two kinds of work have the same name */
  onApplicationBootstrap(): void {
    const { signal } = this.stopping;
    // Every loop adds a listener.
    setMaxListeners(0, signal);
    const names = new Set<string>();
    for (const { rhythm, run } of this.work()) {
      if (names.has(rhythm.name)) throw new Error(`periodic work named ${rhythm.name} exists twice`);
      names.add(rhythm.name);
      this.loops.push(this.loop(rhythm, run));
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
  }

  private *work(): Generator<{ rhythm: Rhythm; run: PeriodicRun }> {
    // A provider with an alias is discovered twice.
    const instances = new Set(this.discovery.getProviders().map((provider): unknown => provider.instance));
    for (const instance of instances) {
      if (typeof instance !== 'object' || instance === null) continue;
      const methods = instance as Record<string, PeriodicRun>;
      for (const name of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
        const method = methods[name];
        const rhythm = method && this.reflector.get<Rhythm | undefined>(PERIODIC, method);
        if (rhythm) yield { rhythm, run: method.bind(instance) };
      }
    }
  }

  private async loop({ name, pauseMs }: Rhythm, run: PeriodicRun): Promise<void> {
    const { signal } = this.stopping;
    const failures = new LogThrottle();
    while (!signal.aborted) {
      let pause: number | void = pauseMs;
      try {
        pause = await run(signal);
      } catch (error) {
        const server = awayFrom(error)?.server;
        if (server)
          this.away.say((leftOut) =>
            this.logger.error({ err: error, server, leftOut }, 'a server is away; waiting for it'),
          );
        else
          failures.say((leftOut) =>
            this.logger.error({ err: error, work: name, leftOut }, 'periodic work failed; it is tried again'),
          );
      }
      await sleep(pause ?? pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
