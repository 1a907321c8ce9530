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

/** A report as mail servers write them: words for people, the machine-readable part, and what is sent back. */
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
      'Subject: Undelivered Mail Returned to Sender',
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

  it('prefers what the server really said to a status that says nothing', async () => {
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
    'says nothing about a copy that was %s',
    async (action) => {
      const raw = mail({ report: dsn(`Action: ${action}`, 'Status: 4.4.1') });
      expect(await readBounceReport(raw, CONFIG)).toBeNull();
    },
  );

  it.each<[string, Parts]>([
    ['the address it came to, whatever its case', { headers: [`To: ${VERP.toUpperCase()}`] }],
    [
      'Delivered-To before To',
      { headers: [`To: <b.1-1-${'f'.repeat(32)}@bounce.siar.go.id>`, `Delivered-To: ${VERP}`] },
    ],
    [
      'the envelope address of what came back',
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

  it('is about no copy of ours when it names none', async () => {
    const report = dsn('Action: failed', 'Status: 5.1.1');
    for (const headers of [
      ['To: info@siar.go.id'],
      [`To: b.${TOKEN}@bounce.siar.go.id.evil.example`],
      [`To: b.${TOKEN}@bounce-siar.go.id`],
    ]) {
      expect(await readBounceReport(mail({ headers, report }), CONFIG)).toBeNull();
    }
  });

  it('may be in words only, from an older Exim', async () => {
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

  it('is none when the person says that it is no spam', async () => {
    expect(await readBounceReport(arf('not-spam'), CONFIG)).toBeNull();
  });
});

describe('anything else that comes to the bounce address', () => {
  it('says nothing: an auto-reply, rubbish', async () => {
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

  it('is let in only with the secret of our mail server', () => {
    const config = { EMAIL_BOUNCE_SECRET: 'a-secret-of-the-mail-server' };
    expect(() => checkBounceSecret(config, 'Bearer a-secret-of-the-mail-server')).not.toThrow();
    for (const wrong of [undefined, '', 'Bearer ', 'Bearer a-secret', 'Basic a-secret-of-the-mail-server']) {
      expect(() => checkBounceSecret(config, wrong)).toThrow(expect.objectContaining({ kind: 'forbidden' }));
    }
    expect(() => checkBounceSecret({ EMAIL_BOUNCE_SECRET: undefined }, 'Bearer undefined')).toThrow();
  });

  it('takes no header as long as a mail, which a parser would chew on for a second', async () => {
    const raw = Buffer.from(`From: <a@example.id>\r\nTo: ${'g:a,b;'.repeat(20_000)}\r\n\r\nHalo`);
    await expect(readBounceReport(raw, CONFIG)).rejects.toThrow(/head/i);
  });
});
