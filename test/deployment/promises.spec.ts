import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';

// The README's table of promises names the tests that show them: they must be there, and be called so.
const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
const promised = [...readme.matchAll(/`((?:test|libs)\/[\w./-]+\.spec\.ts)`: ([^`|]+)/g)].flatMap(
  ([, file = '', names = '']) =>
    names
      .split(' · ')
      .map((name): [file: string, name: string] => [file, name.trim()])
      .filter(([, name]) => name !== ''),
);

it.each(promised)('%s shows: %s', (file, name) => {
  expect(existsSync(join(projectRoot, file))).toBe(true);
  // A number in a name is written as a constant.
  const words = name.split(/\d+/).filter((part) => part.trim().length > 2);
  const source = readFileSync(join(projectRoot, file), 'utf8');
  for (const part of words) expect(source).toContain(part.trim().replace(/ s$/, ''));
});

it('promises something of each kind of fault', () => expect(promised.length).toBeGreaterThanOrEqual(16));
