import { runProgram } from '#platform/program';
import { startRegistrar } from './registrar.js';

await runProgram('registrar', async (config, logger) => {
  const registrar = await startRegistrar(config, logger);
  logger.info({ url: registrar.url }, 'listening');
  process.send?.({ url: registrar.url });
  return () => registrar.stop();
});
