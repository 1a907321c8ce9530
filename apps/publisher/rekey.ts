import { AUDIENCE_SECRETS, renewAddresses } from '#audience';
import { record } from '#audit';
import { DISPATCH_SECRETS } from '#dispatch';
import { NOTICE_SECRETS } from '#notices';
import { loadSettings } from '#platform/config';
import { hashedLeft, Keys, reseal, sealedLeft } from '#platform/crypto';
import { Database, databaseOptions, type DatabaseLimits } from '#platform/database';
import { runTask } from '#platform/program';
import { STAFF_SECRETS } from '#staff';

const LIBS = [AUDIENCE_SECRETS, STAFF_SECRETS, NOTICE_SECRETS, DISPATCH_SECRETS];
const SEALED = LIBS.flatMap(({ sealed }) => sealed);
const HASHED = LIBS.flatMap(({ hashed }) => hashed);

/** A statement reads at most a table once; a lock that a program holds is waited for briefly, and tried again. */
const LIMITS: DatabaseLimits = {
  lockMs: 2_000,
  statementMs: 120_000,
  idleInTransactionMs: 60_000,
  queryMs: 150_000,
};

/** Rows between two lines about progress. */
const EVERY = 100_000;

const say = (line: string): void => void process.stdout.write(`rekey: ${line}\n`);
const number = (value: number): string => value.toLocaleString('en-US');
const progress =
  (table: string) =>
  (read: number): void => {
    if (read % EVERY === 0) say(`  ${table}: looked at ${number(read)} rows`);
  };
/** Rows that are named of those that do not decrypt. */
const NAMED = 10;
const complain = (table: string, broken: readonly string[]): void => {
  if (broken.length === 0) return;
  const named = broken.slice(0, NAMED).map((id) => `(${id})`);
  say(`  ${table}: ${number(broken.length)} DO NOT DECRYPT: altered, or another key: ${named.join(' ')}`);
};

// Brings what is stored to the newest keys of DATA_KEY and HASH_KEY, while everything runs, and says what the older ones
// are still needed for (docs/rotating-keys.md).
await runTask('rekey', async () => {
  const settings = loadSettings(process.env, ['DATABASE_URL', 'DATA_KEY', 'HASH_KEY']);
  const keys = new Keys(settings);
  const database = await new Database(
    databaseOptions(settings.DATABASE_URL, 2, 'siar_app', LIMITS),
  ).initialize();
  try {
    const encrypted = await encrypt(database, keys);
    const moved = await moveHashes(database, keys);
    const [dataLeft, hashLeft] = [await reportData(database, keys), await reportHashes(database, keys)];
    await note(database, keys.newestDataKey, encrypted);
    await note(database, keys.newestHashKey, moved);
    if (dataLeft + hashLeft > 0)
      throw new Error(
        `${number(dataLeft + hashLeft)} rows could not be brought to the newest keys: see above, and run it again`,
      );
  } finally {
    await database.destroy();
  }
});

/** Notes in the trail that rows came under a key, by its id. */
async function note(database: Database, key: string, rows: number): Promise<void> {
  if (rows === 0) return;
  await record(database.manager, {
    actorId: null,
    act: 'key.rekey',
    subject: `key:${key}`,
    detail: { rows },
  });
}

/** @returns the number of rows that were encrypted with the newest key */
async function encrypt(database: Database, keys: Keys): Promise<number> {
  say(`DATA_KEY: ${keys.newestDataKey} encrypts`);
  let encrypted = 0;
  for (const table of SEALED) {
    const { done, broken } = await reseal(database, keys, table, progress(table.name));
    encrypted += done;
    if (done > 0) say(`  ${table.name}: ${number(done)} rows encrypted with ${keys.newestDataKey}`);
    complain(table.name, broken);
  }
  return encrypted;
}

/** @returns the number of addresses that were moved to the newest key */
async function moveHashes(database: Database, keys: Keys): Promise<number> {
  const { newestHashKey, olderHashKeys } = keys;
  say(
    `HASH_KEY: ${newestHashKey} makes hashes${olderHashKeys.length > 0 ? `, ${olderHashKeys.join(', ')} look up` : ''}`,
  );
  const { done: moved, broken } = await renewAddresses(database, keys, progress('addresses'));
  complain('addresses', broken);
  if (moved > 0) say(`  addresses: ${number(moved)} moved to ${newestHashKey}, with what is stored of them`);
  return moved;
}

/** @returns the number of rows that are under older keys of DATA_KEY */
async function reportData(database: Database, keys: Keys): Promise<number> {
  let left = 0;
  const needed = new Set<string>();
  for (const table of SEALED)
    for (const { key, rows } of await sealedLeft(database, keys, table)) {
      left += rows;
      needed.add(key);
      say(
        `DATA_KEY ${key} is needed: ${number(rows)} rows of ${table.name}${keys.holds(key) ? '' : ', AND IS NOT HELD'}`,
      );
    }
  for (const key of keys.olderDataKeys)
    if (!needed.has(key)) say(`DATA_KEY ${key} may be taken away: nothing is encrypted with it`);
  return left;
}

/** @returns the number of addresses that are under older keys of HASH_KEY */
async function reportHashes(database: Database, keys: Keys): Promise<number> {
  let addresses = 0;
  const needed = new Map<string, string[]>();
  for (const column of HASHED)
    for (const { key, rows } of await hashedLeft(database, keys, column)) {
      if (column.table === 'addresses') addresses += rows;
      needed.set(key, [...(needed.get(key) ?? []), `${number(rows)} ${column.ends}`]);
    }
  for (const key of new Set([...keys.olderHashKeys, ...needed.keys()])) {
    const uses = needed.get(key) ?? [];
    const held = keys.olderHashKeys.includes(key) ? '' : ' AND IS NOT HELD';
    say(
      uses.length === 0
        ? `HASH_KEY ${key} may be taken away, once links in messages sent with it need not work any more`
        : `HASH_KEY ${key} is needed${held}:`,
    );
    for (const one of uses) say(`  ${one}`);
  }
  return addresses;
}
