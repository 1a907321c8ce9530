import { isIP } from 'node:net';
import type { SenderCheck, SenderFinding } from '#contract/api/sender-domain';
import {
  type Answer,
  finding,
  isPublic,
  isUnanswered,
  judged,
  openQuestions,
  recordsOf,
} from './records.rules.js';

export interface Mx {
  exchange: string;
  priority: number;
}

export interface MxFacts {
  /** The domain that bounces return to. */
  domain: string;
  mx: Answer<Mx>;
  /** The addresses of the domain itself, which stand in for a missing MX (RFC 5321 §5.1). */
  own: Answer<string>;
  /** The addresses of each host. */
  hosts: readonly { host: string; addresses: Answer<string> }[];
}

/** Judges whether bounces can arrive at their domain. Which host it should be, Siar cannot know. Pure. */
export function judgeMx({ domain, mx, own, hosts }: MxFacts): SenderCheck {
  const records = recordsOf(mx).toSorted((a, b) => a.priority - b.priority);
  const findings = openQuestions(mx, ...hosts.map(({ addresses }) => addresses));
  if (!isUnanswered(mx) && records.length === 0) {
    findings.push(...openQuestions(own));
    const [address] = recordsOf(own);
    if (address !== undefined) findings.push(finding('mx-implicit', 'attention', { domain, address }));
    else if (!isUnanswered(own)) findings.push(finding('mx-missing', 'wrong', { domain }));
  }
  if (records.some(({ exchange }) => isNull(exchange)))
    findings.push(finding('mx-null', 'wrong', { domain }));
  findings.push(...hosts.filter(({ host }) => !isNull(host)).flatMap(hostFindings));
  return judged({
    kind: 'mx',
    of: 'bounces',
    name: domain,
    findings,
    found: records.map(({ exchange, priority }) => ({
      type: 'MX',
      name: domain,
      value: `${priority} ${exchange === '' ? '.' : exchange}`,
    })),
    right: [],
  });
}

/** RFC 7505: the domain accepts no mail. */
const isNull = (exchange: string): boolean => exchange === '' || exchange === '.';

function hostFindings({ host, addresses }: MxFacts['hosts'][number]): SenderFinding[] {
  if (isIP(host) !== 0) return [finding('mx-address', 'wrong', { host })];
  if (isUnanswered(addresses)) return [];
  if (addresses.length === 0) return [finding('mx-unresolved', 'wrong', { host })];
  const hidden = addresses.filter((address) => !isPublic(address));
  if (hidden.length > 0) return [finding('mx-private', 'wrong', { host, address: hidden.join(', ') })];
  return [finding('mx-found', 'remark', { host, address: addresses.join(', ') })];
}
