// The settings of a program, checked at its start, and what an installation remembers of itself.
export { ConfigError } from './config-error.js';
export { type Config, loadConfig, loadSettings, settingNames, settingShapes, shortUrl } from './config.js';
export type { SettingsFile } from './settings-file.js';
export {
  GATEWAY_SETTINGS,
  type GatewaySettings,
  gatewaySettingsOf,
  loadGatewaySettings,
} from './gateway-settings.js';
export { beginEpoch, noteTimeline } from './epoch.js';
export { Installation, InstallationModule } from './installation.module.js';
export { refuseRealProvider } from './training.js';
