// Replaces jest-runtime: Node itself loads the modules. A module stays loaded and compiled for all later specs of this
// worker, whereas a vm context for each spec loads all of Nest and TypeORM again. There is no isolation: a spec restores
// what it changes in modules and in `process`.
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

  /** Called for circus' state, which is reset for each spec. */
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
