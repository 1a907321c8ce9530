// Lets Node load TypeScript: `node --import ./test/runner/typescript.js`.
import { register } from 'node:module';
process.setSourceMapsEnabled(true);
register('./typescript.hooks.js', import.meta.url);
