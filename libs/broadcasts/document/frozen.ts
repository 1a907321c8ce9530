import { sha256 } from '#platform/crypto';
import { type Database, prepared, row, type Statement } from '#platform/database';
import type { Logger } from '#platform/logging';
import type { FrozenDocument } from './freeze.js';

/** Documents cached in a process: far more than are ever sent at once. */
const KEPT = 50;

/** Returns approved documents for sending, and no others. */
export class ApprovedDocuments {
  /** By digest, so that an entry can never be stale; the least recently used one comes first. */
  private readonly kept = new Map<string, FrozenDocument>();

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /**
   * The document that a broadcast's copies are rendered from.
   * @throws Error when nothing of this broadcast is approved, or the stored document is not the approved one
   */
  async of(broadcastId: string): Promise<{ document: FrozenDocument; digest: string }> {
    const [found] = await prepared<{ no: number; digest: string; decision: string | null }>(
      this.database.manager,
      LAST_SUBMISSION,
      [broadcastId],
    );
    if (found?.decision !== 'approved')
      throw new Error(`Broadcast ${broadcastId} is not approved: nothing of it may be sent`);
    const { no, digest } = found;
    const document = this.kept.get(digest) ?? (await this.read(broadcastId, no, digest));
    this.kept.delete(digest);
    this.kept.set(digest, document);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
    return { document, digest };
  }

  private async read(broadcastId: string, no: number, digest: string): Promise<FrozenDocument> {
    const stored = await row<{ document: string }>(
      this.database.manager,
      `SELECT document FROM submissions WHERE broadcast_id = $1 AND no = $2 AND decision = 'approved'`,
      [broadcastId, no],
    );
    if (!stored || sha256(stored.document) !== digest) {
      this.logger.error(
        { broadcastId, no, digest },
        'a stored document is not what was approved; nothing of it is sent',
      );
      throw new Error(
        `What is stored of broadcast ${broadcastId} is not what was approved: nothing of it may be sent`,
      );
    }
    const document = JSON.parse(stored.document) as FrozenDocument;
    const { format, renderer, layout = 1 } = document;
    if (document.broadcastId !== broadcastId || format !== 1 || renderer !== 1 || layout > 2) {
      throw new Error(
        `This program cannot render broadcast ${broadcastId}: its document is of another format or broadcast`,
      );
    }
    return document;
  }
}

const LAST_SUBMISSION: Statement = {
  name: 'last submission',
  sql: `
SELECT s.no, s.digest, s.decision FROM broadcasts b
JOIN submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no WHERE b.id = $1`,
};
