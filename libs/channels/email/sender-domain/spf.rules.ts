import { isIP, isIPv6 } from 'node:net';
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

/** RFC 7208 §4.6.4: more look-ups, or more that find nothing, make the record a permanent error. */
const SPF_LIMITS = { lookups: 10, voids: 2 } as const;

/** What an evaluation of a record came to, for one address. */
export interface SpfWalk {
  result: 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'permerror' | 'temperror';
  /** Of a permanent error, what is wrong. */
  text: string;
  lookups: number;
  voids: number;
}

/** A mail server's host and its addresses. */
export interface Relay {
  name: string;
  host: string;
  addresses: Answer<string>;
}

export interface SpfFacts {
  domain: string;
  /** Receivers judge the mail by the record of the envelope sender; From's own only guards its name. */
  of: 'bounces' | 'from';
  /** All TXT records of the domain. */
  txt: Answer<string>;
  /** The evaluation for an address that nothing in the record allows, so that all of it is read; null: not made. */
  whole: SpfWalk | null;
  /** Questions inside that evaluation that the DNS did not answer. */
  open: Answer<unknown>[];
  relays: readonly Relay[];
  /** The evaluation for each public address of a relay. */
  verdicts: readonly { address: string; host: string; walk: SpfWalk }[];
}

/** The SPF records among the TXT records of a name (RFC 7208 §4.5). */
export const spfRecords = (txt: readonly string[]): string[] =>
  txt.filter((text) => /^v=spf1(?: |$)/i.test(text));

/** Judges the SPF record of a domain (RFC 7208). Pure. */
export function judgeSpf({ domain, of, txt, whole, open, relays, verdicts }: SpfFacts): SenderCheck {
  const records = spfRecords(recordsOf(txt));
  const findings: SenderFinding[] = openQuestions(txt, ...open);
  if (!isUnanswered(txt)) {
    if (records.length === 0)
      findings.push(
        of === 'from'
          ? finding('spf-missing-from', 'attention', { domain })
          : finding('spf-missing', 'wrong', { domain }),
      );
    if (records.length > 1)
      findings.push(finding('spf-several', 'wrong', { number: String(records.length) }));
    if (records.length === 1) findings.push(...form(records[0] ?? ''));
  }
  if (whole && records.length === 1) findings.push(...evaluation(whole));
  if (of === 'bounces') findings.push(...relayFindings(relays, verdicts));
  const broken = findings.some(
    ({ code }) => code === 'spf-syntax' || code === 'spf-lookups' || code === 'spf-voids',
  );
  const value = broken || isUnanswered(txt) ? null : rightSpf(records, of, relays, verdicts);
  return judged({
    kind: 'spf',
    of,
    name: domain,
    findings: of === 'from' ? findings.map(lighter) : findings,
    found: records.map((text) => ({ type: 'TXT', name: domain, value: text })),
    right: value === null || value === records[0] ? [] : [{ type: 'TXT', name: domain, value }],
  });
}

/** No receiver judges Siar's mail by the record of From: what is wrong with it never makes the mail be refused. */
const lighter = (one: SenderFinding): SenderFinding =>
  one.level === 'wrong' ? { ...one, level: 'attention' } : one;

/** What the record itself says, term by term. */
function form(record: string): SenderFinding[] {
  const terms = termsOf(record);
  const findings: SenderFinding[] = [];
  const at = terms.findIndex((term) => ALL.test(term));
  const all = terms[at];
  if (all === undefined) {
    if (!terms.some((term) => REDIRECT.test(term))) findings.push(finding('spf-all-absent', 'attention'));
  } else {
    if (/^\+?all$/i.test(all)) findings.push(finding('spf-all-pass', 'wrong'));
    if (all.startsWith('?')) findings.push(finding('spf-all-neutral', 'attention'));
    const ignored = terms.slice(at + 1).filter((term) => !MODIFIER.test(term));
    if (ignored.length > 0)
      findings.push(finding('spf-after-all', 'attention', { terms: ignored.join(' ') }));
  }
  if (terms.some((term) => PTR.test(term))) findings.push(finding('spf-ptr', 'attention'));
  return findings;
}

function evaluation({ result, text, lookups, voids }: SpfWalk): SenderFinding[] {
  if (result === 'temperror') return [];
  const number = String(lookups);
  // Also where the evaluation gave up: a record that includes itself never ends.
  if (lookups > SPF_LIMITS.lookups) return [finding('spf-lookups', 'wrong', { number })];
  if (result === 'permerror') return [finding('spf-syntax', 'wrong', { text })];
  return [
    finding('spf-lookups-within', 'remark', { number }),
    ...(voids > SPF_LIMITS.voids ? [finding('spf-voids', 'wrong', { number: String(voids) })] : []),
  ];
}

/** A relay may send from other addresses than that of its host, so a mismatch is no proof of a fault. */
function relayFindings(relays: readonly Relay[], verdicts: SpfFacts['verdicts']): SenderFinding[] {
  return [
    ...verdicts
      .filter(({ walk }) => !['permerror', 'temperror', 'none'].includes(walk.result))
      .map(({ address, host, walk }) =>
        walk.result === 'pass'
          ? finding('spf-relay-allowed', 'remark', { address, host })
          : finding('spf-relay-not-allowed', 'attention', { address, host, result: walk.result }),
      ),
    ...relays
      .filter(({ addresses }) => !recordsOf(addresses).some(isPublic))
      .map(({ host }) => finding('spf-relay-unseen', 'remark', { host })),
  ];
}

const ALL = /^[-+~?]?all$/i;
const PTR = /^[-+~?]?ptr(?:[:/]|$)/i;
const REDIRECT = /^redirect=/i;
const MODIFIER = /^[a-z][\w.-]*=/i;

const termsOf = (record: string): string[] => record.trim().split(/ +/).slice(1);

/**
 * The record as it should be: what is there in one record, with the relays that are missing, without what is of no use,
 * and with an end that refuses all others.
 * @returns null when no address is known that it could allow
 */
function rightSpf(
  records: readonly string[],
  of: SpfFacts['of'],
  relays: readonly Relay[],
  verdicts: SpfFacts['verdicts'],
): string | null {
  const allowed = new Set(
    verdicts.filter(({ walk }) => walk.result === 'pass').map(({ address }) => address),
  );
  const missing = relays.flatMap(({ host, addresses }) => {
    const isMissing = recordsOf(addresses).some((address) => isPublic(address) && !allowed.has(address));
    if (!isMissing) return [];
    return [isIP(host) === 0 ? `a:${host}` : `${isIPv6(host) ? 'ip6' : 'ip4'}:${host}`];
  });
  const terms = records.flatMap(termsOf);
  const ends = terms.filter((term) => ALL.test(term));
  const modifiers = terms.filter((term) => MODIFIER.test(term));
  const ways = [
    ...terms.filter((term) => !ALL.test(term) && !MODIFIER.test(term) && !PTR.test(term)),
    ...(of === 'bounces' ? missing : []),
  ];
  if (ways.length === 0 && modifiers.length === 0 && of === 'bounces') return null;
  const end = ends.includes('-all') || (records.length === 0 && of === 'from') ? '-all' : '~all';
  const ended = ends.length === 0 && modifiers.some((term) => REDIRECT.test(term)) ? [] : [end];
  return ['v=spf1', ...new Set([...ways, ...ended, ...modifiers])].join(' ');
}
