import type { SenderCheck, SenderFinding } from '#contract/api/sender-domain';
import {
  type Answer,
  domainOf,
  finding,
  isAligned,
  isUnanswered,
  judged,
  openQuestions,
  organisation,
  readTags,
  recordsOf,
  writeTags,
} from './records.rules.js';

export interface DmarcFacts {
  /** The domain of From. */
  from: string;
  /** The TXT records at `_dmarc.` of the domain of From. */
  txt: Answer<string>;
  /** Those at the organisational domain; null: it is the same, or the domain has a record of its own. */
  inherited: Answer<string> | null;
  /** The domain of Siar's signature; null: it does not sign. */
  signature: string | null;
  /** The domain of the envelope sender. */
  bounceDomain: string;
  /** For each domain of somebody else that gets reports, the records that allow it. */
  consents: readonly { domain: string; name: string; txt: Answer<string> }[];
}

const POLICIES = ['none', 'quarantine', 'reject'];

/** The DMARC records among the TXT records of a name (RFC 7489 §6.6.3). */
export const dmarcRecords = (txt: readonly string[]): string[] =>
  txt.filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text));

/**
 * The domains of others that a record has reports sent to: each must allow it (RFC 7489 §7.1). Pure.
 * @param at the domain that has the record
 */
export function reportDomains(record: string, at: string): { domain: string; name: string }[] {
  const domains = reportAddresses(readTags(record)?.get('rua') ?? '')
    .flatMap((address) => address ?? [])
    .map(domainOf)
    .filter((domain) => organisation(domain) !== organisation(at));
  return [...new Set(domains)].map((domain) => ({ domain, name: `${at}._report._dmarc.${domain}` }));
}

/** The addresses of `rua`; null for each entry that is none. */
const reportAddresses = (rua: string): (string | null)[] =>
  rua
    .split(',')
    .map((uri) => uri.trim())
    .filter((uri) => uri !== '')
    .map((uri) => /^mailto:([^@\s,!]+@[^@\s,!]+?)(?:!\d+[kmgt]?)?$/i.exec(uri)?.[1] ?? null);

/** Judges the DMARC record of From's domain, and which of DKIM and SPF counts for it (RFC 7489). Pure. */
export function judgeDmarc(facts: DmarcFacts): SenderCheck {
  const { from, txt, inherited, consents } = facts;
  const ownRecords = dmarcRecords(recordsOf(txt));
  const isInherited = ownRecords.length === 0 && inherited !== null;
  const records = isInherited ? dmarcRecords(recordsOf(inherited)) : ownRecords;
  const at = isInherited ? organisation(from) : from;
  const findings = openQuestions(txt, inherited, ...consents.map((one) => one.txt));
  const name = `_dmarc.${at}`;
  let value = `v=DMARC1; p=none; rua=mailto:postmaster@${at}`;
  if (records.length > 1)
    findings.push(finding('dmarc-several', 'wrong', { number: String(records.length) }));
  if (records.length === 0 && !isUnanswered(txt) && !isUnanswered(inherited))
    findings.push(finding('dmarc-missing', 'wrong', { domain: at }));
  if (records.length === 1) {
    const tags = readTags(records[0] ?? '');
    const p = tags?.get('p')?.toLowerCase() ?? '';
    if (!tags || !POLICIES.includes(p)) findings.push(finding('dmarc-malformed', 'wrong'));
    else {
      if (isInherited) findings.push(finding('dmarc-inherited', 'remark', { domain: at }));
      findings.push(...policy(tags, isInherited), ...reports(tags, consents));
      value = corrected(tags, isInherited, at);
    }
    findings.push(...alignment(tags ?? new Map(), facts));
  } else findings.push(...alignment(new Map(), facts));
  const isMended = findings.some(({ code }) => MENDED_BY_RECORD.has(code));
  return judged({
    kind: 'dmarc',
    of: 'from',
    name: from,
    findings,
    found: records.map((text) => ({ type: 'TXT', name, value: text })),
    right: isMended ? [{ type: 'TXT', name, value }] : [],
  });
}

const MENDED_BY_RECORD: ReadonlySet<string> = new Set<SenderFinding['code']>([
  'dmarc-missing',
  'dmarc-several',
  'dmarc-malformed',
  'dmarc-policy-none',
  'dmarc-partial',
  'dmarc-no-reports',
  'dmarc-reports-malformed',
]);

function policy(tags: ReadonlyMap<string, string>, isInherited: boolean): SenderFinding[] {
  const own = tags.get('p')?.toLowerCase() ?? '';
  const counts = isInherited ? (tags.get('sp')?.toLowerCase() ?? own) : own;
  const pct = Number(tags.get('pct') ?? '100');
  return [
    counts === 'none'
      ? finding('dmarc-policy-none', 'attention')
      : finding('dmarc-policy', 'remark', { policy: counts }),
    ...(counts !== 'none' && pct < 100
      ? [finding('dmarc-partial', 'attention', { percent: String(pct) })]
      : []),
  ];
}

function reports(tags: ReadonlyMap<string, string>, consents: DmarcFacts['consents']): SenderFinding[] {
  const addresses = reportAddresses(tags.get('rua') ?? '');
  if (addresses.length === 0) return [finding('dmarc-no-reports', 'attention')];
  return [
    ...(addresses.includes(null)
      ? [finding('dmarc-reports-malformed', 'attention', { rua: tags.get('rua') ?? '' })]
      : []),
    ...consents
      .filter(({ txt }) => !isUnanswered(txt) && dmarcRecords(txt).length === 0)
      .map(({ domain, name }) => finding('dmarc-reports-refused', 'attention', { domain, name })),
  ];
}

/** The same record with the next stricter policy, for all mail, and reports that arrive. */
function corrected(tags: ReadonlyMap<string, string>, isInherited: boolean, at: string): string {
  const next = new Map(tags);
  if (next.get('p')?.toLowerCase() === 'none') next.set('p', 'quarantine');
  if (isInherited && next.get('sp')?.toLowerCase() === 'none') next.set('sp', 'quarantine');
  next.delete('pct');
  const usable = reportAddresses(next.get('rua') ?? '').filter((address) => address !== null);
  const rua = (usable.length > 0 ? usable : [`postmaster@${at}`])
    .map((address) => `mailto:${address}`)
    .join(',');
  next.set('rua', rua);
  return writeTags(next);
}

/** DMARC passes where DKIM or SPF passes for a domain that is aligned with From: one of them is enough. */
function alignment(
  tags: ReadonlyMap<string, string>,
  { from, signature, bounceDomain }: DmarcFacts,
): SenderFinding[] {
  const [adkim, aspf] = [tags.get('adkim') === 's', tags.get('aspf') === 's'];
  const dkim = signature === null ? null : isAligned(signature, from, adkim);
  const spf = isAligned(bounceDomain, from, aspf);
  const mode = (strict: boolean): string => (strict ? 's' : 'r');
  const dkimParams = { domain: signature ?? '', from, mode: mode(adkim) };
  const spfParams = { domain: bounceDomain, from, mode: mode(aspf) };
  return [
    dkim === null
      ? finding('dmarc-dkim-unseen', spf ? 'remark' : 'unknown')
      : dkim
        ? finding('dmarc-dkim-aligned', 'remark', dkimParams)
        : // Without the signature, forwarded mail fails.
          finding('dmarc-dkim-unaligned', spf ? 'attention' : 'wrong', dkimParams),
    spf
      ? finding('dmarc-spf-aligned', 'remark', spfParams)
      : finding('dmarc-spf-unaligned', dkim === false ? 'wrong' : 'remark', spfParams),
  ];
}
