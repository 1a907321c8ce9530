import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { row } from '#platform/database';
import { allLines } from '#platform/files';
import { backupOf } from '../../../test/factories/backup.js';
import { crowd } from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { deliveryProgram } from '../../../test/factories/program.js';
import { tryKeys } from '../addresses/fitting-keys.js';
import { Audience } from '../audience.js';
import { consentAnew, joinWith, returnTo } from '../joining/memberships.js';
import { Rights } from '../rights/rights.js';
import { Journal } from './journal.js';
import { LastWords, readDeparture } from './journal.rules.js';
import { replay } from './replay.js';

describe('the journal of departures', () => {
  let folder: string;
  let db: TestDatabase;
  let config: Config;
  let keys: Keys;
  let program: INestApplicationContext;
  let people: { contact: string; email: string }[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siar-journal-'));
    db = await testDatabase();
    config = testConfig(db.url, { JOURNAL_DIR: folder });
    keys = new Keys(config);
    program = await deliveryProgram(config);
    const made = await crowd(
      db.source,
      keys,
      Array.from({ length: 8 }, () => ({ on: { email: 'active' as const, sms: 'active' as const } })),
    );
    people = made.contacts.map((contact, n) => ({ contact, email: made.addresses[n]?.email ?? '' }));
  });
  afterEach(async () => {
    await program.close();
    await db.drop();
    await rm(folder, { recursive: true });
  });

  const writeAll = async (): Promise<void> => {
    while (await program.get(Journal).step());
  };
  const words = async (): Promise<LastWords> => {
    const { id } = (await row<{ id: string }>(db.source.manager, 'SELECT id FROM installation')) ?? {
      id: '',
    };
    const all = new LastWords();
    for await (const line of allLines(join(folder, id))) {
      const departure = readDeparture(line);
      if (departure === null) throw new Error(`not a line of the journal: ${line}`);
      all.add(departure);
    }
    return all;
  };
  /** What stands of the people: the state of the e-mail address, the reason it is suppressed for, and whether restricted. */
  const standing = () =>
    Promise.all(
      people.map(async ({ contact }) => {
        const found = await row<{ said: string }>(
          db.source.manager,
          `SELECT concat_ws(' ', a.state, s.reason, CASE WHEN c.restricted_at IS NOT NULL THEN 'restricted' END,
             CASE WHEN NOT EXISTS (SELECT FROM consents k WHERE k.address_id = a.id AND k.withdrawn_at IS NULL) THEN 'no consent' END) AS said
           FROM contacts c JOIN addresses a ON a.contact_id = c.id AND a.channel = 'email'
           LEFT JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash WHERE c.id = $1`,
          [contact],
        );
        return found?.said ?? 'gone';
      }),
    );
  const wish = { regionCode: '11', language: 'id', topics: [], preferredChannel: 'email' } as const;
  const proven = (to: string) => ({ channel: 'email', to, source: 'web', wording: 'w1' }) as const;

  it('keeps away, after a restore, who left since the backup, and no one else', async () => {
    const audience = program.get(Audience);
    const [first, second, third, fourth, fifth, sixth, seventh] = people;
    if (!first || !second || !third || !fourth || !fifth || !sixth || !seventh)
      throw new Error('too few people');
    // Before the backup: one left and consented again without a line that says so, one is suppressed and stays so.
    await db.source.transaction(async (tx) => {
      await audience.leave(tx, seventh.email);
      await consentAnew(tx, seventh.email, 'web', 'w1');
      await tx.query('DELETE FROM suppressions');
    });
    const { restore } = await backupOf(db.url);
    await db.source.transaction(async (tx) => {
      await audience.leave(tx, first.email, 'gateway');
      await audience.suppress(tx, 'email', [second.email], 'dead-address', 'smtp 5.1.1');
      await audience.leave(tx, fourth.email);
      await returnTo(tx, fourth.email, 'web', 'w1');
      await program.get(Rights).restrictIn(tx, fifth.contact, true, { actorId: null });
      expect(await joinWith(tx, keys, sixth.contact, wish, proven('lain@example.id'))).toBe(sixth.contact);
      await audience.leaveUnheld(tx, 'email', Buffer.alloc(32, 7), 'helpdesk');
    });
    await program.get(Rights).erase(third.contact, { actorId: null });
    const before = await standing();
    await writeAll();
    expect(await row(db.source.manager, 'SELECT FROM departures LIMIT 1')).toBeUndefined();

    await restore();
    expect(new Set(await standing())).toEqual(new Set(['active']));
    const counted = { suppressed: 3, erased: 1, moved: 1, restricted: 1, freed: 0 };
    expect(await replay(db.source, audience, await words(), false)).toEqual(counted);
    expect(new Set(await standing())).toEqual(new Set(['active']));
    expect(await replay(db.source, audience, await words(), true)).toEqual(counted);
    const after = await standing();
    // Nobody can be written to at an address that the restored database does not know: the old one gets nothing.
    expect(after).toEqual(before.with(5, 'unsubscribed no consent'));
    expect(
      await row(db.source.manager, `SELECT reason, detail FROM suppressions WHERE hash = $1`, [
        Buffer.alloc(32, 7),
      ]),
    ).toEqual({ reason: 'left', detail: 'helpdesk' });
    const nothing = { suppressed: 0, erased: 0, moved: 0, restricted: 0, freed: 0 };
    await writeAll();
    expect(await replay(db.source, audience, await words(), true)).toEqual(nothing);
  });

  it('keeps what a disk does not take, and writes it once it does', async () => {
    const audience = program.get(Audience);
    const { id } = (await row<{ id: string }>(db.source.manager, 'SELECT id FROM installation')) ?? {
      id: '',
    };
    await writeFile(join(folder, id), 'a file where a folder should be');
    await db.source.transaction((tx) => audience.leave(tx, people[0]?.email ?? ''));
    await expect(program.get(Journal).step()).rejects.toThrow('EEXIST');
    await expect(program.get(Journal).step()).rejects.toThrow('EEXIST');
    await rm(join(folder, id));
    await writeAll();
    expect([...(await words()).of('out')]).toMatchObject([{ act: 'out', reason: 'left', channel: 'email' }]);
  });

  it('tells whether the keys are those of the data', async () => {
    expect(await tryKeys(db.source.manager, keys)).toEqual({ tried: 20, fitting: 20 });
    const other = (name: string, key: string) => new Keys(testConfig(db.url, { [name]: key }));
    const key = Buffer.alloc(32, 9).toString('base64');
    for (const keysOfOthers of [other('DATA_KEY', `k1:${key}`), other('HASH_KEY', key)])
      expect(await tryKeys(db.source.manager, keysOfOthers)).toEqual({ tried: 20, fitting: 0 });
  });
});
