/** A setting was missing or wrong. The message is one line that names it and says what would be right. */
export class ConfigError extends Error {}
