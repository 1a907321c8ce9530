import type { SendMailOptions } from 'nodemailer';
import type { compileDocument } from '#broadcasts/content';
import type { Config } from '#platform/config';
import type { Keys } from '#platform/crypto';

/** A baseline's recipients, and the broadcast that its message is about. */
export interface Reader {
  addressId: string;
  to: string;
  name: string;
  language: string;
  regionCode: string;
  regionName: string;
}

/**
 * The argument of nodemailer's `sendMail` for the message that Siar would send: the same content, tokens and headers.
 */
export function letter(
  { config, keys }: { config: Config; keys: Keys },
  broadcast: { id: string; publicCode: string; render: ReturnType<typeof compileDocument> },
  reader: Reader,
): SendMailOptions {
  const { addressId, to, language } = reader;
  const tokens = keys.deliveryTokens({ broadcastId: broadcast.id, addressId });
  const unsubscribeLink = `${config.PUBLIC_URL}/unsubscribe/${tokens.unsubscribe}`;
  const verifyLink = `${config.PUBLIC_URL}/verify/${broadcast.publicCode}`;
  const { subject, text, html } = broadcast.render(
    'email',
    language,
  )({ ...reader, verifyLink, unsubscribeLink });
  return {
    envelope: { from: `b.${tokens.receipt}@${config.EMAIL_BOUNCE_DOMAIN}`, to },
    from: { name: config.SENDER_NAME, address: config.EMAIL_FROM },
    to,
    subject,
    text,
    html,
    messageId: `<${broadcast.id}.${addressId}@siar.go.id>`,
    headers: {
      'Content-Language': language,
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': `<${unsubscribeLink}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      Precedence: 'bulk',
      'X-Siar-Broadcast': broadcast.id,
      'Feedback-ID': `${broadcast.id}:${language}:broadcast:siar-mail`,
    },
  };
}
