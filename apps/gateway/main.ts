import { runProgram } from '#platform';
import { startGateway } from './gateway.js';

await runProgram('gateway', async (config, logger) => {
  const gateway = await startGateway(config, logger);
  logger.info({ url: gateway.url }, 'listening');
  process.send?.({ url: gateway.url });
  return () => gateway.stop();
});
