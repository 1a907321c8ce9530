import { SMTP_STATUS } from '../../libs/channels/email/replies.js';
import { TWILIO_CODES } from '../../libs/channels/sms/twilio/codes.js';
import { TWILIO_STATUSES } from '../../libs/channels/sms/twilio/status.js';
import { outcomeOfRefusal } from '../../libs/channels/telegram/errors.js';
import { reasonKey } from '../../apps/console/src/parts/sending/provider-codes.rules.js';

describe('the words for a code of a provider', () => {
  it.each([
    ...Object.keys(TWILIO_CODES).map((code) => `twilio ${code}`),
    ...[...TWILIO_STATUSES.values()].flatMap((told) =>
      told && told.verdict !== 'delivered' ? [told.reason] : [],
    ),
    ...Object.keys(SMTP_STATUS).map((status) => `smtp ${status}`),
    'smtp 421',
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
