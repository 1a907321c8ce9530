// The font of the console in the characters of Indonesian and English, and the weights in use: `npm run font` writes it.
// Other characters come from the whole font, where they occur (src/type/type.css).
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import subset from 'subset-font';

const WHOLE = '@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2';
const ASCII = Array.from({ length: 95 }, (_, n) => String.fromCodePoint(32 + n)).join('');
const CHARACTERS = `${ASCII}\u00a0°±·×é–—‘’“”•…−`;

const font = await subset(await readFile(createRequire(import.meta.url).resolve(WHOLE)), CHARACTERS, {
  targetFormat: 'woff2',
  variationAxes: { wght: { min: 400, max: 700 } },
});
await writeFile(new URL('src/type/plus-jakarta-sans.woff2', import.meta.url), font);
