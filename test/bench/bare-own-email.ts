import { SmtpPool } from '../../libs/channels/email/smtp/pool.js';
import { smtpTarget } from '../../libs/channels/email/smtp/target.js';
import { deadlineAfter, moment } from '#platform/waiting';
import { sendWhenAsked } from './loop.js';

// The limit of Siar's own transactions: its connections alone, kept open and given prepared bytes. Arguments as
// bare-email's.

const [url = '', countText = '', sizeText = ''] = process.argv.slice(2);
const count = Number(countText);
const target = smtpTarget(url, 30_000);
const pool = new SmtpPool(target);
const line = `${'x'.repeat(74)}\r\n`;
const mime = `Subject: bare\r\n\r\n${line.repeat(Math.ceil(Number(sizeText) / line.length))}`;
const startBy = deadlineAfter(moment(), 3600_000);

async function lane(next: () => number | null): Promise<void> {
  for (let n = next(); n !== null; n = next()) {
    const from = `b.1-${n}-bare@bounce.siar.go.id`;
    const handover = await pool.send({
      from,
      to: `warga${n}@example.org`,
      envelopeId: String(n),
      mime,
      startBy,
    });
    if (handover.kind !== 'taken') throw new Error(`not taken: ${handover.kind}`);
  }
}

sendWhenAsked(count, target.maxConnections * 3, lane);
