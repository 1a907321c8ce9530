import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTS } from './audit-acts.js';

it('every act that is written into the trail has a name', () => {
  const sources = ['libs', 'apps'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map((file) => join(folder, file)),
  );
  const written = new Set(
    sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bact: '([a-z-]+\.[a-z-]+)'/g)].map(([, act = '']) => act),
    ),
  );
  expect(written.size).toBeGreaterThan(40);
  expect([...written].filter((act) => !(act in ACTS))).toEqual([]);
});
