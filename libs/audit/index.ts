export { type Act, record } from './trail.js';
