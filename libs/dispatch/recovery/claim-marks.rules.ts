/**
 * What is kept of a claim outside the database before its first hand-over, in one line: ids and counts. It names no
 * citizen, and no text.
 */
export interface Mark {
  /** The installation's epoch: raised after each restore. */
  epoch: number;
  claim: string;
  /** When the claim's lease ends, in ms since 1970 by the database's clock. After a restore an id comes again, with another lease. */
  leasedUntil: number;
  /** When the claim was made, likewise. */
  at: number;
  broadcast: string;
  wave: string;
  batch: number;
  copies: number;
  /** The server that the claim was made in: PostgreSQL's system identifier, and its timeline. */
  system: string;
  timeline: string;
  /** The worker's process, and the number of the mark among its own, from 1. */
  worker: string;
  no: number;
}

/** The order of the fields in a line. */
const FIELDS = [
  'epoch',
  'claim',
  'leasedUntil',
  'at',
  'broadcast',
  'wave',
  'batch',
  'copies',
  'system',
  'timeline',
  'worker',
  'no',
] as const satisfies readonly (keyof Mark)[];
const WORDS = new Set<keyof Mark>(['claim', 'broadcast', 'wave', 'system', 'timeline', 'worker']);

/** A mark as a line, without its end. */
export const writeMark = (mark: Mark): string => FIELDS.map((field) => mark[field]).join(' ');

/** @returns null for a line that is none, such as one that a crash has cut off */
export function readMark(line: string): Mark | null {
  const parts = line.split(' ');
  if (parts.length !== FIELDS.length || !parts.every((part) => /^[\w-]{1,40}$/.test(part))) return null;
  const mark = Object.fromEntries(
    FIELDS.map((field, n) => [field, WORDS.has(field) ? parts[n] : Number(parts[n])]),
  ) as unknown as Mark;
  const sound = FIELDS.every((field) => WORDS.has(field) || Number.isSafeInteger(mark[field]));
  return sound && [mark.claim, mark.broadcast, mark.wave].every((id) => /^\d+$/.test(id)) ? mark : null;
}

/** Several places keep the same marks: each once. */
export function distinct(marks: readonly Mark[]): Mark[] {
  return [...new Map(marks.map((mark) => [writeMark(mark), mark])).values()];
}

/** Marks are compared for this long, in ms: traces of claims are kept a little longer (ledger-upkeep.ts). */
export const COMPARED_MS = 25 * 24 * 3600_000;

/**
 * The marks that the database must have a trace of: those of this epoch or of a later one, which a backup does not know.
 * @param now by the database's clock, in ms since 1970
 */
export function toCompare(marks: readonly Mark[], epoch: number, now: number): Mark[] {
  return distinct(marks).filter((mark) => mark.epoch >= epoch && mark.at > now - COMPARED_MS);
}

/**
 * Whether nothing can be missing among the marks that one place keeps for the whole fleet: it reaches back to marks that
 * the database has, and no number of a worker is left out.
 * @param known those of which the database has the trace
 */
export function areComplete(marks: readonly Mark[], known: readonly Mark[]): boolean {
  if (known.length === 0) return false;
  const have = new Set(known.map(writeMark));
  const oldest = Math.min(...known.map(({ at }) => at));
  const byWorker = new Map<string, Mark[]>();
  for (const mark of distinct(marks)) byWorker.set(mark.worker, [...(byWorker.get(mark.worker) ?? []), mark]);
  return [...byWorker.values()].every((own) => {
    const [first, ...more] = own.toSorted((one, other) => one.no - other.no);
    if (!first) return true;
    // A worker whose first mark here is one that the database lacks may have made others before.
    const begun = have.has(writeMark(first)) || (first.no === 1 && first.at >= oldest);
    return begun && more.every(({ no }, n) => no === first.no + n + 1);
  });
}
