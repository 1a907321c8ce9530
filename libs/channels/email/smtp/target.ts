import { parseConnectionUrl } from 'nodemailer/lib/shared';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';

/** Where and how to connect. */
export interface SmtpTarget {
  options: SMTPConnection.Options;
  auth: { user: string; pass: string } | null;
  /** Time limit of a whole hand-over, from connecting to the last reply, in ms. */
  timeoutMs: number;
  /** Maximum number of open connections. */
  maxConnections: number;
  /** Messages after which a connection is replaced, as many servers require. */
  maxMessages: number;
  /** Copies in flight on one connection to a server that offers CHUNKING and PIPELINING. */
  window: number;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;
const MAX_CONNECTIONS = 20;
const MAX_MESSAGES = 1_000;
/** More would leave more copies unknown when a connection breaks. */
const LARGEST_WINDOW = 4;

/**
 * Reads an SMTP_URL. `smtp://` requires STARTTLS, since an attacker in between could strip it from the server's offer,
 * unless the server is on this machine or the URL disables it (`?requireTLS=false`). `smtps://` uses TLS from the
 * start. The query may hold any option of nodemailer's connection, and maxConnections, maxMessages and window.
 * @param timeoutMs time limit of a whole hand-over
 */
export function smtpTarget(url: string, timeoutMs: number): SmtpTarget {
  const { auth, maxConnections, maxMessages, window, ...options } = parseConnectionUrl(url) as ReturnType<
    typeof parseConnectionUrl
  > & { window?: unknown };
  return {
    options: {
      requireTLS:
        options.secure !== true &&
        options['ignoreTLS'] !== true &&
        !LOOPBACK.test(options.host ?? 'localhost'),
      ...options,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      logger: false,
    },
    auth: auth?.user ? { user: auth.user, pass: auth.pass } : null,
    timeoutMs,
    maxConnections: positive(maxConnections) ?? MAX_CONNECTIONS,
    maxMessages: positive(maxMessages) ?? MAX_MESSAGES,
    window: Math.min(Math.floor(positive(window) ?? 1), LARGEST_WINDOW),
  };
}

const positive = (value: unknown): number | null => (typeof value === 'number' && value > 0 ? value : null);
