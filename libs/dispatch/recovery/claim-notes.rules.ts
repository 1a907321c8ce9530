/**
 * What is kept of a claim outside the database before its first hand-over, in one line: ids and counts. It names no
 * citizen, and no text. Files, log lines and `npm run after-restore` call it a mark (docs/adr/0038).
 */
export interface ClaimNote {
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
  /** The worker's process, and the number of the note among its own, from 1. */
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
] as const satisfies readonly (keyof ClaimNote)[];
const WORDS = new Set<keyof ClaimNote>(['claim', 'broadcast', 'wave', 'system', 'timeline', 'worker']);

/** A note as a line, without its end. */
export const writeNote = (note: ClaimNote): string => FIELDS.map((field) => note[field]).join(' ');

/** @returns null for a line that is none, such as one that a crash has cut off */
export function readNote(line: string): ClaimNote | null {
  const parts = line.split(' ');
  if (parts.length !== FIELDS.length || !parts.every((part) => /^[\w-]{1,40}$/.test(part))) return null;
  const note = Object.fromEntries(
    FIELDS.map((field, n) => [field, WORDS.has(field) ? parts[n] : Number(parts[n])]),
  ) as unknown as ClaimNote;
  const sound = FIELDS.every((field) => WORDS.has(field) || Number.isSafeInteger(note[field]));
  return sound && [note.claim, note.broadcast, note.wave].every((id) => /^\d+$/.test(id)) ? note : null;
}

/** Several places keep the same notes: each once. */
export function distinct(notes: readonly ClaimNote[]): ClaimNote[] {
  return [...new Map(notes.map((note) => [writeNote(note), note])).values()];
}

/** Notes are compared for this long, in ms: traces of claims are kept a little longer (ledger-upkeep.ts). */
export const COMPARED_MS = 25 * 24 * 3600_000;

/**
 * The notes that the database must have a trace of: those of this epoch or of a later one, which a backup does not know.
 * @param now by the database's clock, in ms since 1970
 */
export function toCompare(notes: readonly ClaimNote[], epoch: number, now: number): ClaimNote[] {
  return distinct(notes).filter((note) => note.epoch >= epoch && note.at > now - COMPARED_MS);
}

/**
 * Whether nothing can be missing among the notes that one place keeps for the whole fleet: it reaches back to notes that
 * the database has, and no number of a worker is left out.
 * @param known those of which the database has the trace
 */
export function areComplete(notes: readonly ClaimNote[], known: readonly ClaimNote[]): boolean {
  if (known.length === 0) return false;
  const have = new Set(known.map(writeNote));
  const oldest = Math.min(...known.map(({ at }) => at));
  const byWorker = new Map<string, ClaimNote[]>();
  for (const note of distinct(notes)) byWorker.set(note.worker, [...(byWorker.get(note.worker) ?? []), note]);
  return [...byWorker.values()].every((own) => {
    const [first, ...more] = own.toSorted((one, other) => one.no - other.no);
    if (!first) return true;
    // Where the database lacks a worker's first note here, the worker may have made others before.
    const begun = have.has(writeNote(first)) || (first.no === 1 && first.at >= oldest);
    return begun && more.every(({ no }, n) => no === first.no + n + 1);
  });
}
