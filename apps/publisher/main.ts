import { runProgram } from '#platform/program';
import { startPublisher } from './publisher.js';

await runProgram('publisher', async (config, logger) => {
  const { url, stop } = await startPublisher(config, logger);
  logger.info({ url }, 'listening');
  process.send?.({ url });
  return stop;
});
