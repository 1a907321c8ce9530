import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import type { OutgoingMessage } from '../channel.js';
import { composeMime, type MailFrom } from './mime.js';

const SENDER: MailFrom = { name: 'Siar – Komdigi', address: 'info@siar.go.id' };
const DATE = new Date('2024-02-13T00:00:00Z');
const MESSAGE: OutgoingMessage = {
  to: 'warga@example.org',
  subject: 'Pemilu',
  text: 'Halo',
  html: '<p>Halo</p>',
  language: 'id',
  token: '7-4-00000000000000000000000000000000',
  messageId: '7-4',
  broadcastId: '7',
  unsubscribeUrl: `https://siar.go.id/unsubscribe/7-4-${'a'.repeat(120)}`,
  verifyUrl: 'https://siar.go.id/verify/ABCDEFGHIJ',
  expiresAt: DATE,
};

/** Lines that are hard for a mail system: dots, blanks at the end, From, very long ones, any Unicode. */
const line = fc.oneof(
  { arbitrary: fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n\0]/g, '')), weight: 4 },
  fc.constantFrom('.', '..', '. ', 'From here', '=3D', '--', 'blanks at the end  ', '\tx\t', ''),
  fc.integer({ min: 70, max: 1200 }).map((length) => 'panjang '.repeat(length / 8)),
  fc.integer({ min: 60, max: 300 }).map((length) => '選挙'.repeat(length)),
);
const body = fc
  .array(line, { minLength: 1, maxLength: 12 })
  .map((lines) => lines.join('\n'))
  .filter((text) => text !== '');

/** The headers as they go over the wire, one field per line. */
const headerLines = (mime: string): string[] =>
  (mime.split('\r\n\r\n', 1)[0] ?? '').replace(/\r\n[ \t]/g, ' ').split('\r\n');

describe('composeMime', () => {
  it('preserves any text and HTML', async () => {
    await fc.assert(
      fc.asyncProperty(body, body, async (text, html) => {
        const mime = await composeMime({ ...MESSAGE, text, html }, SENDER, DATE);
        const parsed = await simpleParser(mime, { skipTextToHtml: true, skipHtmlToText: true });
        expect(parsed.text).toBe(text);
        expect(parsed.html).toBe(html);
      }),
      { numRuns: 150 },
    );
  });

  it('preserves any subject of one line, and prevents header injection', async () => {
    const subject = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(subject, async (given) => {
        const mime = await composeMime({ ...MESSAGE, subject: given }, SENDER, DATE);
        const parsed = await simpleParser(mime);
        const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();
        expect(squeezed(parsed.subject ?? '')).toBe(squeezed(given));
      }),
      { numRuns: 150 },
    );
    const forged = await composeMime(
      { ...MESSAGE, subject: 'a\r\nBcc: x@example.org\r\n\r\nb' },
      SENDER,
      DATE,
    );
    expect(headerLines(forged).some((header) => header.startsWith('Bcc'))).toBe(false);
  });

  it('uses CRLF, ASCII and lines of at most 998 octets', async () => {
    await fc.assert(
      fc.asyncProperty(body, body, async (text, html) => {
        const wire = await composeMime({ ...MESSAGE, text, html }, SENDER, DATE);
        expect(wire.replace(/[\t\r\n]/g, '')).toMatch(/^[ -~]*$/);
        expect(wire.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(Math.max(...wire.split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(998);
      }),
      { numRuns: 100 },
    );
  });

  it('sets the headers for the sender, for one-click unsubscription and against auto-replies', async () => {
    const lines = headerLines(await composeMime(MESSAGE, SENDER, DATE));
    expect(lines).toEqual(
      expect.arrayContaining([
        'To: warga@example.org',
        'Subject: Pemilu',
        'Message-ID: <7-4@siar.go.id>',
        'Date: Tue, 13 Feb 2024 00:00:00 +0000',
        'Content-Language: id',
        'Auto-Submitted: auto-generated',
        'Precedence: bulk',
        'X-Siar-Broadcast: 7',
        'Feedback-ID: 7:id:broadcast:siar-mail',
        `List-Unsubscribe: <${MESSAGE.unsubscribeUrl}>`,
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      ]),
    );
    expect(lines.find((header) => header.startsWith('From: '))).toMatch(/<info@siar\.go\.id>$/);
    const raw = await composeMime(MESSAGE, SENDER, DATE);
    expect(raw).toContain(`\r\nList-Unsubscribe: <${MESSAGE.unsubscribeUrl}>\r\n`);
    expect(raw).toContain('multipart/alternative');
  });

  it('omits the headers of broadcasts from a notice', async () => {
    const notice = { ...MESSAGE, broadcastId: null, unsubscribeUrl: null, verifyUrl: null };
    const names = headerLines(await composeMime(notice, SENDER, DATE)).map(
      (header) => header.split(':', 1)[0],
    );
    for (const name of [
      'List-Unsubscribe',
      'List-Unsubscribe-Post',
      'Precedence',
      'X-Siar-Broadcast',
      'Feedback-ID',
    ]) {
      expect(names).not.toContain(name);
    }
    expect(names).toContain('Auto-Submitted');
  });

  it('composes a single text part where there is no HTML', async () => {
    const { html: _none, ...plain } = MESSAGE;
    const parsed = await simpleParser(await composeMime(plain, SENDER, DATE), { skipTextToHtml: true });
    // A message of one part always ends with a line break.
    expect([parsed.text, parsed.html]).toEqual(['Halo\n', false]);
  });
});
