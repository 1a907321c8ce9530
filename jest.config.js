/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/test/runner/environment.js',
  runtime: '<rootDir>/test/runner/runtime.cjs',
  // Node loads the modules, by test/runner/typescript.js.
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  // The long fault runs have their own configuration; each scenario is tried here in short. So has what needs a container engine or other mail servers.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/faults/(?!short)',
    '<rootDir>/test/alerts/record',
    '<rootDir>/test/contract/mail-servers',
    '<rootDir>/test/deployment/containers',
    '<rootDir>/test/deployment/hosts',
  ],
  globalSetup: '<rootDir>/test/runner/servers.js',
  globalTeardown: '<rootDir>/test/runner/servers.stop.js',
  testTimeout: 120_000,
  // Jest's default on two cores is one at a time; the suites wait for servers half of their time. Three at a time took
  // longer: browsers and programs of three suites thrash two cores.
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/runner/long-first.js',
  // Modules of an ended suite are never let go (nodejs/node#33439): a worker that has grown is replaced.
  workerIdleMemoryLimit: '1.5GB',
};
