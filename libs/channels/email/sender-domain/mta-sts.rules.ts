import { parsePolicy, validateMx } from 'mailauth/lib/mta-sts.js';
import type { SenderCheck, SenderFinding, SenderRecord } from '#contract/api/sender-domain';
import type { Mx } from './mx.rules.js';
import {
  type Answer,
  finding,
  isUnanswered,
  judged,
  openQuestions,
  readTags,
  recordsOf,
} from './records.rules.js';

/** What came of fetching the policy. */
export type PolicyFetch =
  | { kind: 'text'; text: string }
  /** The host has no address. */
  | { kind: 'no-host' }
  | { kind: 'status'; status: number }
  /** The certificate is not valid for the host. */
  | { kind: 'certificate'; code: string }
  /** No answer within the deadline, or no connection. */
  | { kind: 'unreachable'; code: string };

export interface StsFacts {
  /** The domain that bounces return to. */
  domain: string;
  /** The TXT records at `_mta-sts.` of it. */
  txt: Answer<string>;
  /** Null: not fetched, because there is no record to say that there is one. */
  policy: PolicyFetch | Extract<Answer<string>, { unanswered: unknown }> | null;
  mx: Answer<Mx>;
  /** The TXT records at `_smtp._tls.` of it. */
  tlsReports: Answer<string>;
  /** The domain of From: its postmaster gets the reports. */
  from: string;
  now: Date;
}

/** The host and the URL of a domain's policy (RFC 8461 §3.3). */
export const policyHost = (domain: string): string => `mta-sts.${domain}`;
export const policyUrl = (domain: string): string => `https://${policyHost(domain)}/.well-known/mta-sts.txt`;

/** RFC 8461 §3.1: anything else is not the record, and a second one makes both void. */
export const stsRecords = (txt: readonly string[]): string[] =>
  txt.filter((text) => /^v\s*=\s*STSv1\s*(?:;|$)/.test(text));

const DAY_SECONDS = 86_400;
/** A week, as RFC 8461 §3.2 has in its example. */
const MAX_AGE = 604_800;

/** Judges MTA-STS for mail that returns to the bounce domain (RFC 8461), and TLS reports (RFC 8460). Pure. */
export function judgeSts(facts: StsFacts): SenderCheck {
  const { domain, txt, policy, mx, tlsReports } = facts;
  const records = stsRecords(recordsOf(txt));
  const name = `_mta-sts.${domain}`;
  const reportName = `_smtp._tls.${domain}`;
  const reportRecords = recordsOf(tlsReports).filter((text) => /^v\s*=\s*TLSRPTv1\s*(?:;|$)/.test(text));
  const findings = openQuestions(txt, isUnanswered(policy) ? policy : null, tlsReports);
  const hosts = recordsOf(mx).map(({ exchange }) => exchange);
  const isMissed = reportRecords.length === 0 && !isUnanswered(tlsReports);
  if (!isUnanswered(txt)) {
    if (records.length === 0)
      findings.push(
        hosts.length === 0 && !isUnanswered(mx)
          ? finding('sts-no-mx', 'unknown', { domain })
          : finding('sts-missing', 'attention', { domain }),
      );
    if (records.length > 1)
      findings.push(finding('sts-several', 'wrong', { number: String(records.length) }));
    const id = readTags(records[0] ?? '')?.get('id') ?? '';
    if (records.length === 1 && !/^[A-Za-z0-9]{1,32}$/.test(id))
      findings.push(finding('sts-malformed', 'wrong'));
  }
  if (policy && !isUnanswered(policy)) {
    findings.push(...policyFindings(policy, facts, hosts));
  }
  const isAmiss = findings.some(({ level }) => level === 'wrong' || level === 'attention');
  const mode = nextMode(findings.map(({ code }) => code));
  const reported = reportFindings(tlsReports, reportRecords);
  findings.push(...reported);
  return judged({
    kind: 'mta-sts',
    of: 'bounces',
    name: domain,
    findings,
    found: [
      ...records.map((value): SenderRecord => ({ type: 'TXT', name, value })),
      ...(policy && 'text' in policy
        ? [{ type: 'file', name: policyUrl(domain), value: policy.text.slice(0, 2_000) } as const]
        : []),
      ...reportRecords.map((value): SenderRecord => ({ type: 'TXT', name: reportName, value })),
    ],
    right: [
      ...(isAmiss && hosts.length > 0 ? right(facts, hosts, mode) : []),
      ...(isMissed || reported.some(({ level }) => level === 'attention') ? [reportsTo(facts)] : []),
    ],
  });
}

