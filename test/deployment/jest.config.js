import base from '../../jest.config.js';

/** `npm run test:deployment`: the image and docker-compose.yml, in a container engine. Needs Docker, Compose and debootstrap. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/deployment/containers'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: null,
  globalTeardown: null,
  maxWorkers: 1,
  // How long each stage took stands in the output.
  verbose: true,
};
