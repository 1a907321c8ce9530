export {
  CONFIG,
  FITTING_SCHEMA,
  InjectConfig,
  InjectLogger,
  LOGGER,
  PlatformModule,
} from './platform.module.js';