function policyFindings(
  policy: PolicyFetch,
  { domain }: StsFacts,
  hosts: readonly string[],
): SenderFinding[] {
  switch (policy.kind) {
    case 'no-host':
      return [finding('sts-host-missing', 'wrong', { host: policyHost(domain) })];
    case 'status':
      return [finding('sts-status', 'wrong', { url: policyUrl(domain), status: String(policy.status) })];
    case 'certificate':
      return [finding('sts-certificate', 'wrong', { host: policyHost(domain), code: policy.code })];
    case 'unreachable':
      return [finding('sts-unreachable', 'unknown', { url: policyUrl(domain), code: policy.code })];
    case 'text':
      return textFindings(policy.text, hosts);
  }
}

function textFindings(text: string, hosts: readonly string[]): SenderFinding[] {
  let read: ReturnType<typeof parsePolicy>;
  try {
    read = parsePolicy(text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return [finding('sts-policy', 'wrong', { field: code.replace(/^invalid_sts_/, '') })];
  }
  if (read.mode === 'none') return [finding('sts-mode-none', 'attention')];
  const uncovered = hosts.filter((host) => !validateMx(host, read).valid);
  const age = read.maxAge ?? 0;
  return [
    read.mode === 'testing' ? finding('sts-testing', 'attention') : finding('sts-enforced', 'remark'),
    ...(age < DAY_SECONDS ? [finding('sts-short-age', 'attention', { seconds: String(age) })] : []),
    ...uncovered.map((host) =>
      finding('sts-mx-uncovered', read.mode === 'enforce' ? 'wrong' : 'attention', { host }),
    ),
  ];
}

/** Reports are no condition of anything: without them nobody learns what fails. */
function reportFindings(answer: Answer<string>, records: readonly string[]): SenderFinding[] {
  if (isUnanswered(answer)) return [];
  const [record] = records;
  if (record === undefined) return [finding('tls-reports-missing', 'remark')];
  const rua = readTags(record)?.get('rua') ?? '';
  return records.length > 1 || !/^(?:mailto:|https:)\S+$/i.test(rua)
    ? [finding('tls-reports-malformed', 'attention')]
    : [finding('tls-reports-found', 'remark', { rua })];
}

/** A policy is tested first; it is enforced once every MX host is in it. */
function nextMode(codes: readonly SenderFinding['code'][]): 'testing' | 'enforce' {
  const isTested = codes.includes('sts-testing') && !codes.includes('sts-mx-uncovered');
  return isTested || codes.includes('sts-enforced') ? 'enforce' : 'testing';
}

/** Record and policy; the id changes with the policy, or nobody fetches it again. */
function right({ domain, now }: StsFacts, hosts: readonly string[], mode: string): SenderRecord[] {
  const id = now.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const lines = [
    'version: STSv1',
    `mode: ${mode}`,
    ...hosts.map((host) => `mx: ${host}`),
    `max_age: ${MAX_AGE}`,
  ];
  return [
    { type: 'TXT', name: `_mta-sts.${domain}`, value: `v=STSv1; id=${id}` },
    { type: 'file', name: policyUrl(domain), value: `${lines.join('\n')}\n` },
  ];
}

const reportsTo = ({ domain, from }: StsFacts): SenderRecord => ({
  type: 'TXT',
  name: `_smtp._tls.${domain}`,
  value: `v=TLSRPTv1; rua=mailto:postmaster@${from}`,
});
