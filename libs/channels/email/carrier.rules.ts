import { getDomain } from 'tldts';
import type { Carrier } from '../channel.js';

/** Mailbox providers so large that their refusals alone indicate a fault of the sender, by their domains. */
const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  gmail: ['gmail.com', 'googlemail.com'],
  yahoo: [
    'yahoo.com',
    'yahoo.co.id',
    'yahoo.co.uk',
    'yahoo.com.sg',
    'yahoo.com.au',
    'ymail.com',
    'rocketmail.com',
    'aol.com',
  ],
  outlook: ['outlook.com', 'outlook.co.id', 'hotmail.com', 'hotmail.co.id', 'live.com', 'msn.com'],
  icloud: ['icloud.com', 'me.com', 'mac.com'],
  proton: ['proton.me', 'protonmail.com', 'pm.me'],
  zoho: ['zoho.com', 'zohomail.com'],
};

const PROVIDER_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(PROVIDERS).flatMap(([name, domains]) => domains.map((domain) => [domain, name] as const)),
);

/**
 * Returns the carrier of an e-mail address. A domain counts as the one that was registered: subdomains cost nothing,
 * and a hundred of them are still one source of refusals. Pure.
 * @param address in normal form
 */
export function emailCarrier(address: string): Carrier {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const provider = PROVIDER_OF.get(domain);
  return provider === undefined
    ? { name: getDomain(domain) ?? domain, large: false }
    : { name: provider, large: true };
}
