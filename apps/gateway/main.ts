import { loadGatewaySettings } from '#platform/config';
import { runProgramWith } from '#platform/program';
import { startGateway } from './gateway.js';

await runProgramWith('gateway', loadGatewaySettings, async (settings, logger) => {
  const gateway = await startGateway(settings, logger);
  logger.info({ url: gateway.url }, 'listening');
  process.send?.({ url: gateway.url });
  return () => gateway.stop();
});
