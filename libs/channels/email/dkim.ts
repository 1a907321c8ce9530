import { createHash, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';

/** The callback form signs on libuv's thread pool. */
const signElsewhere = promisify<string, Buffer, KeyObject, Buffer>(sign);

/**
 * Signs messages (DKIM: RFC 6376, rsa-sha256, relaxed/relaxed). A signature costs as much as all other work on a
 * message, so it is made off the main thread, which nodemailer's own signer cannot do.
 */
export class DkimSigner {
  /** @param key an RSA key; its public half is in the DNS at `<selector>._domainkey.<domain>` */
  constructor(
    private readonly domain: string,
    private readonly selector: string,
    private readonly key: KeyObject,
  ) {}

  /**
   * Prepends a signature over the whole body and all header fields. They include From, which DMARC checks, and the two
   * of one-click, which RFC 8058 §4 requires.
   * @param mime ASCII, in lines that end in CRLF; each header field occurs once
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

/** RFC 6376 §3.4.2: name in lower case, value unfolded, each run of whitespace one blank, none at either end. */
function relaxedField(field: string): string {
  const colon = field.indexOf(':');
  const value = field.slice(colon + 1).replace(/[\t\r\n ]+/g, ' ');
  return `${field.slice(0, colon).trim().toLowerCase()}:${value.trim()}`;
}

/** RFC 6376 §3.4.4: no whitespace at the end of a line, each run of whitespace one blank, no empty lines at the end. */
function relaxedBody(body: string): string {
  const text = body
    .replace(/[\t ]+(?=\r\n|$)/g, '')
    .replace(/[\t ]{2,}|\t/g, ' ')
    .replace(/(?:\r\n)*$/, '');
  return text === '' ? '' : `${text}\r\n`;
}
