import base from '../jest.config.js';

/** `npm run test:hosts`: Siar on many hosts, each a container; servers and programs are killed and cut off. */
export default {
  ...base,
  rootDir: '../../..',
  roots: ['<rootDir>/test/deployment/hosts'],
};
