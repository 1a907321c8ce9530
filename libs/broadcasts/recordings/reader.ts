import { createHash } from 'node:crypto';
import { type Database, row, type Tx } from '#platform/database';
import type { Logger } from '#platform/logging';
import type { Recording } from './recording.rules.js';

/** All stored recordings; or, for the public, only those of approved documents: a view limits the rows. */
const SOURCES = {
  stored: 'recordings r JOIN recording_pieces p ON p.recording_id = r.id',
  approved: 'approved_recordings',
};
/** Maximum number of recordings for which the result of the hash check is cached. */
const KEPT = 1_000;

/** Reads recordings one piece at a time. Holds no connection, and one piece in memory, even for a slow reader. */
export class RecordingReader {
  /** Whether the bytes match the name, by name; each recording is checked once in a process. */
  private readonly whole = new Map<string, Promise<boolean>>();
  private readonly source: string;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    source: keyof typeof SOURCES,
  ) {
    this.source = SOURCES[source];
  }

  /** @returns null when there is none, or the stored bytes do not match the name: nobody approved those */
  async find(sha256: string): Promise<Recording | null> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
    const found = await row<Recording>(
      this.database.manager,
      `SELECT sha256, bytes, type FROM ${this.source} WHERE sha256 = $1 AND no = 0`,
      [sha256],
    );
    return found && (await this.isWhole(found)) ? found : null;
  }

  /** Bytes of a recording that was found, from one position to another, both included. */
  read(sha256: string, from: number, to: number): AsyncGenerator<Buffer> {
    return readPieces(this.database.manager, this.source, sha256, from, to);
  }

  private isWhole(recording: Recording): Promise<boolean> {
    const { sha256 } = recording;
    const known = this.whole.get(sha256);
    if (known) return known;
    const [oldest] = this.whole.keys();
    if (this.whole.size >= KEPT && oldest !== undefined) this.whole.delete(oldest);
    const asked = this.hash(recording).then((hash) => {
      if (hash !== sha256)
        this.logger.error({ sha256 }, 'a stored recording is not what its name says; it is not shown');
      return hash === sha256;
    });
    this.whole.set(sha256, asked);
    // A failed read may succeed the next time.
    asked.catch(() => this.whole.delete(sha256));
    return asked;
  }

  private async hash({ sha256, bytes }: Recording): Promise<string> {
    const hash = createHash('sha256');
    for await (const part of this.read(sha256, 0, bytes - 1)) hash.update(part);
    return hash.digest('hex');
  }
}

/** All bytes of a stored recording, one piece at a time, to compute their hash. @throws Error when some are missing */
export const readStored = (tx: Tx, { sha256, bytes }: Recording): AsyncGenerator<Buffer> =>
  readPieces(tx, SOURCES.stored, sha256, 0, bytes - 1);

async function* readPieces(
  tx: Tx,
  source: string,
  sha256: string,
  from: number,
  to: number,
): AsyncGenerator<Buffer> {
  // All pieces except the last are as long as the first.
  const first = await row<{ length: number }>(
    tx,
    `SELECT octet_length(piece) AS length FROM ${source} WHERE sha256 = $1 AND no = 0`,
    [sha256],
  );
  const length = first?.length ?? 1;
  for (let at = from; at <= to;) {
    const offset = at % length;
    const wanted = Math.min(length - offset, to - at + 1);
    const found = await row<{ part: Buffer }>(
      tx,
      `SELECT substring(piece FROM $3 FOR $4) AS part FROM ${source} WHERE sha256 = $1 AND no = $2`,
      [sha256, Math.floor(at / length), offset + 1, wanted],
    );
    if (found?.part.length !== wanted) throw new Error(`Recording ${sha256} lacks bytes at ${at}`);
    yield found.part;
    at += wanted;
  }
}
