import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Puts packed copies beside each script and style, for the publisher to send. */
const packed: Plugin = {
  name: 'siar:packed',
  apply: 'build',
  // From what was written: vite changes scripts up to the last moment.
  async writeBundle({ dir = '' }, bundle) {
    const names = Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file));
    await Promise.all(
      names.map(async (name) => {
        const path = join(dir, name);
        const bytes = await readFile(path);
        await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes));
      }),
    );
  },
};

const PUBLISHER = { target: 'http://127.0.0.1:4000', changeOrigin: false };

/** Builds the console into dist/console, from where the publisher serves it. `npm run dev` serves it from its sources. */
export default defineConfig({
  root: here('.'),
  plugins: [packed],
  build: {
    outDir: here('../../dist/console'),
    emptyOutDir: true,
    // The page's Content-Security-Policy takes images from files and data, and scripts from files alone.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // A test counts the bytes of the first screen, packed (test/e2e/console.spec.ts).
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // What the first screen loads is one file, what many others share another: many small ones take longer, and pack worse.
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 2 },
            { name: 'desk', test: /\/console\/src\/desk\.tsx$/, priority: 1 },
            { name: 'shared', minShareCount: 8 },
          ],
        },
      },
      // Mantine marks its files for React server components; there are none here.
      onLog: (level, log, report) => {
        if (log.code === 'MODULE_LEVEL_DIRECTIVE') return;
        // A browser could not load what is left out of the bundle: npm ci is due.
        report(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
      },
    },
  },
  // The publisher compares the host that it is asked by with the origin of the page.
  server: {
    proxy: { '/api': PUBLISHER, '/health': PUBLISHER, '/ops': PUBLISHER },
    // libs/contract, and what npm installed.
    fs: { allow: [here('../..')] },
  },
});
