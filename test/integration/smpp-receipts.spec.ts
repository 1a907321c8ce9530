import { setTimeout as sleep } from 'node:timers/promises';
import { Audience } from '#audience';
import { CallbackInbox, ownCallback } from '#callbacks';
import type { Channel, Report } from '#channels';
import { Receipts } from '#dispatch/receipts';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions, row, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { type Registrar, startRegistrar } from '../../apps/registrar/registrar.js';
import { ReportInbox } from '../../apps/channel-worker/report-inbox.js';
import { type Sandbox, startSandbox } from '../../apps/sandbox/sandbox.js';
import { smppSettings } from '../../libs/channels/sms/smpp/settings.js';
import { openSmpp } from '../../libs/channels/sms/smpp/smpp.channel.js';
import { writeOutcomes } from '../../libs/dispatch/ledger/ledger.js';
import { settle } from '../../libs/dispatch/ledger/outcome.rules.js';
import { callbacksRead, figure } from '../factories/callbacks.js';
import { message } from '../contract/contract.js';
import { type TestDatabase, testConfig, testDatabase } from '../factories/database.js';
import { SMS_DOCUMENT } from '../factories/document.js';
import { SECRETS } from '../factories/gateway.js';
import { type RunningBroadcast, runningBroadcast } from '../factories/ledger.js';
import { sentTo } from '../factories/notices.js';

const COPIES = 40;
const LONG = 'TPS buka pukul 07.00. '.repeat(12);

let db: TestDatabase;
let keys: Keys;
let worker: Database;
let registrar: Registrar;
let receipts: Receipts;
let sandbox: Sandbox;
let channel: Channel;

beforeAll(async () => {
  db = await testDatabase();
  const config = testConfig(db.url, SECRETS);
  keys = new Keys(config);
  registrar = await startRegistrar({ ...config, PORT: 0 }, createLogger('registrar', 'silent'));
  worker = await new Database(databaseOptions(db.url, 4, 'siar_worker')).initialize();
  receipts = new Receipts(db.source, keys, new Audience(db.source), config);
  sandbox = await startSandbox({ smppIds: 'hex-decimal' });
  channel = open();
});
afterAll(async () => {
  await channel.close();
  await sandbox.stop();
  await registrar.stop();
  await worker.destroy();
  await db.drop();
});

/** A worker's account, whose reports go to the inbox. */
function open(): Channel {
  const account = openSmpp(
    {
      name: 'operator',
      ...smppSettings.parse({
        url: sandbox.smppUrl.replace('//', '//siar:rahasia@'),
        source: { address: '98765' },
        binds: 2,
        ids: { response: 'hex', receipt: 'decimal' },
        twoWay: true,
      }),
    },
    { timeoutMs: 4_000 },
  );
  new ReportInbox(new CallbackInbox(worker), keys, createLogger('worker', 'silent')).takeFrom(account);
  return account;
}

/** Hands all copies of a broadcast over, and writes their outcomes as a worker does, perhaps later than usual. */
async function sendAll(
  broadcast: RunningBroadcast,
  text: string,
  beforeWriting: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const claim = await row<{ id: string }>(
    db.source.manager,
    'SELECT claim_id AS id FROM deliveries WHERE broadcast_id = $1 LIMIT 1',
    [broadcast.id],
  );
  const outcomes = await Promise.all(
    broadcast.addresses.map((to) =>
      channel.send(message(to, { text, expiresAt: new Date(Date.now() + 3600_000) })),
    ),
  );
  await beforeWriting();
  const settled = outcomes.map((outcome, index) => ({
    addressId: broadcast.addressIds[index] ?? '',
    ...settle(outcome, {
      attempts: 1,
      now: new Date(),
      expiresAt: new Date(Date.now() + 3600_000),
      random: 0,
      elsewhere: false,
      refusesAll: false,
    }),
  }));
  await worker.transaction((tx) =>
    writeOutcomes(
      tx,
      { id: claim?.id ?? '', broadcastId: broadcast.id, waveId: broadcast.waveId, batchNo: 0 },
      settled,
      true,
    ),
  );
}

