import { createSecretKey, randomBytes } from 'node:crypto';
import { moveAddress } from '#audience/addresses';
import { Alerts } from '#broadcasts/alerts';
import type { Channel, ChannelName, Outcome, OutgoingMessage } from '#channels';
import { Reconciler } from '#dispatch/recovery';
import { Notices, writeNotice } from '#notices';
import { addressHash, Keys, sha256 } from '#platform/crypto';
import { Database, databaseOptions, programLimits, row, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import type { Queues } from '#queue';
import { personAt } from '#staff/roles';
import { startWorker } from '../../apps/channel-worker/worker.js';
import { queueBackends } from '../factories/database.js';
import { testSystem, type TestSystem } from '../factories/system.js';

/** A stolen channel worker: everything its process holds, above all its login to the database. */
describe.each(queueBackends())('a worker’s login, with queues on $name', ({ url }) => {
  let system: TestSystem;
  let login: string;
  let loginUrl: string;
  let thief: Database;
  let underReview: string;
  let approved: string;

  beforeAll(async () => {
    system = await testSystem({ queueUrl: url(), contacts: 60, workers: 0 });
    login = `siar_uji_${randomBytes(4).toString('hex')}`;
    await system.db.source.query(`CREATE ROLE ${login} LOGIN PASSWORD 'rahasia' IN ROLE siar_worker`);
    const at = new URL(system.db.url);
    at.username = login;
    at.password = 'rahasia';
    loginUrl = at.toString();
    thief = await new Database(databaseOptions(loginUrl, 2, 'siar_worker')).initialize();
    underReview = await system.submitted();
    approved = await system.broadcast();
  });
  afterAll(async () => {
    await thief?.destroy();
    await system?.db.source.query(`DROP ROLE ${login}`);
    await system?.stop();
  });

  const attempt = (sql: string, parameters: unknown[] = []): Promise<unknown> => thief.query(sql, parameters);
  const stateOf = async (id: string): Promise<unknown> =>
    row(
      system.db.source.manager,
      `SELECT b.state, s.decision, s.digest FROM broadcasts b JOIN submissions s ON s.broadcast_id = b.id WHERE b.id = $1`,
      [id],
    );

  it.each([
    `UPDATE submissions SET decision = 'approved', decided_by = 1, decided_at = now()`,
    `UPDATE submissions SET document = '{}'`,
    `UPDATE submissions SET digest = digest`,
    'DELETE FROM submissions',
    `INSERT INTO submissions (broadcast_id, no, digest, document, submitted_by) VALUES (1, 2, '', '', 1)`,
    'UPDATE broadcasts SET submission_no = submission_no',
    'UPDATE broadcasts SET draft = draft',
    'UPDATE broadcasts SET approved_at = now()',
    'UPDATE broadcasts SET doubted_at = NULL',
    `INSERT INTO waves (broadcast_id, channel) VALUES (1, 'sms')`,
    'UPDATE waves SET due_at = now()',
    'UPDATE waves SET expires_at = now()',
    'DELETE FROM deliveries',
    'INSERT INTO approved_shingles (hash, broadcast_id) VALUES (1, 1)',
    'UPDATE emergency_stops SET lifted_at = now()',
    `INSERT INTO emergency_stops (reason, stopped_by) VALUES ('x', 1)`,
    `UPDATE people SET password_hash = 'x'`,
    'SELECT password_hash FROM people',
    'SELECT name FROM people',
    `INSERT INTO person_roles (person_id, role) VALUES (1, 'operator')`,
    'SELECT token_hash FROM sessions',
    `INSERT INTO sessions (token_hash, person_id, expires_at) VALUES ('x', 1, now())`,
    'UPDATE sessions SET stepped_up_at = now()',
    'SELECT hash FROM recovery_codes',
    'SELECT token_hash FROM preference_links',
    'SELECT FROM confirmations',
    'SELECT FROM data_requests',
    'SELECT FROM rejected_rows',
    'INSERT INTO contacts (name) VALUES (1)',
    'UPDATE contacts SET restricted_at = NULL',
    'DELETE FROM suppressions',
    'INSERT INTO consents (address_id) VALUES (1)',
    `INSERT INTO notices (kind) VALUES ('alert')`,
    'UPDATE notices SET message_ciphertext = message_ciphertext',
    'UPDATE notices SET key_id = key_id',
    `INSERT INTO receipts (channel) VALUES ('sms')`,
    `UPDATE alerts SET next_at = NULL`,
    'SELECT FROM audit_entries',
    `INSERT INTO audit_entries (actor_id, act, subject) VALUES (1, 'broadcast.approve', 'broadcast:1')`,
    'UPDATE audit_entries SET act = act',
    'DELETE FROM audit_waiting',
    'INSERT INTO audit_waiting (entry_id) VALUES (1)',
    'INSERT INTO audit_seals (position) VALUES (1)',
    'SELECT tend_ledger()',
    'SELECT held_about(1)',
    `SELECT erase_contact(1, '{}')`,
    'SET ROLE siar_app',
    `SET session_replication_role = 'replica'`,
    'CREATE TABLE mine (id int)',
  ])('may not %s', async (sql) => {
    await expect(attempt(sql)).rejects.toThrow(/permission denied/);
  });

  it('sends nothing that KPU has not approved: no state permits it', async () => {
    const before = await stateOf(underReview);
    for (const state of ['approved', 'running', 'paused', 'draft', 'completed'])
      await expect(
        attempt('UPDATE broadcasts SET state = $2 WHERE id = $1', [underReview, state]),
      ).rejects.toThrow(/a worker may not|only once KPU has approved it/);
    expect(await stateOf(underReview)).toEqual(before);
  });

  it('does not prepare a wave for an early start by a resume, and removes no doubt', async () => {
    const wave = `(SELECT min(id) FROM waves WHERE broadcast_id = $1)`;
    const back = `CASE state WHEN 'planned' THEN 'released' ELSE 'planned' END`;
    await expect(
      attempt(`UPDATE waves SET state = 'paused', resume_state = ${back} WHERE id = ${wave}`, [approved]),
    ).rejects.toThrow(/may not say what a paused wave becomes/);
    await system.db.source.query(`UPDATE waves SET doubted = true WHERE id = ${wave}`, [approved]);
    await expect(attempt(`UPDATE waves SET doubted = false WHERE id = ${wave}`, [approved])).rejects.toThrow(
      /take a doubt off/,
    );
    await system.db.source.query(`UPDATE waves SET doubted = false WHERE id = ${wave}`, [approved]);
  });

  it('stops what runs, and starts nothing', async () => {
    const wave = `(SELECT min(id) FROM waves WHERE broadcast_id = $1)`;
    for (const by of [`'operator'`, 'NULL'])
      await expect(
        attempt(
          `UPDATE waves SET state = 'paused', resume_state = state, paused_by = ${by} WHERE id = ${wave}`,
          [approved],
        ),
      ).rejects.toThrow(/who paused waves/);
    for (const garbled of ['{}', '[]', '{"channel": "email", "why": "dead", "code": {}, "carrier": null}'])
      await expect(
        attempt(
          `UPDATE waves SET state = 'paused', resume_state = state, paused_by = 'brake', brake = $2 WHERE id = ${wave}`,
          [approved, garbled],
        ),
      ).rejects.toThrow(/violates check constraint/);
    await attempt(
      `UPDATE waves SET state = 'paused', resume_state = state, paused_by = 'brake', pause_reason = 'uji', paused_at = now() WHERE id = ${wave}`,
      [approved],
    );
    for (const lie of [`paused_by = 'operator'`, `pause_reason = 'lain'`, 'paused_at = NULL', `brake = '{}'`])
      await expect(attempt(`UPDATE waves SET ${lie} WHERE id = ${wave}`, [approved])).rejects.toThrow(
        /who paused waves/,
      );
    for (const lie of [`state = 'paused', paused_by = 'operator'`, `pause_reason = 'lain'`])
      await expect(attempt(`UPDATE broadcasts SET ${lie} WHERE id = $1`, [approved])).rejects.toThrow(
        /who paused broadcasts/,
      );
    for (const state of ['released', 'prepared', 'planned', 'cancelled', 'completed'])
      await expect(
        attempt(`UPDATE waves SET state = $2, resume_state = NULL WHERE id = ${wave}`, [approved, state]),
      ).rejects.toThrow(/a worker may not/);
    await attempt(`UPDATE broadcasts SET state = 'paused', paused_by = 'brake' WHERE id = $1`, [approved]);
    await expect(
      attempt(`UPDATE broadcasts SET state = 'running' WHERE id = $1`, [approved]),
    ).rejects.toThrow(/a worker may not/);
    const operator = await system.as('operator');
    expect((await operator('POST', `/api/v1/broadcasts/${approved}/resume`, {})).status).toBe(200);
  });

  it('writes into the trail as Siar, and so in nobody’s name', async () => {
    await attempt(`INSERT INTO audit_entries (act, subject) VALUES ('uji', 'uji:1')`);
    expect(
      await rows(system.db.source.manager, `SELECT actor_id FROM audit_entries WHERE act = 'uji'`),
    ).toEqual([{ actor_id: null }]);
    for (const sql of [
      `INSERT INTO audit_entries (actor_id, act, subject) SELECT min(id), 'uji', 'uji:2' FROM people`,
      `UPDATE audit_entries SET actor_id = 1 WHERE act = 'uji'`,
    ])
      await expect(attempt(sql)).rejects.toThrow(/permission denied for table audit_entries/);
  });

  it('does not make another worker’s watchdog end it, by locking the heartbeat named in a claim', async () => {
    const alive = await new Database(
      databaseOptions(loginUrl, 1, 'siar_worker', { ...programLimits(1), lockMs: 2_000 }),
    ).initialize();
    const name = 'pekerja-lain';
    const held = thief.createQueryRunner();
    const beats = async (): Promise<void> => {
      await held.startTransaction();
      await held.query(`SELECT beat('worker', $1, false)`, [name]);
      await alive.query(`SELECT beat('worker', $1, false)`, [name]);
      await held.rollbackTransaction();
    };
    try {
      await beats();
      await alive.query(`SELECT beat('worker', $1, false)`, [name]);
      await beats();
      await alive.query(`SELECT beat('worker', $1, true)`, [name]);
    } finally {
      await held.release();
      await alive.destroy();
    }
  });

  it('stops no channel permanently, or unnoticed, by delaying its account', async () => {
    const id = await system.broadcast({ channels: ['sms'] });
    await attempt(
      `INSERT INTO budgets (account, channel, rate_per_second) VALUES ('sms', 'sms', 1000) ON CONFLICT (account) DO NOTHING`,
    );
    await attempt(
      `UPDATE budgets SET next_slot = 'infinity', next_notice = 'infinity', wanted_at = 'infinity', away_since = now(), probe_at = 'infinity'`,
    );
    const worker = await startWorker(
      { ...system.config, CHANNEL: ['sms'], SMS_RATE: 1000 },
      createLogger('test', 'silent'),
    );
    try {
      await system.until(id, ({ state }) => state === 'completed', 30);
    } finally {
      await worker.stop();
    }
  });

  it('neither ends the rest of an account, nor prefers one, nor moves a share', async () => {
    for (const change of [
      'rested_at = NULL, rested_by = NULL, rest_reason = NULL',
      'preferred = true',
      'weight = 1',
    ])
      await expect(attempt(`UPDATE budgets SET ${change}`)).rejects.toThrow(/permission denied/);
  });

  it('blinds no screen by an overflowing "slow down", and keeps none up', async () => {
    await attempt(
      `INSERT INTO budgets (account, channel) VALUES ('email', 'email') ON CONFLICT (account) DO NOTHING`,
    );
    const lie = (since: string, until: string): Promise<unknown> =>
      attempt(`UPDATE budgets SET slowed_since = $1, slowed_until = $2 WHERE account = 'email'`, [
        since,
        until,
      ]);
    for (const [since, until] of [
      ['infinity', 'infinity'],
      ['-infinity', 'now'],
      ['4713-01-01 BC', '290000-01-01'],
    ] as const)
      await expect(lie(since, until)).rejects.toThrow(/check constraint/);
    await lie('2026-01-01', '2199-01-01');
    await system.publishers[0]?.app.get(Reconciler).round();
    expect(
      await rows(
        system.db.source.manager,
        `SELECT slowed_since AS since, slowed_until AS until FROM budgets WHERE account = 'email'`,
      ),
    ).toEqual([{ since: null, until: null }]);
    const operator = await system.as('operator');
    for (const path of ['emergency-stop', 'operations'])
      expect((await operator('GET', `/api/v1/${path}`)).status).toBe(200);
  });

  it('suppresses no call by an alert that cannot be rendered', async () => {
    const raise = `INSERT INTO alerts (kind, broadcast_id, channel, decide_by, until, next_at) VALUES ('brake', $1, 'sms', $2, $2, now() - interval '1 day')`;
    for (const when of ['infinity', '-infinity', '290000-01-01'])
      await expect(attempt(raise, [underReview, when])).rejects.toThrow(/check constraint/);
  });

  it('backdates nothing in the trail', async () => {
    const clock = thief.createQueryRunner();
    try {
      await clock.query(`SET siar.clock_offset = '-40 days'`);
      await clock.query(`INSERT INTO audit_entries (act, subject) VALUES ('mundur', 'uji:1')`);
    } finally {
      await clock.query('RESET siar.clock_offset');
      await clock.release();
    }
    expect(
      await rows(
        system.db.source.manager,
        `SELECT at > now() - interval '1 hour' AS fresh FROM audit_entries WHERE act = 'mundur'`,
      ),
    ).toEqual([{ fresh: true }]);
  });

  it('does not change the recorded approver', async () => {
    const { manager } = system.db.source;
    const said = await row<{ by: string; at: string }>(
      manager,
      'SELECT decided_by AS by, decided_at::text AS at FROM submissions WHERE broadcast_id = $1',
      [approved],
    );
    const { by, at } = said ?? { by: '', at: '' };
    const before = await personAt(manager, by, at);
    expect(before.roles).toContain('reviewer');
    await attempt(`INSERT INTO audit_entries (act, subject, detail) VALUES ('person.roles', $1, $2)`, [
      `person:${by}`,
      { before: ['author'] },
    ]);
    expect(await personAt(manager, by, at)).toEqual(before);
  });

  it('acknowledges no alert in the name of staff', async () => {
    const { manager } = system.db.source;
    // Of a broadcast without a paused wave: its alert is over at once.
    await thief.transaction(async (tx) => {
      const raised = `INSERT INTO alerts (kind, broadcast_id, decide_by, until, next_at)
        VALUES ('brake', $1, now() + interval '1 hour', now() + interval '1 hour', now() + interval '1 hour')`;
      await tx.query(raised, [underReview]);
      await tx.query(`INSERT INTO audit_entries (act, subject) VALUES ('broadcast.cancel', $1)`, [
        `broadcast:${underReview}`,
      ]);
    });
    const answer = (): Promise<{ answer: string | null; by: string | null } | undefined> =>
      row(
        manager,
        `SELECT answer, answered_by AS by FROM alerts WHERE broadcast_id = $1 AND kind = 'brake'`,
        [underReview],
      );
    // A concurrent round of the publisher may hold the lock.
    while ((await answer())?.answer === null) await system.publishers[0]?.app.get(Alerts).round();
    expect(await answer()).toEqual({ answer: 'ended', by: null });
  });

  it('does not make another worker send a text of its own, or write to an address of its own', async () => {
    const { manager } = system.db.source;
    const written = (channel: ChannelName, to: string): Promise<string> =>
      system.db.source.transaction((tx) =>
        writeNotice(tx, system.keys, {
          kind: 'confirmation',
          channel,
          to,
          message: { text: 'Kode Anda 123456' },
          expiresAt: new Date(Date.now() + 3_600_000),
        }),
      );
    const sms = await written('sms', '+6281210000001');
    const elsewhere = system.keys.seal('+6281299999999', `notice\0${sms}\0to`).ciphertext;
    for (const [column, value] of [
      ['to_ciphertext', elsewhere],
      ['to_hash', Buffer.alloc(32)],
    ] as const)
      await expect(attempt(`UPDATE notices SET ${column} = $2 WHERE id = $1`, [sms, value])).rejects.toThrow(
        /a worker may not alter where/,
      );
    for (const column of ['ciphertext', 'key_id', 'hash', 'class'])
      await expect(
        attempt(
          `UPDATE addresses SET ${column} = ${column} WHERE id = (SELECT min(id) FROM addresses WHERE channel <> 'telegram')`,
        ),
      ).rejects.toThrow(/a worker may not alter where/);
    await system.db.source.query(`UPDATE notices SET state = 'accepted' WHERE id = $1`, [sms]);
    for (const state of ['pending', 'claimed', 'unknown'])
      await expect(attempt('UPDATE notices SET state = $2 WHERE id = $1', [sms, state])).rejects.toThrow(
        /a worker may not make/,
      );

    // Its legitimate rights: it hands copies over, and follows a chat that moved.
    const mine = await written('telegram', '-1001');
    const handed: string[] = [];
    const outcomes: Outcome[] = [{ kind: 'moved', to: '-1002', reason: 'migrated' }, { kind: 'accepted' }];
    const channel = {
      name: 'telegram',
      send: ({ to, text }: OutgoingMessage) => {
        handed.push(`${to} ${text}`);
        return Promise.resolve(outcomes.shift());
      },
    } as unknown as Channel;
    const rotated = new Keys({
      ...system.config,
      DATA_KEY: new Map([['baru', createSecretKey(Buffer.alloc(32, 7))], ...system.config.DATA_KEY]),
    });
    const notices = new Notices(thief, rotated, {} as Queues, system.config, createLogger('test', 'silent'));
    await notices.deliver(mine, channel);
    await notices.deliver(mine, channel);
    expect(handed).toEqual(['-1001 Kode Anda 123456', '-1002 Kode Anda 123456']);
    expect(await row(manager, 'SELECT state FROM notices WHERE id = $1', [mine])).toEqual({
      state: 'accepted',
    });
    const chat = await row<{ id: string }>(
      manager,
      `SELECT min(id) AS id FROM addresses WHERE channel = 'telegram'`,
    );
    await thief.transaction((tx) => moveAddress(tx, system.keys, chat?.id ?? '', 'telegram', '-1009'));
    expect(await row(manager, 'SELECT hash FROM addresses WHERE id = $1', [chat?.id])).toEqual({
      hash: addressHash(system.keys, 'telegram', '-1009'),
    });
  });

  it('suffices for a worker’s work: the approved broadcast goes out whole', async () => {
    const worker = await startWorker(
      { ...system.config, DATABASE_URL: loginUrl },
      createLogger('test', 'silent'),
    );
    try {
      await system.until(approved, ({ state }) => state === 'completed');
      expect(await system.reconcile(approved)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    } finally {
      await worker.stop();
    }
  });
});

describe('the publisher’s login', () => {
  let system: TestSystem;
  let app: Database;
  beforeAll(async () => {
    system = await testSystem({ contacts: 5, workers: 0 });
    app = await new Database(databaseOptions(system.db.url, 2, 'siar_app')).initialize();
  });
  afterAll(async () => {
    await app?.destroy();
    await system?.stop();
  });

  it('alters no submitted document, approved or not', async () => {
    const ids = [await system.submitted(), await system.broadcast()];
    const text = `{"contents":"kabar bohong"}`;
    for (const id of ids) {
      for (const sql of [
        `UPDATE submissions SET document = $2, digest = '${sha256(text)}' WHERE broadcast_id = $1`,
        'UPDATE submissions SET document = $2 WHERE broadcast_id = $1',
        `UPDATE submissions SET submitted_by = submitted_by + 1, reason = $2 WHERE broadcast_id = $1`,
      ])
        await expect(app.query(sql, [id, text])).rejects.toThrow('what was submitted is never altered');
      await expect(app.query('DELETE FROM submissions WHERE broadcast_id = $1', [id])).rejects.toThrow(
        'append-only',
      );
    }
  });

  it('decides once, and only by a KPU reviewer who answers for it and neither wrote nor submitted it', async () => {
    const people = await rows<{ username: string; id: string }>(
      app.manager,
      'SELECT username, id FROM people',
    );
    const id = await system.submitted();
    const approve = (by: string): Promise<unknown> =>
      app.query(
        `UPDATE submissions SET decision = 'approved', decided_at = siar_now(), decided_by = $2 WHERE broadcast_id = $1`,
        [id, people.find(({ username }) => username === by)?.id],
      );
    // The ministry's reviewer, KPU's admin, and the reviewer of one province for all of them.
    for (const by of ['operator', 'kpu-admin', 'kpu-aceh'])
      await expect(approve(by)).rejects.toThrow('only a KPU reviewer who answers for it');
    await expect(
      app.query(
        `INSERT INTO submissions (broadcast_id, no, digest, document, submitted_by, submitted_at, decision, decided_at, decided_by)
         SELECT broadcast_id, no + 1, digest, document, $2, submitted_at, 'approved', siar_now(), $2 FROM submissions WHERE broadcast_id = $1`,
        [id, people.find(({ username }) => username === 'kpu-nasional')?.id],
      ),
    ).rejects.toThrow('only a KPU reviewer who answers for it');
    await expect(app.query(`UPDATE broadcasts SET state = 'approved' WHERE id = $1`, [id])).rejects.toThrow(
      'only once KPU has approved it',
    );
    await approve('kpu-nasional');
    for (const decision of ['rejected', 'withdrawn'])
      await expect(
        app.query(`UPDATE submissions SET decision = $2, reason = 'x' WHERE broadcast_id = $1`, [
          id,
          decision,
        ]),
      ).rejects.toThrow('decided on once');
  });
});
