import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/program';

// docs/promises.md and docs/threats.md name the tests that prove them: the files and titles must exist.
const text = ['docs/promises.md', 'docs/threats.md']
  .map((file) => readFileSync(join(projectRoot, file), 'utf8'))
  .join('\n');
const promised = [...text.matchAll(/`((?:test|libs|apps)\/[\w./-]+\.spec\.ts)`: ([^`|]+)/g)].flatMap(
  ([, file = '', names = '']) =>
    names
      .split(' · ')
      .map((name): [file: string, name: string] => [file, name.trim()])
      .filter(([, name]) => name !== ''),
);
const named = [
  ...new Set([...text.matchAll(/`((?:test|libs|apps)\/[\w./-]+\.spec\.ts)`/g)].map(([, file]) => file)),
];

it.each(named)('%s exists', (file = '') => expect(existsSync(join(projectRoot, file))).toBe(true));

it.each(promised)('%s shows: %s', (file, name) => {
  // A number in a title is written as a constant.
  const words = name.split(/\d+/).filter((part) => part.trim().length > 2);
  const source = readFileSync(join(projectRoot, file), 'utf8');
  // Not toContain(): its message would be the whole file.
  expect(words.filter((part) => !source.includes(part.trim().replace(/ s$/, '')))).toEqual([]);
});

it('promises something for each kind of fault and of harm', () =>
  expect(promised.length).toBeGreaterThanOrEqual(60));
