import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { type ParsedMail, simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { deadlineAfter, moment } from '#platform/waiting';
import type { OutgoingMessage } from '../channel.js';
import { composeMime } from './mime.js';
import { Moulds } from './mould.js';
import { quotedPrintable } from './quoted-printable.js';
import { SmtpPool } from './smtp/pool.js';
import { smtpTarget } from './smtp/target.js';

const SENDER = { name: 'Siar – Komdigi', address: 'info@siar.go.id' };
const DATE = new Date('2024-02-13T00:00:00Z');

/** Real names and hostile ones. */
const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
  fc.constantFrom('I Gusti Ayu Ñyoman', "D'Angelo", '李小龍', '.', '=?utf-8?Q?a?=', '"x" <y@z>', '\u{1F5F3}️'),
  fc.integer({ min: 60, max: 100 }).map((length) => '選'.repeat(length)),
);
/** Lines that are hard for a mail system: dots, blanks at the end, very long ones, characters that meet a fold. */
const line = fc.oneof(
  { arbitrary: fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n\0]/g, '')), weight: 3 },
  fc.constantFrom('.', '..', 'From here', '=3D', '--', 'blanks at the end  ', '\tx\t', ''),
  fc.tuple(fc.nat(80), name).map(([length, of]) => `${'x'.repeat(length)}${of.repeat(3)}`),
  fc.integer({ min: 70, max: 1200 }).map((length) => 'panjang '.repeat(length / 8)),
);
const body = fc
  .array(line, { minLength: 1, maxLength: 8 })
  .map((lines) => lines.join('\n'))
  .filter((text) => text !== '');
const token = fc
  .tuple(fc.bigInt({ min: 1n, max: 2n ** 53n }), fc.bigInt({ min: 1n, max: 2n ** 62n }))
  .map(([broadcast, address]) => `${broadcast}-${address}-${'0a'.repeat(16)}`);

const message: fc.Arbitrary<OutgoingMessage> = fc
  .record({ name, text: body, html: body, token, subject: fc.tuple(fc.string(), name), alike: fc.boolean() })
  .map(({ name: of, text, html, token: one, subject: [before, after], alike }) => ({
    to: `warga.${one}@example.org`.slice(-60),
    subject: `${before} ${after}`,
    // Some copies differ from the previous one in one line only, as those of one broadcast do.
    text: alike ? `Yth. ${of},\n\nHari pemungutan suara\n.\n` : `${of}\n${text}`,
    html: alike ? `<p>Yth. ${of},</p>\n<p style="a">Hari pemungutan suara</p>\n` : `<p>${of}</p>\n${html}`,
    language: 'id',
    token: one,
    messageId: one.split('-').slice(0, 2).join('.'),
    broadcastId: '7',
    unsubscribeUrl: `https://siar.go.id/unsubscribe/${one}`,
    verifyUrl: 'https://siar.go.id/verify/ABCDEFGHIJ',
    expiresAt: DATE,
  }));

const parse = (mime: string | Buffer): Promise<ParsedMail> =>
  simpleParser(mime, { skipTextToHtml: true, skipHtmlToText: true });
