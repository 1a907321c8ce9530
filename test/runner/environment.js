// Node's own globals, not a vm context: modules are loaded once for a worker instead of once for a spec.
export default class BareNode {
  global = globalThis;
  exportConditions = () => ['source', 'node', 'node-addons'];
  getVmContext = () => null;
  /** Jest has put its own in place, which finds no source map of ours; Node's does. */
  setup = () => void (Error.prepareStackTrace = undefined);
  teardown = () => {};
}
