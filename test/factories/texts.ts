/** The texts of the demo, for specs of libs, which reach no app themselves. */
export { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
