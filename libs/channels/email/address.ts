import { domainToASCII } from 'node:url';
import { z } from 'zod';

const SCHEMA = z.email();
const LONGEST = 254; // RFC 5321 §4.5.3.1.3, less the angle brackets
const LONGEST_LOCAL = 64; // RFC 5321 §4.5.3.1.1

/**
 * Returns the normal form of an e-mail address; null when it is none. All lower case: no major provider distinguishes
 * mailboxes by case, and an unsubscription must cover every spelling. An international domain becomes its ASCII form.
 */
export function normaliseEmail(text: string): string | null {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  const domain = asciiDomain(trimmed.slice(at + 1));
  const address = `${trimmed.slice(0, at)}@${domain}`.toLowerCase();
  if (at < 1 || at > LONGEST_LOCAL || domain === '' || address.length > LONGEST) return null;
  return SCHEMA.safeParse(address).success ? address : null;
}

/** Like the slow `domainToASCII`, with a fast path for a domain in ASCII form: letters, digits, and hyphens inside. */
const asciiDomain = (domain: string): string =>
  /^[a-z]([a-z0-9]|-(?!-))*(\.[a-z]([a-z0-9]|-(?!-))*)*$/.test(domain) ? domain : domainToASCII(domain);
