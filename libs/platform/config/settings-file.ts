import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { ConfigError } from './config-error.js';

type Path = readonly PropertyKey[];

/** A settings file as it was read, with the place of each value. */
export interface SettingsFile {
  /** Its content, in which `${NAME}` has not been replaced. */
  value: unknown;
  /** Returns the place of a value as `file:line`; of a missing one, the place of what should hold it. */
  place(path: Path): string;
  /**
   * Returns the value at a path with each `${NAME}` replaced by that environment variable, so that the file holds no
   * secret; or what this program lacks, since not every program has every secret.
   */
  filled(path: Path): { value: unknown } | { lacks: string };
}

/**
 * Reads a settings file in YAML 1.2, of which JSON is a part.
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
  return {
    value: document.toJS() as unknown,
    place: (path) => {
      for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true);
        if (yaml.isNode(node) && node.range) return line(node.range[0]);
      }
      return `${file}:1`;
    },
    filled: (path) => {
      const copy = document.clone();
      const node = copy.getIn(path, true);
      if (!yaml.isNode(node)) return { value: node };
      let lacks: string | undefined;
      yaml.visit(node, {
        Scalar: (_, scalar) => {
          if (typeof scalar.value !== 'string') return;
          scalar.value = scalar.value.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
            const value = env[name];
            if (!value) lacks ??= `${line(scalar.range?.[0] ?? 0)}: ${name} is not set in the environment`;
            return value ?? '';
          });
        },
      });
      return lacks === undefined ? { value: node.toJS(copy) as unknown } : { lacks };
    },
  };
}
