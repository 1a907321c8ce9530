import { createTransport } from 'nodemailer';
import pg from 'pg';
import { compileDocument } from '#broadcasts/content';
import { loadConfig } from '#platform/config';
import { Keys } from '#platform/crypto';
import { letter } from './letter.js';
import { sendWhenAsked } from './loop.js';

// nodemailer alone, with its own signing: the messages that Siar would send, without queue, ledger or decryption.
// Arguments: the broadcast with the content, how many messages.

/** As in Siar's own pool. */
const MESSAGES = 1_000;

const config = loadConfig(process.env);
/** Concurrent messages: twice the connections that SMTP_URL allows. */
const lanes = 2 * Number(new URL(config.SMTP_URL ?? '').searchParams.get('maxConnections'));
const keys = new Keys(config);
const [id = '', countText = ''] = process.argv.slice(2);
const count = Number(countText);
const client = new pg.Client({ connectionString: config.DATABASE_URL });
await client.connect();
const {
  rows: [submission],
} = await client.query<{ document: string; public_code: string }>(
  `SELECT s.document, b.public_code FROM submissions s JOIN broadcasts b ON b.id = s.broadcast_id WHERE b.id = $1`,
  [id],
);
await client.end();
if (!submission) throw new Error(`there is no broadcast ${id}`);
const broadcast = {
  id,
  publicCode: submission.public_code,
  render: compileDocument(JSON.parse(submission.document)),
};
const mailer = createTransport({
  url: config.SMTP_URL,
  pool: true,
  maxMessages: MESSAGES,
  dkim: {
    domainName: config.DKIM_DOMAIN ?? '',
    keySelector: config.DKIM_SELECTOR,
    privateKey: config.DKIM_PRIVATE_KEY ?? '',
  },
});

async function lane(next: () => number | null): Promise<void> {
  for (let n = next(); n !== null; n = next()) {
    const reader = { addressId: String(n), to: `warga${n}@example.org`, name: `Warga ${n}` };
    const region = { language: 'id', regionCode: '32.73', regionName: 'Kota Bandung' };
    await mailer.sendMail(letter({ config, keys }, broadcast, { ...reader, ...region }));
  }
}

sendWhenAsked(count, lanes, lane);