async function states(broadcastId: string): Promise<Record<string, number>> {
  const found = await rows<{ state: string; count: number }>(
    db.source.manager,
    'SELECT state, count(*)::int AS count FROM deliveries WHERE broadcast_id = $1 GROUP BY 1',
    [broadcastId],
  );
  return Object.fromEntries(found.map(({ state, count }) => [state, count]));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end; await sleep(50)) {
    await receipts.drain();
    if (await condition()) return;
  }
  throw new Error('it did not come to that');
}

const claimed = (): Promise<RunningBroadcast> =>
  runningBroadcast(db.source, keys, {
    channel: 'sms',
    states: Array.from({ length: COPIES }, () => 'claimed'),
  });
const outcomesOf = (outcome: string): Promise<number> =>
  figure(registrar.url, SECRETS.METRICS_TOKEN, `siar_callbacks_total{source="smpp",outcome="${outcome}"}`);

describe('receipts over SMPP', () => {
  it('land, whether early, late, twice, on another bind, or in another base than the acceptance', async () => {
    const broadcast = await claimed();
    await sendAll(broadcast, 'TPS buka pukul 07.00.', () =>
      until(async () => (await outcomesOf('early')) > 0),
    );
    await until(async () => (await states(broadcast.id))['delivered'] === COPIES);
    await callbacksRead(db.source);
    expect(await outcomesOf('unknown-token')).toBe(0);
  });

  it('of a text in parts deliver it once all parts are delivered', async () => {
    const broadcast = await claimed();
    await sendAll(broadcast, LONG);
    await until(async () => (await states(broadcast.id))['delivered'] === COPIES);
  });

  it('land after a restart of the worker', async () => {
    const broadcast = await claimed();
    await sendAll(broadcast, 'TPS tutup pukul 13.00.');
    await channel.close();
    channel = open();
    channel.prepare?.();
    await until(async () => (await states(broadcast.id))['delivered'] === COPIES);
  });

  it('of a failure fail the copy, once', async () => {
    const broadcast = await claimed();
    sandbox.faults.order({ channel: 'sms', kind: 'late_bounce' });
    await sendAll(broadcast, 'TPS tutup pukul 13.00.');
    sandbox.faults.clear();
    await until(async () => (await states(broadcast.id))['failed'] === COPIES);
    const failed = await row<{ reason: string }>(
      db.source.manager,
      'SELECT reason FROM deliveries WHERE broadcast_id = $1 LIMIT 1',
      [broadcast.id],
    );
    expect(failed?.reason).toMatch(/^smpp undeliv/);
    // A receipt that came in time, whatever it says, speaks for the account that reports it.
    const noted = await rows(
      db.source.manager,
      'SELECT DISTINCT reported_at IS NOT NULL AS reported, delivered_at IS NOT NULL AS delivered FROM message_ids WHERE broadcast_id = $1',
      [broadcast.id],
    );
    expect(noted).toEqual([{ reported: true, delivered: false }]);
  });

  it('land beside one in their group that cannot be read', async () => {
    const broadcast = await claimed();
    const ids = broadcast.addressIds.map((_, n) => `together-${n}`);
    await db.source.query(
      `INSERT INTO message_ids (account, id, broadcast_id, address_id)
       SELECT 'operator', v.id, $1, v.address_id FROM unnest($2::text[], $3::bigint[]) AS v(id, address_id)`,
      [broadcast.id, ids, broadcast.addressIds],
    );
    await db.source.query(
      `UPDATE deliveries SET state = 'accepted', claim_id = NULL WHERE broadcast_id = $1`,
      [broadcast.id],
    );
    await db.source.query('UPDATE waves SET accepted = claimed, claimed = 0 WHERE id = $1', [
      broadcast.waveId,
    ]);
    const failed = await outcomesOf('failed');
    // PostgreSQL takes no such text, of which the reader hears only from the statement for all of them.
    const report = (id: string): Buffer =>
      Buffer.from(
        JSON.stringify({ account: 'operator', kind: 'receipt', id, verdict: 'delivered', reason: '' }),
      );
    const stored = await new CallbackInbox(worker).storeAll(
      'smpp',
      'operator',
      [...ids.slice(0, 20), 'poison\0', ...ids.slice(20)].map((id) => ownCallback(keys, report(id))),
    );
    expect(stored).toEqual(Array.from({ length: COPIES + 1 }, () => true));
    await until(async () => (await states(broadcast.id))['delivered'] === COPIES);
    expect(await outcomesOf('failed')).toBeGreaterThan(failed);
    await db.source.query('DELETE FROM callbacks');
  });

  it('that no worker wrote are refused: the gateway writes to the same inbox', async () => {
    const gateway = await new Database(databaseOptions(db.url, 1, 'siar_gateway')).initialize();
    const report: Report = { account: 'operator', kind: 'text', from: '+6281210000001', text: 'STOP' };
    const body = Buffer.from(JSON.stringify(report));
    const other = new Keys(testConfig(db.url, { HASH_KEY: Buffer.alloc(32, 7).toString('base64') }));
    try {
      const inbox = new CallbackInbox(gateway);
      await inbox.store('smpp', 'operator', { path: '', headers: {}, body });
      await inbox.store('smpp', 'operator', ownCallback(other, body));
    } finally {
      await gateway.destroy();
    }
    await callbacksRead(db.source);
    expect(await outcomesOf('refused')).toBe(2);
  });

  it('are forgotten after some days', async () => {
    await db.source.query(`UPDATE message_ids SET noted_at = siar_now() - interval '8 days'`);
    await receipts.forgetIds();
    expect(await rows(db.source.manager, 'SELECT FROM message_ids')).toEqual([]);
  });
});

