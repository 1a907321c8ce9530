import { createHash, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';

/** The form with a callback signs on libuv's thread pool. */
const signElsewhere = promisify<string, Buffer, KeyObject, Buffer>(sign);

/**
 * Signs messages (DKIM: RFC 6376, rsa-sha256, relaxed/relaxed). A signature costs as much as all the rest of a message:
 * so it is made off the main thread, which nodemailer's own signer cannot do.
 */
export class DkimSigner {
  /** @param key an RSA key, whose public half stands in the DNS at `<selector>._domainkey.<domain>` */
  constructor(
    private readonly domain: string,
    private readonly selector: string,
    private readonly key: KeyObject,
  ) {}

  /**
   * Puts a signature over the whole body and all header fields before a message: From, which DMARC is judged by, and the
   * two of one-click, which RFC 8058 §4 demands, among them.
   * @param mime ASCII; its lines end in CRLF, and each of its header fields stands there once
   */
  async sign(mime: string): Promise<string> {
    const headEnd = mime.indexOf('\r\n\r\n');
    const fields = mime.slice(0, headEnd).split(/\r\n(?![\t ])/);
    const bodyHash = createHash('sha256')
      .update(relaxedBody(mime.slice(headEnd + 4)), 'latin1')
      .digest('base64');
    const names = fields.map((field) => field.slice(0, field.indexOf(':'))).join(':');
    const unsigned = `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${this.domain};\r\n s=${this.selector};\r\n bh=${bodyHash};\r\n h=${names.replace(/.{40,70}:/g, '$&\r\n ')};\r\n b=`;
    const signed = [...fields, unsigned].map(relaxedField).join('\r\n');
    const signature = await signElsewhere('sha256', Buffer.from(signed, 'latin1'), this.key);
    const folded = signature.toString('base64').replace(/.{72}(?=.)/g, '$&\r\n ');
    return `${unsigned}${folded}\r\n${mime}`;
  }
}

/** RFC 6376 §3.4.2: name in lower case, unfolded, each run of blanks one, none at either end. */
function relaxedField(field: string): string {
  const colon = field.indexOf(':');
  const value = field.slice(colon + 1).replace(/[\t\r\n ]+/g, ' ');
  return `${field.slice(0, colon).trim().toLowerCase()}:${value.trim()}`;
}

/** RFC 6376 §3.4.4: no blanks at the end of a line, each run of blanks one, no empty lines at the end. */
function relaxedBody(body: string): string {
  const text = body
    .replace(/[\t ]+(?=\r\n|$)/g, '')
    .replace(/[\t ]{2,}|\t/g, ' ')
    .replace(/(?:\r\n)*$/, '');
  return text === '' ? '' : `${text}\r\n`;
}
