import fc from 'fast-check';
import { checkBounceSecret, readBounceReport } from './bounces.js';

const CONFIG = { EMAIL_BOUNCE_DOMAIN: 'bounce.siar.go.id' };
const TOKEN = `71-42-${'0123456789abcdef'.repeat(2)}`;
const VERP = `b.${TOKEN}@bounce.siar.go.id`;

interface Parts {
  headers?: string[];
  type?: string;
  report?: string[];
  returned?: string[];
}

/** A report as mail servers write them: text for people, the machine-readable part, and the returned headers. */
function mail({
  headers = [`To: <${VERP}>`],
  type = 'delivery-status',
  report = [],
  returned = ['From: x@y.id'],
}: Parts): Buffer {
  return Buffer.from(
    [
      'From: Mail Delivery System <MAILER-DAEMON@mx.example.org>',
      ...headers,
      'Subject: Undelivered Mail Returned to MailFrom',
      'MIME-Version: 1.0',
      `Content-Type: multipart/report; report-type=${type}; boundary="=_b"`,
      '',
      '--=_b',
      'Content-Type: text/plain',
      '',
      'Status: 5.1.1 is what this might say, but it is written for people.',
      '',
      '--=_b',
      `Content-Type: message/${type}`,
      '',
      ...report,
      '',
      '--=_b',
      'Content-Type: text/rfc822-headers',
      '',
      ...returned,
      '',
      '--=_b--',
      '',
    ].join('\r\n'),
  );
}

const dsn = (...recipient: string[]): string[] => [
  'Reporting-MTA: dns; mx.example.org',
  '',
  'Final-Recipient: rfc822; warga@example.org',
  ...recipient,
];

describe('a delivery report', () => {
  it.each([
    ['5.1.1', 'dead'],
    ['5.2.1', 'dead'],
    ['5.2.2', 'soft'],
    ['4.4.1', 'soft'],
    ['5.7.26', 'sender_at_fault'],
    ['5.0.0', 'failed'],
  ])('Action failed, Status %s: %s', async (status, verdict) => {
    const raw = mail({ report: dsn('Action: failed', `Status: ${status}`) });
    expect(await readBounceReport(raw, CONFIG)).toEqual({ token: TOKEN, verdict, reason: `smtp ${status}` });
  });

  it('prefers the diagnostic code of the server to a generic status', async () => {
    const report = dsn(
      'Action: FAILED',
      'Status: 5.0.0',
      'Diagnostic-Code: smtp; 550-5.1.1 The account',
      ' does not exist. 550 5.1.1',
    );
    expect(await readBounceReport(mail({ report }), CONFIG)).toMatchObject({
      verdict: 'dead',
      reason: 'smtp 5.1.1',
    });
  });

  it.each(['delayed', 'delivered', 'relayed', 'expanded'])(
    'is null for a copy that was %s',
    async (action) => {
      const raw = mail({ report: dsn(`Action: ${action}`, 'Status: 4.4.1') });
      expect(await readBounceReport(raw, CONFIG)).toBeNull();
    },
  );

  it.each<[string, Parts]>([
    ['the address it was sent to, in any case', { headers: [`To: ${VERP.toUpperCase()}`] }],
    [
      'Delivered-To before To',
      { headers: [`To: <b.1-1-${'f'.repeat(32)}@bounce.siar.go.id>`, `Delivered-To: ${VERP}`] },
    ],
    [
      'the envelope address of the returned message',
      { headers: ['To: postmaster@siar.go.id'], returned: [`Return-Path: <${VERP}>`] },
    ],
    [
      'the envelope id (RFC 3461)',
      {
        headers: ['To: postmaster@siar.go.id'],
        report: [
          'Reporting-MTA: dns; mx',
          `Original-Envelope-Id: ${TOKEN}`,
          '',
          'Action: failed',
          'Status: 5.1.1',
        ],
      },
    ],
  ])('finds the copy by %s', async (_how, parts) => {
    const raw = mail({ report: dsn('Action: failed', 'Status: 5.1.1'), ...parts });
    expect(await readBounceReport(raw, CONFIG)).toMatchObject({ token: TOKEN });
  });

  it('is null when it names no copy of ours', async () => {
    const report = dsn('Action: failed', 'Status: 5.1.1');
    for (const headers of [
      ['To: info@siar.go.id'],
      [`To: b.${TOKEN}@bounce.siar.go.id.evil.example`],
      [`To: b.${TOKEN}@bounce-siar.go.id`],
    ]) {
      expect(await readBounceReport(mail({ headers, report }), CONFIG)).toBeNull();
    }
  });

  it('is read from the plain text of an older Exim', async () => {
    const words = [
      'From: MAILER-DAEMON@mx',
      `To: ${VERP}`,
      'X-Failed-Recipients: warga@example.org',
      'Subject: failed',
      '',
      'Sorry.',
    ].join('\r\n');
    expect(await readBounceReport(Buffer.from(words), CONFIG)).toEqual({
      token: TOKEN,
      verdict: 'failed',
      reason: 'smtp bounced',
    });
  });
});

describe('a complaint', () => {
  const arf = (type: string): Buffer =>
    mail({
      headers: ['To: fbl@siar.go.id'],
      type: 'feedback-report',
      report: [
        `Feedback-Type: ${type}`,
        'User-Agent: FBL/1.0',
        'Version: 1',
        `Original-Mail-From: <${VERP}>`,
      ],
    });

  it.each([
    ['abuse', 'complaint'],
    ['fraud', 'complaint'],
    ['opt-out', 'opted_out'],
  ])('%s: %s', async (type, verdict) => {
    expect(await readBounceReport(arf(type), CONFIG)).toEqual({
      token: TOKEN,
      verdict,
      reason: `arf ${type}`,
    });
  });

  it('is null when the person reports that it is no spam', async () => {
    expect(await readBounceReport(arf('not-spam'), CONFIG)).toBeNull();
  });
});

describe('other mail to the bounce address', () => {
  it('is null: an auto-reply, random bytes', async () => {
    const reply = [`To: ${VERP}`, 'Auto-Submitted: auto-replied', 'Subject: Cuti', '', 'Status: 5.1.1'].join(
      '\r\n',
    );
    expect(await readBounceReport(Buffer.from(reply), CONFIG)).toBeNull();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        expect(await readBounceReport(Buffer.from(bytes), CONFIG)).toBeNull();
      }),
    );
  });

  it('is accepted only with the secret of our mail server', () => {
    const config = { EMAIL_BOUNCE_SECRET: 'a-secret-of-the-mail-server' };
    expect(() => checkBounceSecret(config, 'Bearer a-secret-of-the-mail-server')).not.toThrow();
    for (const wrong of [undefined, '', 'Bearer ', 'Bearer a-secret', 'Basic a-secret-of-the-mail-server']) {
      expect(() => checkBounceSecret(config, wrong)).toThrow(expect.objectContaining({ kind: 'forbidden' }));
    }
    expect(() => checkBounceSecret({ EMAIL_BOUNCE_SECRET: undefined }, 'Bearer undefined')).toThrow();
  });

  it('is rejected when a header is as long as a mail, which would block the parser for a second', async () => {
    const raw = Buffer.from(`From: <a@example.id>\r\nTo: ${'g:a,b;'.repeat(20_000)}\r\n\r\nHalo`);
    await expect(readBounceReport(raw, CONFIG)).rejects.toThrow(/head/i);
  });
});
