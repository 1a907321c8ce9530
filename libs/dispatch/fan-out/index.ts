// Turns a wave into copies.
export { FanOut } from './fan-out.js';
