import { setFlagsFromString } from 'node:v8';
import { runProgram } from '#platform';
import { startWorker } from './worker.js';

// The heap may grow by a quarter of what is in use before it is cleared out. Left to itself, V8 lets it grow to three times that,
// and a worker would come to hold 300 MB, most of it copies long sent.
setFlagsFromString('--heap-growing-percent=25');

await runProgram('channel-worker', async (config, logger) => {
  const worker = await startWorker(config, logger);
  process.send?.({ url: worker.url });
  return () => worker.stop();
});
