import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { makeStaff } from '../../../test/factories/staff.js';
import { approvedBroadcast } from '../../../test/factories/waves.js';
import { Keys } from '#platform/crypto';
import { AccountDecisions } from '../control/account-decisions.js';
import { CompletionForecast } from './completion-forecast.js';

it('leaves out an account that rests, and names it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'siar-forecast-'));
  let db: TestDatabase | undefined;
  try {
    const file = join(folder, 'accounts.yml');
    writeFileSync(
      file,
      `accounts:
  - { name: first, kind: smtp, rate: 300, url: 'smtp://127.0.0.1:9' }
  - { name: second, kind: smtp, rate: 100, url: 'smtp://127.0.0.1:9' }
`,
    );
    db = await testDatabase();
    const { source } = db;
    const config = testConfig(db.url, { ACCOUNTS_FILE: file });
    const { people } = await makeStaff(source, new Keys(config));
    await source.query(
      `INSERT INTO budgets (account, channel, rate_per_second) VALUES ('first', 'email', 300), ('second', 'email', 100)`,
    );
    const { id } = await approvedBroadcast(source, [
      { due: -1, more: { state: 'released', targeted: 12_000, pending: 12_000 } },
    ]);
    const forecast = async (): Promise<unknown> =>
      (await new CompletionForecast(source, config).of(id)).email;
    expect(await forecast()).toMatchObject({ rate: 400, accountsOut: [] });
    await new AccountDecisions(source).rest('first', 'pemeliharaan', people.operator);
    expect(await forecast()).toMatchObject({ rate: 100, accountsOut: [{ name: 'first', why: 'rests' }] });
    // Everything waits for it: the forecast is as if it were back.
    await source.query(
      `UPDATE budgets SET away_since = siar_now(), probe_at = siar_now() WHERE account = 'second'`,
    );
    expect(await forecast()).toMatchObject({ rate: 100, accountsOut: [{ name: 'first', why: 'rests' }] });
  } finally {
    await db?.drop();
    rmSync(folder, { recursive: true });
  }
});

it('tells how much of more urgent broadcasts goes out first, and nothing of what cannot go out', async () => {
  const db = await testDatabase();
  try {
    const { source } = db;
    const config = testConfig(db.url);
    await makeStaff(source, new Keys(config));
    const waiting = { state: 'released' as const, targeted: 90, pending: 90 };
    const { id } = await approvedBroadcast(source, [{ due: -1, more: waiting }]);
    const ahead = async (): Promise<unknown> =>
      (await new CompletionForecast(source, config).of(id)).email?.ahead;
    const { id: other } = await approvedBroadcast(source, [{ due: -1, expires: 60, more: waiting }]);
    expect(await ahead()).toBe(90);
    await source.query(
      `UPDATE waves SET due_at = siar_now() + interval '30 minutes' WHERE broadcast_id = $1`,
      [other],
    );
    expect(await ahead()).toBe(0);
  } finally {
    await db.drop();
  }
});
