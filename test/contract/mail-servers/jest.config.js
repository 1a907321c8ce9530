import base from '../../../jest.config.js';

/** `.ci/mail-servers`: Postfix, Exim and OpenSMTPD of Debian, unpacked in MAIL_SERVERS. */
export default {
  ...base,
  rootDir: '../../..',
  roots: ['<rootDir>/test/contract/mail-servers'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: null,
  globalTeardown: null,
  maxWorkers: 1,
  verbose: true,
  // Beside the other lanes, at a low priority.
  testTimeout: 300_000,
};
