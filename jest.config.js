/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/test/environment.js',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  // A source names the file it will be compiled to; a package's x.json.js is meant as it is written.
  moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  // The long fault runs have their own configuration; each scenario is tried here in short.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/faults/(?!short)'],
  globalSetup: '<rootDir>/test/servers.js',
  globalTeardown: '<rootDir>/test/servers.stop.js',
  testTimeout: 120_000,
  // Jest's default on two cores is one at a time; the suites wait for servers half of their time.
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/long-first.js',
  // Modules of an ended suite are never let go (nodejs/node#33439): a worker that has grown is begun anew.
  workerIdleMemoryLimit: '1.5GB',
};
