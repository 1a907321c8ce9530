/** A setting is missing or invalid. The message is one line with the setting's name and the expected value. */
export class ConfigError extends Error {}
