import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { sendWhenAsked } from './loop.js';

// The limit: nodemailer's connections alone, kept open and given prepared bytes. Arguments: the sink's URL with its
// maxConnections, how many messages, the size of each in bytes.

const [url = '', countText = '', sizeText = ''] = process.argv.slice(2);
const { hostname, port, searchParams } = new URL(url);
const connections = Number(searchParams.get('maxConnections'));
const count = Number(countText);
const line = `${'x'.repeat(74)}\r\n`;
const message = `Subject: bare\r\n\r\n${line.repeat(Math.ceil(Number(sizeText) / line.length))}`;

async function lane(next: () => number | null): Promise<void> {
  const connection = new SMTPConnection({ host: hostname, port: Number(port) });
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((failed) => (failed ? reject(failed) : resolve()));
  });
  for (let n = next(); n !== null; n = next()) {
    const envelope = { from: `b.1-${n}-bare@bounce.siar.go.id`, to: [`warga${n}@example.org`] };
    await new Promise<void>((resolve, reject) => {
      connection.send(envelope, message, (failed) => (failed ? reject(failed) : resolve()));
    });
  }
  connection.quit();
}

sendWhenAsked(count, connections, lane);
