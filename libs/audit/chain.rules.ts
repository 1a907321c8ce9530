// The hash chain of the trail: each link is a hash over the one before it and the digest of an entry.
import canonicalize from 'canonicalize';
import { sha256 } from '#platform/crypto';

/** The sealed fields of an entry: all that it holds. */
export interface SealedEntry {
  id: string;
  /** UTC, ISO 8601, always with six decimals: the value of PostgreSQL, unrounded. */
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
  /** That of the entry. */
  digest: string;
  /** The hash of the previous position. */
  previous: string;
  hash: string;
}

/** The previous hash of the first link. */
export const GENESIS = '0'.repeat(64);

/** Returns an entry's canonical text (RFC 8785). @throws Error when it holds a number that JSON cannot represent */
export function canonicalEntry({ id, at, actorId, act, subject, detail }: SealedEntry): string {
  const text = canonicalize({ id, at, actorId, act, subject, detail });
  if (text === undefined) throw new Error(`Entry ${id} cannot be written as JSON`);
  return text;
}

/** SHA-256 of an entry's canonical text. */
const entryDigest = (entry: SealedEntry): string => sha256(canonicalEntry(entry));

/**
 * Returns the hash of a link. It is over two hexadecimal texts, so that sha256sum alone can recompute it. It is over
 * the entry's digest instead of the entry, so that part of the chain can be shown without the content of other entries.
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

/** A seal with its entry: null when the entry is gone. */
export interface StoredLink extends Seal {
  entryId: string;
  entry: SealedEntry | null;
  /** The daily root that was recorded at this position. */
  root: string | null;
}

/** Returns what is wrong with a link, in words that follow "entry N"; null when nothing is. */
export function flawOf(link: StoredLink, head: Pick<Seal, 'position' | 'hash'>): string | null {
  const expected = BigInt(head.position) + 1n;
  if (BigInt(link.position) !== expected)
    return `is sealed at position ${link.position}, but position ${expected} is missing from the chain`;
  if (link.entry === null) return 'was sealed and is not in the trail any more';
  if (digestIfAny(link.entry) !== link.digest) return 'is not what was sealed: it was changed afterwards';
  if (link.previous !== head.hash) return 'has a seal that does not follow the one before it';
  if (linkHash(link.previous, link.digest) !== link.hash)
    return 'has a seal with a wrong hash: the seal was changed';
  if (link.root !== null && link.root !== link.hash)
    return 'has another hash than the daily root that was recorded of it';
  return null;
}

/** Returns the digest; null for an entry that JSON cannot represent, which nobody can have sealed. */
function digestIfAny(entry: SealedEntry): string | null {
  try {
    return entryDigest(entry);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
