import canonicalize from 'canonicalize';
import { sha256 } from '#platform';

/** What of an entry is under its seal: all that it says. */
export interface SealedEntry {
  id: string;
  /** UTC, ISO 8601, always with six decimals: what PostgreSQL holds, unrounded. */
  at: string;
  /** Null for Siar itself. */
  actorId: string | null;
  act: string;
  subject: string;
  detail: Record<string, unknown>;
}

/** One link of the chain; digests and hashes are SHA-256 in lower-case hexadecimal. */
export interface Seal {
  /** 1, 2, 3 … */
  position: string;
  /** Of the entry. */
  digest: string;
  /** The hash at the position before. */
  previous: string;
  hash: string;
}

/** What the first link follows. */
export const GENESIS = '0'.repeat(64);

/** An entry's canonical text (RFC 8785). @throws Error when it holds a number that JSON has not */
export function canonicalEntry({ id, at, actorId, act, subject, detail }: SealedEntry): string {
  const text = canonicalize({ id, at, actorId, act, subject, detail });
  if (text === undefined) throw new Error(`Entry ${id} cannot be written as JSON`);
  return text;
}

/** SHA-256 of an entry's canonical text. */
const entryDigest = (entry: SealedEntry): string => sha256(canonicalEntry(entry));

/**
 * The hash of a link: over two hexadecimal texts, so that sha256sum alone can recompute it; and over the entry's digest
 * instead of the entry, so that part of the chain can be shown to others without what other entries say.
 */
const linkHash = (previous: string, digest: string): string => sha256(previous + digest);

/** Links entries, in this order, to a chain that ends with `head`. */
export function chain(entries: readonly SealedEntry[], head: Pick<Seal, 'position' | 'hash'>): Seal[] {
  let position = BigInt(head.position);
  let previous = head.hash;
  return entries.map((entry) => {
    const digest = entryDigest(entry);
    const hash = linkHash(previous, digest);
    position += 1n;
    const seal = { position: String(position), digest, previous, hash };
    previous = hash;
    return seal;
  });
}

/** A seal as it stands beside what there is of its entry: null when that is gone. */
export interface Kept extends Seal {
  entryId: string;
  entry: SealedEntry | null;
  /** The daily root that was recorded at this position. */
  root: string | null;
}

/** What is wrong with a link, in words that follow "entry N"; null when nothing is. */
export function flaw(kept: Kept, head: Pick<Seal, 'position' | 'hash'>): string | null {
  const expected = BigInt(head.position) + 1n;
  if (BigInt(kept.position) !== expected)
    return `is sealed at position ${kept.position}, but position ${expected} is missing from the chain`;
  if (kept.entry === null) return 'was sealed and is not in the trail any more';
  if (digestIfAny(kept.entry) !== kept.digest) return 'is not what was sealed: it was changed afterwards';
  if (kept.previous !== head.hash) return 'has a seal that does not follow the one before it';
  if (linkHash(kept.previous, kept.digest) !== kept.hash)
    return 'has a seal with a wrong hash: the seal was changed';
  if (kept.root !== null && kept.root !== kept.hash)
    return 'has another hash than the daily root that was recorded of it';
  return null;
}

/** The digest; null for what JSON cannot hold, and nobody can therefore have sealed. */
function digestIfAny(entry: SealedEntry): string | null {
  try {
    return entryDigest(entry);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
