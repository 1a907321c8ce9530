/** The texts of the demo, for specs of libs, which may not import apps. */
export { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
