import { runProgram } from '#platform';
import { startGateway } from './gateway.js';

await runProgram('gateway', async (config, logger) => {
  const { url, stop } = await startGateway(config, logger);
  logger.info({ url }, 'listening');
  process.send?.({ url });
  return stop;
});
