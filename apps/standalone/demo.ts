import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { seedContacts } from '#audience/seeding';
import { CHANNELS } from '#channels';
import type { Progress } from '#dispatch/reports';
import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, databaseOptions, rows } from '#platform/database';
import { type Counts } from '#contract';
import { sendDemo } from './demo-broadcast.js';
import { DEMO_PASSWORD } from './demo-staff.js';
import { type Reconciliation, reconcile } from './reconciliation.js';
import { type Ask, signIn } from './staff-api.js';
import { forget, freePorts, startSystem, type System } from './system.js';

/** Waits for receipts until the counts are stable for this time, in ms. */
const QUIET_MS = 6_000;

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '5000' },
    json: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    sms: { type: 'string', default: 'twilio' },
  },
});
const contacts = Number(values.contacts);
const seed = Number(values.seed);
const smsOverSmpp = values.sms === 'smpp';

async function main(): Promise<boolean> {
  if (!Number.isInteger(contacts) || contacts < 38) {
    throw new Error('--contacts must be a whole number of at least 38, so that every province has one');
  }
  if (!['twilio', 'smpp'].includes(values.sms)) throw new Error('--sms must be twilio or smpp');
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'siar-demo-'));
  let fallen = '';
  const ports = await freePorts();
  const system = await startSystem({
    folder,
    ports,
    queueUrl: process.env['QUEUE_URL'],
    more: {
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
      ...(smsOverSmpp && { ACCOUNTS_FILE: accountsFile(folder, ports.smpp) }),
    },
    say: step,
    fell: (name) => {
      fallen = name;
    },
  });
  let done = false;
  try {
    const database = await new Database(databaseOptions(system.databaseUrl, 4)).initialize();
    const keys = new Keys(loadConfig(system.env));
    step(`${contacts} contacts`);
    await seedContacts(database, keys, { contacts, seed });
    step('compose, submit, approve');
    const broadcastId = await sendDemo(
      await signIn(system.publisherUrl, 'penulis', DEMO_PASSWORD),
      await signIn(system.publisherUrl, 'kpu-nasional', DEMO_PASSWORD),
    );
    const progress = await follow(system, broadcastId, () => fallen);
    step('comparing the ledger with what the sandbox received');
    const outside = await reconcile(database, keys, system.sandboxUrl, broadcastId, { smsOverSmpp });
    const order = await releaseOrder(database, broadcastId);
    await database.destroy();
    const queue = process.env['QUEUE_URL'] ? 'redis' : 'postgres';
    report(progress, outside, order, queue, (performance.now() - started) / 1000);
    const { pending, claimed } = progress.total;
    done =
      outside.lost + outside.doubled + outside.strangers + pending + claimed === 0 &&
      progress.total.targeted > 0;
  } finally {
    await system.stop();
    if (done) forget(folder);
    else process.stderr.write(`demo: logs and data are kept in ${folder}\n`);
  }
  return done;
}

/** Writes the accounts of a demo that sends its SMS to the sandbox's SMSC. @returns the file */
function accountsFile(folder: string, smppPort: number): string {
  const file = join(folder, 'accounts.yml');
  writeFileSync(
    file,
    `accounts:
  - name: operator
    kind: smpp
    rate: 0
    url: smpp://siar:demo@127.0.0.1:${smppPort}
    source: { address: KPU }
    binds: 2
`,
  );
  return file;
}

/** Waits until the broadcast is completed and its receipts have arrived; draws a progress bar on a terminal. */
async function follow(system: System, broadcastId: string, fallen: () => string): Promise<Progress> {
  step('sending');
  const operator: Ask = await signIn(system.publisherUrl, 'operator', DEMO_PASSWORD);
  const bar = process.stderr.isTTY
    ? new SingleBar({
        format:
          '  {bar} {percentage}% · {value} of {total} settled · {accepted} accepted, {delivered} delivered, {failed} failed',
      })
    : undefined;
  let last = '';
  let changedAt = performance.now();
  let begun = false;
  for (;;) {
    if (fallen()) throw new Error(`${fallen()} ended by itself`);
    const progress = await operator<Progress>('GET', `/broadcasts/${broadcastId}/progress`);
    const { targeted, pending, claimed, accepted, delivered, failed } = progress.total;
    if (!begun && targeted > 0) {
      bar?.start(targeted, 0, { accepted: 0, delivered: 0, failed: 0 });
      begun = true;
    }
    bar?.setTotal(targeted);
    bar?.update(targeted - pending - claimed, { accepted, delivered, failed });
    const text = JSON.stringify(progress);
    if (text !== last) changedAt = performance.now();
    last = text;
    const settled = ['completed', 'expired', 'cancelled'].includes(progress.state);
    const receipts = progress.channels.sms?.accepted === 0;
    if (
      settled &&
      ((receipts && performance.now() - changedAt > QUIET_MS / 3) || performance.now() - changedAt > QUIET_MS)
    ) {
      bar?.stop();
      return progress;
    }
    if (progress.state === 'paused')
      throw new Error(`the broadcast was paused: ${JSON.stringify(progress.hindrances)}`);
    await sleep(250);
  }
}

/** The zones in the order of their first hand-over. */
async function releaseOrder(database: Database, broadcastId: string): Promise<string[]> {
  const zones = await rows<{ zone: string }>(
    database.manager,
    `SELECT CASE WHEN time_zone = 'Asia/Jayapura' THEN 'WIT' WHEN time_zone = 'Asia/Makassar' THEN 'WITA' ELSE 'WIB' END AS zone
     FROM waves WHERE broadcast_id = $1 GROUP BY 1 ORDER BY min(first_handover_at)`,
    [broadcastId],
  );
  return zones.map(({ zone }) => zone);
}

function report(
  progress: Progress,
  outside: Reconciliation,
  order: string[],
  queue: string,
  seconds: number,
): void {
  const json = {
    broadcastId: progress.broadcastId,
    queue,
    ...progress.total,
    lost: outside.lost,
    doubled: outside.doubled,
    seconds: Math.round(seconds * 10) / 10,
    channels: progress.channels,
    regions: progress.regions,
  };
  const line = (name: string, counts: Counts | undefined): string =>
    `  ${name.padEnd(10)} ${
      counts
        ? Object.entries(counts)
            .map(([state, n]) => `${state} ${n}`)
            .join('  ')
        : '-'
    }\n`;
  process.stderr.write(
    `\n${line('all', progress.total)}${CHANNELS.map((channel) => line(channel, progress.channels[channel])).join('')}` +
      `  zones in the order of their first copies: ${order.join(', ')}\n` +
      `  lost ${outside.lost}, doubled ${outside.doubled}, to strangers ${outside.strangers}; ${json.seconds} s in all, queue on ${queue}\n`,
  );
  if (values.json) process.stdout.write(`${JSON.stringify(json)}\n`);
}

function step(text: string): void {
  process.stderr.write(`… ${text}\n`);
}

main().then(
  (fine) => process.exit(fine ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
