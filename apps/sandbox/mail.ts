import type { Arrival, Content } from './arrival.js';

const END_OF_HEADER = Buffer.from('\r\n\r\n');

/** A received e-mail, for one recipient of its envelope. */
export class Mail implements Arrival {
  readonly channel = 'email';
  readonly at = Date.now();

  constructor(
    readonly to: string,
    readonly from: string,
    readonly providerId: string,
    private readonly raw: Buffer,
  ) {}

  get size(): number {
    return this.raw.length + 400;
  }

  handedOver(): string {
    return `${this.from}\n${this.to}\n${this.header()}`;
  }

  /** The header section, without the empty line that ends it. */
  header(): string {
    const end = this.raw.indexOf(END_OF_HEADER);
    return this.raw.toString('utf8', 0, end === -1 ? this.raw.length : end);
  }

  async open(): Promise<Content> {
    const { simpleParser } = await import('mailparser');
    const parsed = await simpleParser(this.raw, {
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      skipImageLinks: true,
    });
    return {
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
      ...(parsed.html ? { html: parsed.html } : {}),
      headers: headers(this.header()),
      raw: this.raw.toString('utf8'),
    };
  }
}

/** Header fields by lower-case name, unfolded; repeated ones in an array. */
function headers(section: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const line of section.replaceAll(/\r\n(?=[ \t])/g, '').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon === -1) continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    fields[name] = known === undefined ? value : [known, value].flat();
  }
  return fields;
}
