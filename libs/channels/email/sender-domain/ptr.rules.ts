import { isIP } from 'node:net';
import type { SenderCheck, SenderFinding, SenderRecord } from '#contract/api/sender-domain';
import {
  type Answer,
  finding,
  isPublic,
  isUnanswered,
  judged,
  openQuestions,
  recordsOf,
} from './records.rules.js';
import type { Relay } from './spf.rules.js';

export interface PtrFacts {
  relay: Relay;
  /** Of each public address its names, and of each name its addresses. */
  reverse: readonly {
    address: string;
    names: Answer<string>;
    forward: readonly { name: string; addresses: Answer<string> }[];
  }[];
}

/** Judges whether each address of a mail server has a name that leads back to it (RFC 8499, "FCrDNS"). Pure. */
export function judgePtr({ relay: { host, addresses }, reverse }: PtrFacts): SenderCheck {
  const hidden = recordsOf(addresses).filter((address) => !isPublic(address));
  const findings = openQuestions(addresses);
  if (!isUnanswered(addresses) && addresses.length === 0)
    findings.push(finding('ptr-host-missing', 'unknown', { host }));
  // Beside a public address, a private one says only that this host sees the server from inside, too.
  findings.push(
    ...hidden.map((address) =>
      finding('ptr-private', reverse.length === 0 ? 'unknown' : 'remark', { address }),
    ),
  );
  findings.push(...reverse.flatMap((one) => addressFindings(one)));
  if (reverse.length > 0) findings.push(finding('ptr-outgoing', 'remark', { host }));
  return judged({
    kind: 'ptr',
    of: 'relay',
    name: host,
    findings,
    found: reverse.flatMap(({ address, names }) =>
      recordsOf(names).map((value): SenderRecord => ({ type: 'PTR', name: address, value })),
    ),
    // Where the host is written as an address, its name is not known.
    right: (isIP(host) === 0 ? findings : [])
      .filter(({ code }) => code === 'ptr-missing' || code === 'ptr-unconfirmed')
      .map(({ params }) => ({ type: 'PTR', name: params.address ?? '', value: host })),
  });
}

function addressFindings({ address, names, forward }: PtrFacts['reverse'][number]): SenderFinding[] {
  // By the address: the name in the reverse zone is the same backwards.
  if (isUnanswered(names)) return openQuestions({ unanswered: { ...names.unanswered, name: address } });
  if (names.length === 0) return [finding('ptr-missing', 'wrong', { address })];
  const confirmed = forward.find(({ addresses }) => recordsOf(addresses).some((one) => isSame(one, address)));
  if (confirmed) return [finding('ptr-confirmed', 'remark', { address, name: confirmed.name })];
  const open = openQuestions(...forward.map(({ addresses }) => addresses));
  return open.length > 0 ? open : [finding('ptr-unconfirmed', 'wrong', { address, name: names.join(', ') })];
}

/** IPv6 has several spellings of one address; a URL has the shortest. */
const isSame = (a: string, b: string): boolean => a === b || spelt(a) === spelt(b);
const spelt = (address: string): string =>
  address.includes(':') ? new URL(`http://[${address}]`).hostname : address;
