import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { ConfigError } from './config-error.js';

/** A settings file as it was read, with the place of each value. */
export interface SettingsFile {
  value: unknown;
  /** Returns the place of a value as `file:line`; of a missing one, the place of what should hold it. */
  place(path: readonly PropertyKey[]): string;
}

/**
 * Reads a settings file in YAML 1.2, of which JSON is a part. `${NAME}` in a string is replaced by an environment variable,
 * so that the file holds no secret.
 * @throws ConfigError with `file:line` and what is wrong
 */
export function readSettingsFile(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): SettingsFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  // Loaded only here: most programs read no such file, and its modules would delay every start.
  const yaml = createRequire(import.meta.url)('yaml') as typeof Yaml;
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const line = (offset: number): string => `${file}:${lines.linePos(offset).line}`;
  const [fault] = document.errors;
  if (fault) throw new ConfigError(`${line(fault.pos[0])}: is not YAML: ${fault.message}`);
  yaml.visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== 'string') return;
      node.value = node.value.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
        const value = env[name];
        if (value === undefined || value === '')
          throw new ConfigError(`${line(node.range?.[0] ?? 0)}: ${name} is not set in the environment`);
        return value;
      });
    },
  });
  return {
    value: document.toJS() as unknown,
    place: (path) => {
      for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true);
        if (yaml.isNode(node) && node.range) return line(node.range[0]);
      }
      return `${file}:1`;
    },
  };
}
