import fc from 'fast-check';
import { classOf, outcomeOfReply, readReply, type Stage } from './replies.js';

const MINUTE_MS = 60_000;

const outcomeOf = (text: string, stage: Stage = 'rcpt'): ReturnType<typeof outcomeOfReply> => {
  const reply = readReply(text);
  if (!reply) throw new Error(`no reply: ${text}`);
  return outcomeOfReply(reply, stage);
};

describe('outcomeOfReply', () => {
  it.each(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'])('550 %s: the address is dead', (code) => {
    expect(outcomeOf(`550 ${code} <warga@example.org>: no`)).toEqual({
      kind: 'dead',
      reason: `smtp ${code}`,
    });
  });

  it.each([
    ['550 5.7.1 Relaying denied', 'rcpt'],
    ['550 5.7.133 MailFrom not authenticated for group', 'rcpt'],
    ['550-5.7.26 This mail is unauthenticated\n550 5.7.26 see our page', 'data'],
    ['554 5.7.9 DMARC', 'data'],
    ['553 5.1.8 MailFrom domain not found', 'rcpt'],
    ['552 5.3.4 Message too big', 'data'],
  ] as const)('%s: the sender may be at fault', (text, stage) => {
    expect(outcomeOf(text, stage)).toMatchObject({ kind: 'sender_at_fault' });
  });

  it.each([
    ['550 5.7.1 MailFrom refused', 'mail'],
    ['553 5.1.8 MailFrom domain not found', 'mail'],
    ['552 5.3.4 Message too big', 'mail'],
    ['550 go away', 'mail'],
    ['554 No SMTP service here', 'connect'],
    ['535 5.7.8 Authentication failed', 'auth'],
    ['535 wrong', 'auth'],
  ] as const)('%s at %s, before a recipient is named: our own fault', (text, stage) => {
    expect(outcomeOf(text, stage)).toMatchObject({ kind: 'own_fault' });
  });

  it('never returns own_fault once a recipient is named', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(4, 5),
        fc.constantFrom<Stage>('rcpt', 'data'),
        fc.integer({ min: 400, max: 599 }),
        fc.nat(9),
        fc.nat(999),
        (group, stage, code, subject, detail) => {
          const outcome = outcomeOf(`${code} ${group}.${subject}.${detail} no`, stage);
          expect(outcome.kind).not.toBe('own_fault');
          expect(outcome).not.toHaveProperty('alone', 'own_fault');
        },
      ),
    );
  });

  it.each([
    '450 4.7.1 Greylisted, come back later',
    '451 4.7.1 Please try again',
    '450 4.2.0 Recipient address rejected: Greylisted',
    '451 Greylisting in action',
    '450 mailbox busy',
    '452 4.2.2 Mailbox full',
    '552 5.2.2 Mailbox full',
  ])('%s: retry, but not within half an hour', (text) => {
    const outcome = outcomeOf(text);
    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(outcome.kind === 'retry' && outcome.afterMs).toBeGreaterThanOrEqual(30 * MINUTE_MS);
  });

  it.each(['451 4.3.0 Temporary failure', '452 4.3.1 Out of storage', '503 Bad sequence'])(
    '%s: retry soon',
    (text) =>
      expect(outcomeOf(text, 'data')).toEqual({ kind: 'retry', reason: expect.stringMatching(/^smtp /) }),
  );

  it.each([
    ['421 closing', 'data'],
    ['421 4.3.0 Shutting down', 'rcpt'],
    ['450 Try later', 'connect'],
    ['451 4.3.0 Local error', 'mail'],
    ['454 4.7.0 Temporary authentication failure', 'auth'],
  ] as const)('%s at %s: the server as a whole is unavailable', (text, stage) =>
    expect(outcomeOf(text, stage)).toEqual({ kind: 'away', reason: expect.stringMatching(/^smtp /) }),
  );

  it.each([
    ['421 4.3.2 System not accepting messages', 'connect'],
    ['421 4.3.2 System not accepting messages', 'rcpt'],
    ['451 4.4.5 Congestion', 'mail'],
    ['454 Throttling failure: Maximum sending rate exceeded.', 'data'],
    ['432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded', 'data'],
    ['421 4.7.0 mx Error: too many connections from 10.0.0.1', 'connect'],
    ['450 4.7.1 Error: too much mail from 10.0.0.1', 'mail'],
    ['450 4.7.1 Rate limit exceeded', 'mail'],
    ['451 4.7.1 Please slow down', 'connect'],
    ['421 4.7.0 Too many messages', 'mail'],
    ['421 4.7.0 Too many messages', 'rcpt'],
    ['421 too many messages in this session', 'data'],
  ] as const)('%s at %s: slow down', (text, stage) => {
    expect(outcomeOf(text, stage)).toEqual({
      kind: 'slow_down',
      afterMs: expect.any(Number),
      reason: expect.stringMatching(/^smtp /),
    });
  });

  it.each([
    ['421 4.7.0 Try again later, closing connection', 'connect', 'own_fault'],
    ['421 4.7.0 Go away', 'mail', 'own_fault'],
    ['421 4.7.0 Go away', 'rcpt', 'sender_at_fault'],
    [
      '421-4.7.28 Gmail has detected an unusual rate of unsolicited mail\n421 4.7.28 temporarily rate limited',
      'data',
      'sender_at_fault',
    ],
  ] as const)('%s at %s: this account is slowed, alone %s', (text, stage, alone) => {
    expect(outcomeOf(text, stage)).toMatchObject({ kind: 'slow_down', afterMs: expect.any(Number), alone });
  });

  it.each([
    ['450 4.1.2 <throttle@jahat.example>: Recipient address rejected: Domain not found', 'rcpt'],
    ['450 4.1.1 <siti@jahat.example>: mx.jahat.example said: 421 too many connections', 'rcpt'],
    ['450 4.3.2 <siti@jahat.example>: mx.jahat.example said: 450 4.3.2 rate exceeded', 'rcpt'],
    ['451 4.4.5 <siti@jahat.example>: Congestion', 'rcpt'],
    ['454 4.7.1 <throttle@jahat.example>: Relay access denied', 'rcpt'],
    ['451 4.3.2 mx.jahat.example said: too much mail', 'data'],
  ] as const)('%s at %s: retry, without slowing other copies', (text, stage) => {
    expect(outcomeOf(text, stage)).toMatchObject({ kind: 'retry' });
  });

  it('ignores the text of a quoted address', () => {
    expect(outcomeOf('451 4.3.0 <throttle@siar.go.id> too-much mail@x', 'mail')).toMatchObject({
      kind: 'away',
    });
  });

  it.each([
    '550 No such user',
    '554 5.3.0 Transaction failed',
    '550 5.4.4 Host not found',
    '552 5.2.3 Too long',
  ])('%s: this copy fails, without a suppression', (text) =>
    expect(outcomeOf(text)).toMatchObject({ kind: 'failed' }),
  );

  it('never counts a policy code against a citizen', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(2, 4, 5),
        fc.nat(999),
        fc.constantFrom<Stage>('mail', 'rcpt', 'data'),
        (group, detail, stage) => {
          const code = `${group}.7.${detail}`;
          expect(['dead', 'opted_out', 'accepted']).not.toContain(outcomeOf(`550 ${code} no`, stage).kind);
          expect(['dead', 'opted_out', 'accepted']).not.toContain(outcomeOf(`450 ${code} no`, stage).kind);
        },
      ),
    );
  });

  it('never copies the text of a reply into the reason', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), fc.string(), (code, text) => {
        const outcome = outcomeOf(`${code} ${text}`);
        expect('reason' in outcome && outcome.reason).toMatch(/^smtp [\d.]+$/);
      }),
    );
  });

  it('reads no reply from other text', () => {
    expect([readReply(''), readReply('hello'), readReply('55'), readReply('999 x')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('assigns a class to every code', () => {
    expect(['5.1.1', '5.2.2', '5.7.99', '4.4.1', '5.5.5'].map(classOf)).toEqual([
      'dead',
      'soft',
      'sender_at_fault',
      'soft',
      'hard',
    ]);
  });
});
