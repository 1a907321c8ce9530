// Node's own environment of jest, without what makes it slow: its global object is a Proxy, and each name that is not
// declared in a module (`Map`, `Math`, `Buffer`) is looked up by its traps. Code that is busy ran a third as fast.
import { constants, createContext } from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** Those of this process, which what comes out of Node's own modules is an instance of. */
const OUTER = new Set(['ArrayBuffer', 'Uint8Array']);

export default class PlainGlobals extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const { global: slow, moduleMocker } = this;
    const plain = createContext(constants.DONT_CONTEXTIFY);
    for (const name of Reflect.ownKeys(slow)) {
      if (name in plain && !OUTER.has(name)) continue;
      const { enumerable } = Object.getOwnPropertyDescriptor(slow, name);
      const become = (value) =>
        Object.defineProperty(plain, name, { configurable: true, enumerable, writable: true, value });
      // Some are loaded, or warn, when they are first asked for.
      Object.defineProperty(plain, name, {
        configurable: true,
        enumerable,
        get: () => {
          const value = slow[name];
          become(value);
          return value;
        },
        set: become,
      });
    }
    plain.global = plain;
    this.global = plain;
    this.context = plain;
    this.moduleMocker = new moduleMocker.constructor(plain);
  }
}
