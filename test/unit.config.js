import base from '../jest.config.js';

/** `npm run test:unit`: the rules, from source, without servers or a build. */
export default {
  ...base,
  rootDir: '..',
  testMatch: ['**/*.rules.spec.ts'],
  globalSetup: null,
  globalTeardown: null,
};
