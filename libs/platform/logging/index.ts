// The log, and a limit on lines that repeat.
export { createLogger, type Logger, NestLogger } from './logging.js';
export { LogThrottle } from './log-throttle.js';
