import { createLogger } from '#platform/logging';
import { type ChannelWorker, ChannelWorkers } from './channel-workers.js';

describe('the channels of a worker', () => {
  const begun = async (serves: () => Promise<void>): Promise<{ steps: string[]; error: unknown }> => {
    const steps: string[] = [];
    const workers = new ChannelWorkers(
      { name: 'worker 1', alsoAsk: () => undefined, serves } as unknown as ConstructorParameters<
        typeof ChannelWorkers
      >[0],
      { sparing: () => undefined } as unknown as ConstructorParameters<typeof ChannelWorkers>[1],
      { start: () => void steps.push('jobs') } as ConstructorParameters<typeof ChannelWorkers>[2],
      createLogger('test', 'silent'),
    );
    workers.add({
      name: 'email',
      start: () => void steps.push('circuit'),
      share: () => void steps.push('share'),
    } as unknown as ChannelWorker);
    const error = await workers.onApplicationBootstrap().then(
      () => null,
      (refused: unknown) => refused,
    );
    return { steps, error };
  };

  it('take jobs once the worker is registered', async () => {
    expect(await begun(() => Promise.resolve())).toEqual({
      steps: ['circuit', 'jobs', 'share'],
      error: null,
    });
  });

  it('take none where it cannot be registered', async () => {
    const locked = new Error('canceling statement due to lock timeout');
    expect(await begun(() => Promise.reject(locked))).toEqual({ steps: ['circuit'], error: locked });
  });
});
