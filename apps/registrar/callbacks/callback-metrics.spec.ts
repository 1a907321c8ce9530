import type { WaitingCallbacks } from '#callbacks';
import { createLogger } from '#platform/logging';
import { Metrics } from '../metrics.js';
import { CallbackMetrics } from './callback-metrics.js';

describe('the figures of callbacks', () => {
  it('come without those of the database while it is away', async () => {
    const metrics = new Metrics();
    let isAway = true;
    const waiting = {
      backlog: () =>
        isAway
          ? Promise.reject(new Error('connect ECONNREFUSED'))
          : Promise.resolve({ waiting: 3, setAside: 0 }),
    } as unknown as WaitingCallbacks;
    const callbacks = new CallbackMetrics(metrics, waiting, createLogger('test', 'silent'));
    callbacks.read('twilio', 'failed');
    const during = await metrics.scrape();
    expect(during).toContain('siar_callbacks_total{source="twilio",outcome="failed"} 1');
    expect(during).not.toMatch(/^siar_callbacks_waiting/m);
    isAway = false;
    expect(await metrics.scrape()).toContain('siar_callbacks_waiting{state="waiting"} 3');
    metrics.onApplicationShutdown();
  });
});
