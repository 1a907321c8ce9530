import { BlockList, isIP, isIPv6 } from 'node:net';
import { getDomain } from 'tldts';
import type { SenderCheck, SenderCheckState, SenderFinding } from '#contract/api/sender-domain';

// What the rules of all records share: answers of the DNS, findings, tag lists, domains and addresses.

/** A question that the DNS did not answer. `code` is Node's, such as ETIMEOUT or ESERVFAIL. */
export interface Unanswered {
  unanswered: { name: string; type: string; code: string };
}

/** The records of a name; none: an empty list. */
export type Answer<T> = readonly T[] | Unanswered;

/** Whether the DNS left a question open. */
export const isUnanswered = (answer: unknown): answer is Unanswered =>
  typeof answer === 'object' && answer !== null && 'unanswered' in answer;

/** The records; none where the DNS did not answer, which a finding of its own says. */
export const recordsOf = <T>(answer: Answer<T>): readonly T[] => (isUnanswered(answer) ? [] : answer);

/** The finding for a question without an answer. */
function openQuestion({ unanswered: { name, type, code } }: Unanswered): SenderFinding {
  return code === 'ETIMEOUT'
    ? finding('dns-silent', 'unknown', { name, type })
    : finding('dns-error', 'unknown', { name, type, code: code.replace(/^E(?!RR_)/, '') });
}

/** The findings for those of some answers that are missing. */
export const openQuestions = (...answers: (Answer<unknown> | null)[]): SenderFinding[] =>
  answers.filter(isUnanswered).map(openQuestion);

export const finding = (
  code: SenderFinding['code'],
  level: SenderFinding['level'],
  params: SenderFinding['params'] = {},
): SenderFinding => ({ code, level, params });

/** The weightiest first. Something wrong outweighs an open question: it stays wrong whatever the answer is. */
const WEIGHT = ['wrong', 'unknown', 'attention', 'remark'] as const;

/** A check with the state that its findings make; what should be there is left out where all is well. Pure. */
export function judged(check: Omit<SenderCheck, 'state'>): SenderCheck {
  const findings = check.findings.toSorted((a, b) => WEIGHT.indexOf(a.level) - WEIGHT.indexOf(b.level));
  const heaviest = findings[0]?.level ?? 'remark';
  const state: SenderCheckState = heaviest === 'remark' ? 'good' : heaviest;
  const right = findings.some(({ level }) => level === 'wrong' || level === 'attention') ? check.right : [];
  return { ...check, state, findings, right };
}

/**
 * Reads a tag list (RFC 6376 §3.2), which DKIM, DMARC, MTA-STS and TLS reports share. Pure.
 * @returns the values by tag in lower case; null when it is none, or a tag is there twice
 */
export function readTags(text: string): Map<string, string> | null {
  const tags = new Map<string, string>();
  const parts = text.split(';').map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  for (const part of parts) {
    const [, name, value] = /^([A-Za-z]\w*)\s*=\s*(.*)$/s.exec(part) ?? [];
    if (name === undefined || value === undefined || tags.has(name.toLowerCase())) return null;
    tags.set(name.toLowerCase(), value.trim());
  }
  return tags;
}

/** Writes a tag list. */
export const writeTags = (tags: Iterable<readonly [string, string]>): string =>
  [...tags].map(([name, value]) => `${name}=${value}`).join('; ');

/** The domain of an address. */
export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** The organisational domain (RFC 7489 §3.2): one label below a public suffix. */
export const organisation = (domain: string): string =>
  getDomain(domain, { allowPrivateDomains: true }) ?? domain;

/** Whether two domains are aligned (RFC 7489 §3.1): the same, or, relaxed, of one organisation. Pure. */
export function isAligned(a: string, b: string, strict: boolean): boolean {
  const [first, second] = [a.toLowerCase(), b.toLowerCase()];
  return first === second || (!strict && organisation(first) === organisation(second));
}

/** Addresses that the Internet cannot reach (IANA's special-purpose registries); those of examples are left in. */
const NOT_PUBLIC = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  NOT_PUBLIC.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  NOT_PUBLIC.addSubnet(network, prefix, 'ipv6');

/** Whether an address is one of the Internet, neither private nor loopback. Pure. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0) return false;
  return !NOT_PUBLIC.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** The name under which the DNS has the PTR of an address (RFC 1035 §3.5, RFC 3596 §2.5). Pure. */
export function reverseName(address: string): string {
  if (!isIPv6(address)) return `${address.split('.').toReversed().join('.')}.in-addr.arpa`;
  // A URL has the form without leading zeros, and an embedded IPv4 address in hexadecimal.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const digits = [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join('');
  return `${digits.split('').toReversed().join('.')}.ip6.arpa`;
}
