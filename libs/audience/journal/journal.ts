import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Database, rows } from '#platform/database';
import { LineFile } from '#platform/files';
import { Heartbeat } from '#platform/program';
import { within } from '#platform/waiting';
import { type Departure, writeDeparture } from './journal.rules.js';

/** Lines written in one transaction. */
const CHUNK = 1_000;
/** How long the disk may take, in ms: the rows are locked as long. */
const DISK_MS = 3_000;

/**
 * The journal of departures: outside the database, one line for each change that a restored backup must not undo. Whoever
 * left, was suppressed, erased or restricted after the backup stays away when it is replayed (replay.ts).
 */
@Injectable()
export class Journal implements OnApplicationShutdown {
  private file: { of: string; lines: LineFile } | null = null;
  /** Lines that the disk has not taken yet. A disk that hangs is given no more. */
  private unwritten = 0;

  constructor(
    private readonly database: Database,
    private readonly heartbeat: Heartbeat,
    @InjectConfig() private readonly config: Pick<Config, 'JOURNAL_DIR'>,
  ) {}

  /**
   * Writes waiting departures, the oldest first, and deletes them once they are on the disk. Any number of publishers do so.
   * A line may be written twice, and none is left out.
   * @returns whether more may wait
   * @throws Error when JOURNAL_DIR cannot be written: they wait
   */
  step(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (this.unwritten > 0) throw new Error('the disk of JOURNAL_DIR has not taken the last lines yet');
      const waiting = await rows<
        Omit<Departure, 'at' | 'hash'> & { at: Date; hash: Buffer; installation: string }
      >(
        tx,
        `DELETE FROM departures WHERE id IN (SELECT id FROM departures ORDER BY id LIMIT ${CHUNK} FOR UPDATE SKIP LOCKED)
         RETURNING id AS no, at, channel, hash, act, reason, detail, (SELECT i.id FROM installation i) AS installation`,
      );
      const [first] = waiting;
      if (first === undefined) return false;
      const lines = waiting.map(({ at, no, channel, hash, act, reason, detail }) =>
        writeDeparture({
          at: at.toISOString(),
          no,
          channel,
          hash: hash.toString('base64url'),
          act,
          reason,
          detail,
        }),
      );
      const write = async (): Promise<void> => {
        const file = await this.fileOf(first.installation, first.at.toISOString().slice(0, 10));
        await Promise.all(lines.map((line) => this.append(file, line)));
      };
      await within(DISK_MS, write());
      return waiting.length === CHUNK;
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.file?.lines.close();
  }

  private async append(file: LineFile, line: string): Promise<void> {
    this.unwritten += 1;
    try {
      await file.append(line);
    } finally {
      this.unwritten -= 1;
    }
  }

  /** One file a day, so that a copy of the folder grows by new files. */
  private async fileOf(installation: string, day: string): Promise<LineFile> {
    const of = join(installation, `${day}-${this.heartbeat.name}.jsonl`);
    if (this.file?.of !== of) {
      await this.file?.lines.close();
      const folder = join(this.config.JOURNAL_DIR, installation);
      this.file = { of, lines: new LineFile(folder, `${day}-${this.heartbeat.name}.jsonl`) };
    }
    return this.file.lines;
  }
}
