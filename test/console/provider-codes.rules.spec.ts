import { SUPPRESSED_REASONS } from '../../libs/contract/lists.js';
import { SMTP_STATUS } from '../../libs/channels/email/replies.js';
import { TWILIO_CODES } from '../../libs/channels/sms/twilio/codes.js';
import { TWILIO_STATUSES } from '../../libs/channels/sms/twilio/status.js';
import { errors } from 'smpp/lib/defs.js';
import { outcomeOfBind, outcomeOfStatus } from '../../libs/channels/sms/smpp/errors.rules.js';
import { readIncoming } from '../../libs/channels/sms/smpp/incoming.rules.js';
import { RECEIPT_MEANINGS, SUBMIT_MEANINGS, smppSettings } from '../../libs/channels/sms/smpp/settings.js';
import { outcomeOfRefusal } from '../../libs/channels/telegram/errors.js';
import {
  isProvidersOwn,
  reasonKey,
  saysDead,
  saysManyDead,
  takenOut,
} from '../../apps/console/src/parts/sending/provider-codes.rules.js';
import { SAYS_NO_MORE, saidBy } from '../../apps/console/src/screens/operations/said.rules.js';

/** Of each status of SMPP, and of receipts that failed. */
const SMPP_REASONS = [
  ...Object.values(errors)
    .filter((status) => status !== 0)
    .flatMap((status) => [outcomeOfStatus(status, {}), outcomeOfBind(status)])
    .map(({ reason }) => reason ?? ''),
  ...['undeliv 027', 'undeliv', 'expired', 'rejectd 0x1F', 'deleted'].map((said) => `smpp ${said}`),
  ...[
    'ETIMEDOUT',
    'ECONNREFUSED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'bind held elsewhere',
    'not sent, it would expire',
  ].map((said) => `smpp ${said}`),
];

describe('the words for a code of a provider', () => {
  it.each([
    ...Object.keys(TWILIO_CODES).map((code) => `twilio ${code}`),
    ...[...TWILIO_STATUSES.values()].flatMap((told) =>
      told && told.verdict !== 'delivered' ? [told.reason] : [],
    ),
    ...Object.keys(SMTP_STATUS).map((status) => `smtp ${status}`),
    ...SMPP_REASONS,
    ...Object.keys(SUPPRESSED_REASONS),
    'smtp 421',
    'held gmail',
    'warming up',
    'found with the provider',
    'restored',
    'try gmail',
    'smtp 550',
  ])('exist: %s', (code) => {
    expect(reasonKey(code)).not.toBeNull();
  });

  it.each([
    [400, 'Bad Request: chat not found'],
    [400, "Bad Request: can't parse entities"],
    [401, 'Unauthorized'],
    [403, 'Forbidden: bot was blocked by the user'],
    [403, "Forbidden: bot can't initiate conversation with a user"],
    [404, 'Not Found'],
    [429, 'Too Many Requests'],
    [502, 'Bad Gateway'],
  ])('exist for what Telegram answers: %i %s', (code, description) => {
    const outcome = outcomeOfRefusal({ code, description });
    expect(reasonKey(outcome.reason ?? '')).not.toBeNull();
  });
});

describe("what an account's errors say of a code", () => {
  /** The reason of a receipt that failed with code 027. */
  const receiptReason = (meaning: (typeof RECEIPT_MEANINGS)[number]): string => {
    const settings = smppSettings.parse({
      url: 'smpp://siar:secret@127.0.0.1',
      source: { address: 'KPU' },
      errors: { receipt: { '027': meaning } },
    });
    const incoming = readIncoming(
      {
        command: 'deliver_sm',
        status: 0,
        sequence: 1,
        fields: { esm_class: 4, short_message: Buffer.from('id:1 stat:UNDELIV err:027') },
      },
      settings,
    );
    return incoming?.kind === 'receipt' ? incoming.reason : '';
  };
  const reasons = [
    ...RECEIPT_MEANINGS.map((meaning) => [meaning, receiptReason(meaning)] as const),
    // 0x45 says nothing by itself, 0x0b that the number is dead.
    ...['0x45', '0x0b'].flatMap((code) =>
      SUBMIT_MEANINGS.map(
        (meaning) => [meaning, outcomeOfStatus(Number(code), { [code]: meaning }).reason ?? ''] as const,
      ),
    ),
  ];

  it.each(reasons)('%s is what staff read of it: %s', (meaning, reason) => {
    expect(reasonKey(reason)).not.toBeNull();
    expect(saysDead(reason)).toBe(meaning === 'dead');
    expect(isProvidersOwn(reason)).toBe(true);
  });

  it('counts the addresses that it takes out', () => {
    const failure = { channel: 'sms', state: 'failed', reason: receiptReason('dead'), copies: 3 };
    expect(takenOut([failure], ['sms'])).toBe(3);
    expect(takenOut([{ ...failure, reason: receiptReason('soft') }], ['sms'])).toBe(0);
  });

  it.each(['smtp 5.1.1', 'smtp 5.2.1', 'twilio 21211', 'telegram 400 gone'])(
    'are unusually many from a tenth on, on every channel (%s)',
    (reason) => {
      expect(saysManyDead(reason, 28, 100)).toBe(true);
      expect(saysManyDead(reason, 9, 20)).toBe(false);
      expect(saysManyDead(reason, 28, 1_000)).toBe(false);
    },
  );

  it('are not those of a phone that is off', () => expect(saysManyDead('twilio 30003', 28, 100)).toBe(false));
});

describe('what a code says is refused', () => {
  const ours: string[] = [
    ...Object.entries(TWILIO_CODES).map(([code, meaning]) => [`twilio ${code}`, meaning] as const),
    ...Object.entries(SMTP_STATUS).map(([status, meaning]) => [`smtp ${status}`, meaning] as const),
  ].flatMap(([code, meaning]) => (['sender_at_fault', 'own_fault'].includes(meaning) ? [code] : []));

  it.each(ours)('stands in one of the two lists: %s', (code) => {
    expect(saidBy(code) === null).toBe(SAYS_NO_MORE.includes(code));
  });

  it('is nothing more of these codes alone', () => {
    expect(SAYS_NO_MORE.filter((code) => !ours.includes(code))).toEqual([]);
  });

  it.each(Object.keys(TWILIO_CODES))('is the content where the reason says so: twilio %s', (code) => {
    expect(saidBy(`twilio ${code}`) === 'content').toBe(reasonKey(`twilio ${code}`) === 'contentRefused');
  });
});
