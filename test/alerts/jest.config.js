import base from '../../jest.config.js';

/** `npm run record:alerts`: each fault in real time, as long as the alerts wait. About an hour. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/alerts'],
  testMatch: ['**/record.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
};
