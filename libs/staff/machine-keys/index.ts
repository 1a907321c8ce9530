// Keys of programs that read reports.
export { KEY_PREFIX, MachineKeys } from './machine-keys.js';
