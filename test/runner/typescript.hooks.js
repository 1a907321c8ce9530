import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const OPTIONS = {
  jsc: {
    parser: { syntax: 'typescript', tsx: false, decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
    experimental: { keepImportAttributes: true },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
  inlineSourcesContent: false,
  swcrc: false,
};

/** An import names the compiled file, in the console a name without an extension, and a lib is a `#name`. */
export function resolve(specifier, context, next) {
  const { parentURL } = context;
  if (!parentURL?.endsWith('.ts')) return next(specifier, context);
  if (specifier.startsWith('#'))
    return next(specifier, { ...context, conditions: ['source', ...context.conditions] });
  if (specifier.startsWith('.'))
    for (const source of [specifier.replace(/\.js$/, '.ts'), `${specifier}.ts`, `${specifier}/index.ts`]) {
      const url = new URL(source, parentURL);
      if (source.endsWith('.ts') && existsSync(url)) return next(url.href, context);
    }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { ...OPTIONS, filename });
  return { format: 'module', source: code, shortCircuit: true };
}
