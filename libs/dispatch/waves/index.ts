// When which region gets a broadcast.
export { Waves, type WaveView } from './waves.js';
