import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { SenderCheck, SenderFinding } from '#contract/api/sender-domain';
import {
  type Answer,
  finding,
  isUnanswered,
  judged,
  openQuestions,
  readTags,
  recordsOf,
} from './records.rules.js';

/** RFC 8301 §3.2: verifiers refuse a shorter RSA key; signers should use one of the second length. */
const BITS = { least: 1024, advised: 2048 } as const;

export interface DkimFacts {
  /** The settings of the signature; null: Siar does not sign. */
  dkim: { domain: string; selector: string; privateKey: string } | null;
  /** The domain of From, for a check without settings. */
  from: string;
  /** The TXT records at the selector. */
  txt: Answer<string>;
}

/** The name of a public key in the DNS. */
export const dkimName = ({ domain, selector }: { domain: string; selector: string }): string =>
  `${selector}._domainkey.${domain}`;

/** Judges the public key in the DNS against the private key that Siar signs with (RFC 6376 §3.6.1). Pure. */
export function judgeDkim({ dkim, from, txt }: DkimFacts): SenderCheck {
  if (!dkim)
    return judged({
      kind: 'dkim',
      of: 'signature',
      name: from,
      findings: [finding('dkim-relay-signs', 'unknown')],
      found: [],
      right: [],
    });
  const name = dkimName(dkim);
  const own = publicHalf(dkim.privateKey);
  const records = recordsOf(txt);
  const findings = openQuestions(txt);
  if (!own) findings.push(finding('dkim-private-key', 'wrong'));
  if (!isUnanswered(txt)) {
    if (records.length === 0) findings.push(finding('dkim-missing', 'wrong', { name }));
    if (records.length > 1)
      findings.push(finding('dkim-several', 'wrong', { number: String(records.length) }));
    if (records.length === 1) findings.push(...keyFindings(records[0] ?? '', own));
  }
  const value = own && `v=DKIM1; k=rsa; p=${own.export({ type: 'spki', format: 'der' }).toString('base64')}`;
  return judged({
    kind: 'dkim',
    of: 'signature',
    name: dkim.domain,
    findings,
    found: records.map((text) => ({ type: 'TXT', name, value: text })),
    // Of a key that is right but short, the same record would be no remedy.
    right:
      value && findings.some(({ code }) => MENDED_BY_RECORD.has(code)) ? [{ type: 'TXT', name, value }] : [],
  });
}

const MENDED_BY_RECORD: ReadonlySet<string> = new Set<SenderFinding['code']>([
  'dkim-missing',
  'dkim-several',
  'dkim-malformed',
  'dkim-revoked',
  'dkim-key-type',
  'dkim-mismatch',
  'dkim-testing',
  'dkim-hash',
  'dkim-service',
]);

function keyFindings(record: string, own: KeyObject | null): SenderFinding[] {
  const tags = readTags(record);
  const p = tags?.get('p')?.replaceAll(/\s/g, '');
  if (!tags || p === undefined || (tags.has('v') && tags.get('v') !== 'DKIM1'))
    return [finding('dkim-malformed', 'wrong')];
  if (p === '') return [finding('dkim-revoked', 'wrong')];
  const k = tags.get('k') ?? 'rsa';
  if (k !== 'rsa') return [finding('dkim-key-type', 'wrong', { type: k })];
  const key = readKey(p);
  if (!key) return [finding('dkim-malformed', 'wrong')];
  if (key.asymmetricKeyType !== 'rsa')
    return [finding('dkim-key-type', 'wrong', { type: key.asymmetricKeyType ?? '?' })];

  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  const findings: SenderFinding[] = [];
  if (bits < BITS.least) findings.push(finding('dkim-short', 'wrong', { bits: String(bits) }));
  else if (bits < BITS.advised)
    findings.push(finding('dkim-below-advised', 'attention', { bits: String(bits) }));
  if (own)
    findings.push(
      key.equals(own)
        ? finding('dkim-matches', 'remark', { bits: String(bits) })
        : finding('dkim-mismatch', 'wrong'),
    );
  const listed = (tag: string): string[] | undefined =>
    tags
      .get(tag)
      ?.split(':')
      .map((one) => one.trim().toLowerCase());
  if (listed('t')?.includes('y')) findings.push(finding('dkim-testing', 'attention'));
  if (listed('h')?.includes('sha256') === false)
    findings.push(finding('dkim-hash', 'wrong', { hashes: tags.get('h') ?? '' }));
  if (listed('s')?.some((service) => service === '*' || service === 'email') === false)
    findings.push(finding('dkim-service', 'wrong', { services: tags.get('s') ?? '' }));
  return findings;
}

/** The public half of the key that signs; null when that cannot be read, or is not RSA. */
function publicHalf(pem: string): KeyObject | null {
  try {
    // In an environment file the line ends of a PEM are often written as \n.
    const key = createPublicKey(createPrivateKey(pem.replaceAll('\\n', '\n')));
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null;
  }
}

/** Either form of RFC 6376 §3.6.1 that is in use: SubjectPublicKeyInfo, or a bare RSAPublicKey. */
function readKey(base64: string): KeyObject | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  const key = Buffer.from(base64, 'base64');
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key, format: 'der', type });
    } catch {
      continue;
    }
  }
  return null;
}
