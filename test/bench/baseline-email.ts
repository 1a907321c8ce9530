import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { compileDocument } from '#broadcasts/content';
import { loadConfig } from '#platform/config';
import { addressContext, Keys } from '#platform/crypto';
import { letter } from './letter.js';

// The straightforward design with the same libraries: one job per recipient, nodemailer's pool, one UPDATE per message.
// Content, consent check, decryption, tokens and headers are Siar's. Argument: the broadcast.

/** Concurrent jobs, over the connections that SMTP_URL allows; messages per connection as in Siar's own pool. */
const CONCURRENCY = 64;
const MESSAGES = 1_000;
const QUEUE = 'baseline';

interface Recipient {
  name: string;
  language: string;
  region_code: string;
  region_name: string;
  ciphertext: Buffer;
  key_id: string;
}

const config = loadConfig(process.env);
const keys = new Keys(config);
const broadcastId = process.argv[2] ?? '';
const database = new pg.Pool({ connectionString: config.DATABASE_URL, max: config.DATABASE_POOL });
const connection = new Redis(config.QUEUE_URL ?? '', { maxRetriesPerRequest: null });
const queue = new Queue(QUEUE, { connection });
const mailer = createTransport(`${config.SMTP_URL}&pool=true&maxMessages=${MESSAGES}`);

const {
  rows: [submission],
} = await database.query<{ document: string; public_code: string }>(
  `SELECT s.document, b.public_code FROM submissions s JOIN broadcasts b ON b.id = s.broadcast_id WHERE b.id = $1`,
  [broadcastId],
);
if (!submission) throw new Error(`there is no broadcast ${broadcastId}`);
const broadcast = {
  id: broadcastId,
  publicCode: submission.public_code,
  render: compileDocument(JSON.parse(submission.document)),
};
await database.query(
  `CREATE TABLE baseline_messages (address_id bigint PRIMARY KEY, state text NOT NULL, accepted_at timestamptz, provider_id text)`,
);

/** Writes a row and adds a job for each recipient. @returns how many */
async function enqueueAll(): Promise<number> {
  const { rows } = await database.query<{ address_id: string }>(
    `INSERT INTO baseline_messages (address_id, state)
     SELECT a.id, 'pending' FROM addresses a
     LEFT JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash
     WHERE a.channel = 'email' AND a.state = 'active' AND s.hash IS NULL
       AND EXISTS (SELECT FROM consents k WHERE k.address_id = a.id AND k.withdrawn_at IS NULL)
     RETURNING address_id`,
  );
  for (let from = 0; from < rows.length; from += 1_000) {
    await queue.addBulk(
      rows.slice(from, from + 1_000).map(({ address_id: addressId }) => ({
        name: 'send',
        data: { addressId },
        opts: { removeOnComplete: true, attempts: 5 },
      })),
    );
  }
  return rows.length;
}

async function send(addressId: string): Promise<void> {
  const {
    rows: [recipient],
  } = await database.query<Recipient>(
    `SELECT a.ciphertext, a.key_id, c.name, c.language, c.region_code, r.name AS region_name
     FROM addresses a JOIN contacts c ON c.id = a.contact_id JOIN regions r ON r.code = c.region_code
     LEFT JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash
     WHERE a.id = $1 AND a.state = 'active' AND s.hash IS NULL
       AND EXISTS (SELECT FROM consents k WHERE k.address_id = a.id AND k.withdrawn_at IS NULL)`,
    [addressId],
  );
  if (!recipient) return;
  const to = keys.open(
    { ciphertext: recipient.ciphertext, keyId: recipient.key_id },
    addressContext(addressId, 'email'),
  );
  const info = await mailer.sendMail(
    letter({ config, keys }, broadcast, {
      addressId,
      to,
      name: recipient.name,
      language: recipient.language,
      regionCode: recipient.region_code,
      regionName: recipient.region_name,
    }),
  );
  await database.query(
    `UPDATE baseline_messages SET state = 'accepted', accepted_at = now(), provider_id = $2 WHERE address_id = $1`,
    [addressId, info.response.slice(-16)],
  );
}

process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
process.once('message', () => {
  void (async () => {
    const start = performance.now();
    let done = 0;
    let all = Number.POSITIVE_INFINITY;
    const finished = (): void => {
      if (done === all) process.send?.({ accepted: all, seconds: (performance.now() - start) / 1000 });
    };
    const worker = new Worker<{ addressId: string }>(QUEUE, ({ data }) => send(data.addressId), {
      connection,
      concurrency: CONCURRENCY,
    });
    worker.on('completed', () => {
      done += 1;
      finished();
    });
    worker.on('failed', (_job, error) => process.stderr.write(`baseline: ${error.message}\n`));
    all = await enqueueAll();
    finished();
  })();
});
process.send?.({});
