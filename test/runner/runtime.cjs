// What jest loads modules with, in place of jest-runtime: Node itself. A module that an earlier spec of this worker has
// loaded is there, compiled and warm, where a vm context for each spec loads all of Nest and TypeORM again. There is no
// isolation: a spec puts back what it changes in modules and in `process`.
const { pathToFileURL } = require('node:url');

class NodeRuntime {
  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    return import(pathToFileURL(path).href);
  }

  requireModule(path) {
    return require(path);
  }

  /** Asked for circus' state, which begins anew with each spec. */
  requireInternalModule(path) {
    delete require.cache[path];
    return require(path);
  }

  setGlobalsForRuntime() {}
  enterTestCode() {}
  leaveTestCode() {}
  getSourceMaps() {
    return new Map();
  }
  getAllCoverageInfoCopy() {}
  teardown() {}
}

module.exports = { __esModule: true, default: NodeRuntime };
