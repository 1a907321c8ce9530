// Node's own globals, not a vm context: modules are loaded once for each worker instead of once for each spec.
export default class BareNode {
  global = globalThis;
  exportConditions = () => ['source', 'node', 'node-addons'];
  getVmContext = () => null;
  /** Jest installs its own, which finds no source map of ours; Node's does. */
  setup = () => void (Error.prepareStackTrace = undefined);
  teardown = () => {};
}