/** The headers as a reader sees them: whitespace collapsed, without the boundary. */
const seen = ({ headerLines }: ParsedMail): string[] =>
  headerLines
    .filter(({ key }) => key !== 'subject')
    .map((header) => header.line.replace(/\s+/g, ' ').replace(/boundary="[^"]*"/, ''));

/** Expects two messages to be the same to a reader. */
function expectAlike(one: ParsedMail, other: ParsedMail): void {
  expect(one.text).toBe(other.text);
  expect(one.html).toBe(other.html);
  expect(one.subject).toBe(other.subject);
  expect(one.to).toEqual(other.to);
  expect(seen(one)).toEqual(seen(other));
}

describe('Moulds', () => {
  it('composes a message that parses to the same as that of nodemailer', async () => {
    const moulds = new Moulds(SENDER);
    await fc.assert(
      fc.asyncProperty(message, async (given) => {
        const [filled, composed] = await Promise.all([
          moulds.compose(given, DATE).then(parse),
          composeMime(given, SENDER, DATE).then(parse),
        ]);
        expectAlike(filled, composed);
      }),
      { numRuns: 400 },
    );
  });

  it('delivers the same message as sendMail, with and without pipelining', async () => {
    for (const hidePIPELINING of [true, false]) {
      const arrived: Buffer[] = [];
      const server = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS', 'AUTH'],
        hidePIPELINING,
        onData: (stream, _session, done) => {
          const pieces: Buffer[] = [];
          stream.on('data', (piece: Buffer) => pieces.push(piece));
          stream.once('end', () => {
            arrived.push(Buffer.concat(pieces));
            done();
          });
        },
      });
      server.listen(0, '127.0.0.1');
      await once(server.server, 'listening');
      const { port } = server.server.address() as AddressInfo;
      const fast = new SmtpPool(smtpTarget(`smtp://127.0.0.1:${port}`, 5_000));
      const slow = createTransport(`smtp://127.0.0.1:${port}?pool=true`);
      const moulds = new Moulds(SENDER);
      await fc.assert(
        fc.asyncProperty(message, async (given) => {
          const from = `b.${given.token}@bounce.siar.go.id`;
          const mime = await moulds.compose(given, DATE);
          // The server's own parsing of addresses is not under test.
          const to = 'warga@example.org';
          const parcel = {
            from,
            to,
            envelopeId: given.token,
            mime,
            startBy: deadlineAfter(moment(), 60_000),
          };
          expect(await fast.send(parcel)).toMatchObject({ kind: 'taken' });
          await slow.sendMail({
            envelope: { from, to },
            raw: await composeMime(given, SENDER, DATE),
          });
          const [quick, composed] = await Promise.all(arrived.splice(0).map(parse));
          if (!quick || !composed) throw new Error('two messages were sent');
          expectAlike(quick, composed);
        }),
        { numRuns: 100 },
      );
      slow.close();
      await fast.close();
      await new Promise<void>((closed) => server.close(closed));
    }
  });

  it('uses CRLF, ASCII and lines of at most 76 characters, except in one-click headers', async () => {
    const moulds = new Moulds(SENDER);
    await fc.assert(
      fc.asyncProperty(message, async (given) => {
        const wire = await moulds.compose(given, DATE);
        expect(wire.replace(/[\t\r\n]/g, '')).toMatch(/^[ -~]*$/);
        expect(wire.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        const content = wire.slice(wire.indexOf('\r\n\r\n')).split('\r\n');
        expect(Math.max(...content.map(({ length }) => length))).toBeLessThanOrEqual(76);
      }),
      { numRuns: 200 },
    );
  });

  it('composes the identical message where nothing needs encoding', async () => {
    const plain: OutgoingMessage = {
      to: 'warga@example.org',
      subject: 'Hari pemungutan suara',
      text: 'Yth. Sari,\n\nTPS buka pukul 07.00.\n',
      html: '<p>Yth. Sari,</p>\n',
      language: 'en',
      token: '7-4-00000000000000000000000000000000',
      messageId: '7.4',
      broadcastId: '7',
      unsubscribeUrl: 'https://siar.go.id/unsubscribe/7-4',
      verifyUrl: null,
      expiresAt: DATE,
    };
    const bare = (mime: string): string => mime.replace(/--_NmP[^"\r]*|--[\w-]+Part[^"\r]*/g, '');
    expect(bare(await new Moulds(SENDER).compose(plain, DATE))).toBe(
      bare(await composeMime(plain, SENDER, DATE)),
    );
  });
});

describe('quotedPrintable', () => {
  it('does not split a character at a soft break', () => {
    fc.assert(
      fc.property(fc.nat(80), fc.string({ unit: 'grapheme', minLength: 30 }), (before, text) => {
        // The replacement character is left out: a text may hold it itself.
        const encoded = quotedPrintable('x'.repeat(before) + text.replace(/[\r\n\u{FFFD}]/gu, ''));
        for (const part of encoded.split('=\r\n')) {
          const bytes = part.replace(/(?:=[0-9A-F]{2})+/g, (run) =>
            Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'),
          );
          expect(bytes).not.toContain('\u{FFFD}');
        }
      }),
    );
  });
});