describe('a text to a two-way sender', () => {
  it('BERHENTI leaves and is confirmed once, and a number that nobody has is suppressed', async () => {
    const broadcast = await claimed();
    const [number = ''] = broadcast.addresses;
    const stateOf = async (): Promise<string | undefined> =>
      (
        await row<{ state: string }>(db.source.manager, 'SELECT state FROM addresses WHERE id = $1', [
          broadcast.addressIds[0],
        ])
      )?.state;
    channel.prepare?.();
    for (let time = 0; time < 2; time++) sandbox.smpp.say(number.slice(1), '98765', ' berhenti. ');
    sandbox.smpp.say('6281299999999', '98765', 'STOP');
    sandbox.smpp.say(number.slice(1), '98765', 'Terima kasih');
    await until(async () => (await stateOf()) === 'unsubscribed');
    await until(async () => (await sentTo(db.source, keys, '+6281299999999')).length > 0);
    await callbacksRead(db.source);
    expect((await sentTo(db.source, keys, number)).map(({ text }) => text)).toEqual([
      expect.stringContaining('Anda berhenti'),
    ]);
  });

  it('CEK is answered once with the standing of the code and its page', async () => {
    const broadcast = await runningBroadcast(db.source, keys, {
      channel: 'sms',
      states: ['accepted'],
      document: SMS_DOCUMENT,
    });
    const number = '+6281277777777';
    sandbox.smpp.say(number.slice(1), '98765', `Cek ${broadcast.publicCode}`);
    await until(async () => (await sentTo(db.source, keys, number)).length === 1);
    // An SMSC that did not get its deliver_sm_resp delivers the text again.
    for (let time = 0; time < 2; time++)
      sandbox.smpp.say(number.slice(1), '98765', `Cek ${broadcast.publicCode}`);
    sandbox.smpp.say(number.slice(1), '98765', 'CEK 0000000000');
    await until(async () => (await sentTo(db.source, keys, number)).length === 2);
    await callbacksRead(db.source);
    expect(await sentTo(db.source, keys, number)).toHaveLength(2);
    const texts = (await sentTo(db.source, keys, number)).map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringContaining('Kode ini tidak dikenali'));
    expect(texts).toContainEqual(
      expect.stringMatching(new RegExp(`Disahkan oleh KPU .* https?://.*/verify/${broadcast.publicCode}$`)),
    );
  });
});
