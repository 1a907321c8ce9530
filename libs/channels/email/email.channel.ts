import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type Config, ConfigError } from '#platform/config';
import { deadlineAfter, type Moment, moment } from '#platform/waiting';
import type { Opened } from '../accounts/account.js';
import type { Channel, Outcome, OutgoingMessage } from '../channel.js';
import { DkimSigner } from './dkim.js';
import { Moulds } from './mould.js';
import { outcomeOfReply } from './replies.js';
import type { SmtpSettings } from './smtp-settings.js';
import type { Handover } from './smtp/hand-over.js';
import { checkServer } from './smtp/pool.js';
import { type SmtpTarget, smtpTarget } from './smtp/target.js';
import { SmtpThread } from './smtp/thread.js';
import { verpAddress } from './verp.js';

/** Opens an account at a mail server. @throws ConfigError when the DKIM settings are inconsistent */
export const openEmail = ({ name, settings }: Opened<SmtpSettings>, config: Config): Channel =>
  new EmailChannel(name, settings.url, config);

class EmailChannel implements Channel {
  readonly name = 'email';
  readonly atOnce: number;
  readonly revisions = null;
  private readonly target: SmtpTarget;
  private readonly smtp: SmtpThread;
  private readonly moulds: Moulds;
  private readonly signer: DkimSigner | null;

  constructor(
    readonly account: string,
    url: string,
    private readonly config: Config,
  ) {
    this.target = smtpTarget(url, config.PROVIDER_TIMEOUT_SECONDS * 1_000);
    // On each connection one copy is under way and the next behind it, or the whole window and the next.
    const { maxConnections, window } = this.target;
    this.atOnce = Math.ceil(maxConnections * Math.max(2, window + 0.5));
    this.smtp = new SmtpThread(this.target);
    this.moulds = new Moulds({ name: config.SENDER_NAME, address: config.EMAIL_FROM });
    this.signer = dkimSigner(config);
  }

  async send(message: OutgoingMessage): Promise<Outcome> {
    const composed = await this.moulds.compose(message, message.date ?? new Date());
    const handover = await this.smtp.send({
      from: verpAddress(message.token, this.config.EMAIL_BOUNCE_DOMAIN),
      to: message.to,
      envelopeId: message.token,
      mime: this.signer ? await this.signer.sign(composed) : composed,
      startBy: message.startBy ?? untilExpiry(message),
    });
    return outcomeOf(handover);
  }

  onSimpler(tell: (ways: { from: string; to: string }) => void): void {
    this.smtp.tell = tell;
  }

  prepare(): void {
    this.smtp.start();
  }

  async check(): Promise<void> {
    const handover = await checkServer(this.target);
    if (handover.kind === 'refused') throw new Error(`The mail server refuses us: ${handover.reply.code}`);
    if (handover.kind === 'broken') throw new Error(`The mail server does not answer: ${handover.code}`);
  }

  async close(): Promise<void> {
    await this.smtp.close();
  }
}

function untilExpiry({ expiresAt }: OutgoingMessage): Moment {
  const now = moment();
  return deadlineAfter(now, expiresAt.getTime() - now.wall);
}

/**
 * The outcome of a broken connection, by how far it came: one that was never established means an unavailable server.
 */
const BROKEN = { connecting: 'away', talking: 'retry', written: 'unknown' } as const;

function outcomeOf(handover: Handover): Outcome {
  switch (handover.kind) {
    case 'taken': {
      const providerId = /\bqueued as ([\w.-]{1,64})/i.exec(handover.reply)?.[1];
      return providerId ? { kind: 'accepted', providerId } : { kind: 'accepted' };
    }
    case 'late':
      // It waited for a slow server, which indicates nothing about the recipient.
      return { kind: 'slow_down', afterMs: 0, reason: 'not begun in time' };
    case 'refused':
      return outcomeOfReply(handover.reply, handover.stage);
    case 'broken': {
      const reason = `smtp ${handover.code}`;
      // Errors of nodemailer itself: an envelope that no server could read, a message over the server's SIZE,
      // insufficient credentials.
      if (handover.code === 'EENVELOPE') return { kind: 'failed', reason };
      if (handover.code === 'EMESSAGE') return { kind: 'sender_at_fault', reason };
      if (handover.code === 'EAUTH') return { kind: 'own_fault', reason };
      return { kind: BROKEN[handover.at], reason };
    }
  }
}

function dkimSigner({ DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY }: Config): DkimSigner | null {
  if (!DKIM_DOMAIN && !DKIM_PRIVATE_KEY) return null;
  if (!DKIM_DOMAIN) throw new ConfigError('DKIM_DOMAIN is missing, though DKIM_PRIVATE_KEY is set');
  if (!DKIM_PRIVATE_KEY) throw new ConfigError('DKIM_PRIVATE_KEY is missing, though DKIM_DOMAIN is set');
  // In an environment file the line ends of a PEM are often written as \n.
  return new DkimSigner(DKIM_DOMAIN, DKIM_SELECTOR, rsaKey(DKIM_PRIVATE_KEY.replaceAll('\\n', '\n')));
}

function rsaKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new ConfigError('DKIM_PRIVATE_KEY cannot be read; it must be an RSA private key in PEM');
  }
  if (key.asymmetricKeyType !== 'rsa') throw new ConfigError('DKIM_PRIVATE_KEY must be an RSA key');
  return key;
}
