import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { RELEASE } from '../../libs/platform/database/upkeep/release.rules.js';

const FOLDER = 'libs/platform/migrations';

/**
 * The migrations of released schemas, by the release that each came with. Installed databases have run them and never run
 * them again: a change here would be in fresh databases alone. Whoever needs another schema writes a new migration
 * (docs/developer/data.md).
 */
const FROZEN: ReadonlyArray<readonly [file: string, release: number, digest: string]> = [
  ['1764000000000-first.ts', 1, '5dfc19ab1039bb849f14d60670b99802e66bb30d802ce517bb0f8a63d43f6fba'],
  ['1764000000010-departures.ts', 2, 'bc08f72ed6cd4cc5ce7490dbdb884c0b836913d79d51c098b5fc464dcecb0eec'],
  ['1764000000030-issuer-sign-in.ts', 2, 'ebfee06ef539203628e19ad95cbb9eb73807bb2014dc984e250a6824334f80fa'],
  ['1764000000031-logout-tokens.ts', 2, '967377a2e69a393134ec08972b4d1856ac3e11454456d982a2a2e6d4a377725a'],
  ['1764000000032-machine-keys.ts', 2, '9960127132ec29f62b338260fc3e3cbb3fdcecba8284cecfcf589a414bd15828'],
  ['1764000000040-throughput.ts', 2, '6e95a577d480268ef4c19f3fc92e6cb33dba978326410f68da614798416a1cca'],
  ['1764000000050-kept-counts.ts', 2, '40959518251560548ceb032cbdf8aee534ef36cb4a02cae90882d830d2073cdf'],
  ['1764000000060-languages.ts', 2, '93137f43452d4460c456bbb342ebfa0403432f12f9ff68a5b962144bea4bc5f3'],
  ['1764000000070-election-facts.ts', 2, '369928c03cd98fc76472cbaeec7917845018fb1fe69b991b609f089853b2c21d'],
  ['1764000000080-draft-versions.ts', 2, '74d2ab6d3bd237e214b9135426d72851eb97bcb82020cce2cfe609041f2149a5'],
  ['1764000000090-comments.ts', 2, '7056f4bddebcde09497066b7f8acbfdd9c65de08bfcf9f372a3effdc605cf48a'],
  ['1764000000091-comment-news.ts', 2, '765800d5585127a094b5f8be1ca871f30cb44d044ea23f9ca83689fd7c8af5d2'],
  ['1764000000100-series.ts', 2, '58f600ad810c479e1effa055ddeaa1b669d4ce8fdd90e3c5b670548f6bc6665e'],
  [
    '1764000000110-ledger-by-broadcast.ts',
    3,
    '2aad3fedb3b6d92e4d4ba768311bc09459a6d3dd38edc1e8dc6d977a553efd63',
  ],
  ['1764000000120-saved-filters.ts', 4, 'a6b7b841b8bab1dbc9b680e9c39ead1231e3e920ba99cb7f9a7f8a9a1eda19d4'],
];

it.each(FROZEN)('%s is never edited again', (file, _release, digest) =>
  expect(
    createHash('sha256')
      .update(readFileSync(`${FOLDER}/${file}`))
      .digest('hex'),
  ).toBe(digest),
);

it('every migration is frozen, and the last is of this release', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(FROZEN.map(([file]) => file));
  const releases = FROZEN.map(([, release]) => release);
  expect(releases).toEqual(releases.toSorted((a, b) => a - b));
  expect(RELEASE).toBe(releases.at(-1));
});
