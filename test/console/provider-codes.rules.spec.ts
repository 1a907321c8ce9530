import { SMTP_STATUS } from '../../libs/channels/email/replies.js';
import { TWILIO_CODES } from '../../libs/channels/sms/twilio/codes.js';
import { TWILIO_STATUSES } from '../../libs/channels/sms/twilio/status.js';
import { errors } from 'smpp/lib/defs.js';
import { outcomeOfBind, outcomeOfStatus } from '../../libs/channels/sms/smpp/errors.rules.js';
import { outcomeOfRefusal } from '../../libs/channels/telegram/errors.js';
import { reasonKey } from '../../apps/console/src/parts/sending/provider-codes.rules.js';

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
