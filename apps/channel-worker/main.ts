// First: it must be evaluated before all others.
import './heap.js';
import { runProgram } from '#platform/program';
import { startWorker } from './worker.js';

await runProgram('channel-worker', async (config, logger) => {
  const worker = await startWorker(config, logger);
  process.send?.({ url: worker.url });
  return () => worker.stop();
});
