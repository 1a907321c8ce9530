import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { RELEASE } from '../../libs/platform/database/release.rules.js';

const FOLDER = 'libs/platform/migrations';

/**
 * The migrations of released schemas. Installed databases have run them and never run them again: a change here would be in
 * fresh databases alone. Whoever needs another schema writes a new migration (docs/developer.md).
 */
const FROZEN: Readonly<Record<string, string>> = {
  '1764000000000-first.ts': '5dfc19ab1039bb849f14d60670b99802e66bb30d802ce517bb0f8a63d43f6fba',
};

it.each(Object.entries(FROZEN))('%s is never edited again', (file, digest) =>
  expect(
    createHash('sha256')
      .update(readFileSync(`${FOLDER}/${file}`))
      .digest('hex'),
  ).toBe(digest),
);

it('every migration is one release, and frozen', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(FROZEN).sort());
  expect(RELEASE).toBe(Object.keys(FROZEN).length);
});
