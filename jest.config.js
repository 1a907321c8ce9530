/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
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
  // The long runs have their own configuration; of the faults only the most telling is tried each time, in short.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/faults/(?!workers-killed)'],
  globalSetup: '<rootDir>/test/servers.js',
  globalTeardown: '<rootDir>/test/servers.stop.js',
  testTimeout: 120_000,
  // Jest's default on two cores is one at a time; the suites wait for servers half of their time.
  maxWorkers: 2,
};
