import type { Config } from '#platform/config';
import { domainOf } from './records.rules.js';

/** The sender of e-mail and its mail servers: what the check of the domain asks about. */
export interface Sender {
  /** The address of From. */
  from: string;
  /** The domain of the envelope sender, to which bounces return. */
  bounceDomain: string;
  /** The settings of Siar's signature; null: the mail servers sign. */
  dkim: { domain: string; selector: string; privateKey: string } | null;
  /** The mail servers that Siar hands mail to: a name for people, and a host name or an address. */
  relays: readonly { name: string; host: string }[];
}

/** The settings of the sender. */
type SenderSettings = Pick<
  Config,
  'EMAIL_FROM' | 'EMAIL_BOUNCE_DOMAIN' | 'DKIM_DOMAIN' | 'DKIM_SELECTOR' | 'DKIM_PRIVATE_KEY'
>;

/**
 * Reads the sender from the settings. Pure.
 * @param servers the mail servers' URLs by the names of their accounts
 */
export function domainSenderOf(config: SenderSettings, servers: ReadonlyMap<string, string>): Sender {
  const { EMAIL_FROM, EMAIL_BOUNCE_DOMAIN, DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY } = config;
  const from = domainOf(EMAIL_FROM);
  return {
    from: EMAIL_FROM,
    bounceDomain: EMAIL_BOUNCE_DOMAIN.toLowerCase(),
    dkim:
      // With one of the two, no worker starts; the check then says that the key cannot be read.
      DKIM_DOMAIN || DKIM_PRIVATE_KEY
        ? {
            domain: (DKIM_DOMAIN ?? from).toLowerCase(),
            selector: DKIM_SELECTOR,
            privateKey: DKIM_DOMAIN ? (DKIM_PRIVATE_KEY ?? '') : '',
          }
        : null,
    relays: relaysOf(servers),
  };
}

/** Each host once: several accounts may be at one server. */
function relaysOf(servers: ReadonlyMap<string, string>): Sender['relays'] {
  const all = [...servers].map(([name, url]) => ({ name, host: hostOf(url) }));
  return all.filter(({ host }, n) => all.findIndex((one) => one.host === host) === n);
}

/** The host of an SMTP URL; an IPv6 address without its brackets. */
const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
