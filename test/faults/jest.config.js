import base from '../../jest.config.js';

/** The long fault runs, one after the other: they kill servers, and measure. `npm test` runs the short ones only. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/faults'],
  testPathIgnorePatterns: ['/node_modules/', 'short.spec'],
  maxWorkers: 1,
};
