import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { type Fault, fault } from '#contract/problems';
import { InjectLogger } from '#platform';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { Logger } from '#platform/logging';
import type { SignedIn } from '#staff/roles';
import { RecordingReader } from './reader.js';
import {
  type Recording,
  RECORDINGS,
  type RecordingKind,
  type RecordingType,
  Recogniser,
} from './recording.rules.js';

/** Bytes in a row of the table: a file needs twice this much memory while it is stored or read. */
const PIECE = 256 * 1024;
/** The age at which an unfinished upload is deleted. */
const UNFINISHED = `interval '1 day'`;
/**
 * The age at which a recording is deleted that no draft or submission names: a draft may exist on a person's device
 * only.
 */
const UNUSED = `interval '7 days'`;

/** Stores the recordings of broadcasts. Reads and writes the database one piece at a time. */
@Injectable()
export class Recordings {
  private readonly reader: RecordingReader;

  constructor(
    private readonly database: Database,
    @InjectLogger() logger: Logger,
  ) {
    this.reader = new RecordingReader(database, logger, 'stored');
  }

  /**
   * Stores a recording as it arrives. The same file is stored once.
   * @throws Problem invalid when it is too large, or not of a type that its kind permits
   */
  async keep(person: SignedIn, kind: RecordingKind, file: AsyncIterable<Buffer>): Promise<Recording> {
    const made = await row<{ id: string }>(
      this.database.manager,
      'INSERT INTO recordings DEFAULT VALUES RETURNING id',
    );
    if (!made) throw new Error('A recording was not begun');
    try {
      const recording = await this.store(made.id, kind, file);
      await this.database.transaction((tx) => finish(tx, person, made.id, recording));
      return recording;
    } catch (error) {
      await this.database.query('DELETE FROM recordings WHERE id = $1 AND sha256 IS NULL', [made.id]);
      throw error;
    }
  }

  /** @throws Problem not-found */
  async open(sha256: string): Promise<Recording> {
    const found = await this.reader.find(sha256);
    if (!found) throw new Problem('no-such-recording');
    return found;
  }

  /** Bytes of a recording, from one position to another, both included. */
  read(sha256: string, from: number, to: number): AsyncGenerator<Buffer> {
    return this.reader.read(sha256, from, to);
  }

  /** Deletes unfinished uploads, and recordings that nothing uses. */
  async forget(): Promise<void> {
    await this.database.query(
      `DELETE FROM recordings WHERE id IN (
         SELECT id FROM recordings r
         WHERE kept_at < siar_now() - CASE WHEN sha256 IS NULL THEN ${UNFINISHED} ELSE ${UNUSED} END
           AND NOT EXISTS (SELECT FROM recording_uses u WHERE u.recording_id = r.id)
         FOR UPDATE SKIP LOCKED)`,
    );
  }

  private async store(id: string, kind: RecordingKind, file: AsyncIterable<Buffer>): Promise<Recording> {
    const hash = createHash('sha256');
    const recogniser = new Recogniser();
    let bytes = 0;
    let no = 0;
    for await (const piece of piecesOf(file)) {
      bytes += piece.length;
      if (bytes > RECORDINGS[kind].most) throw tooLarge(kind);
      if (!recogniser.take(piece)) throw unknown(kind, null);
      hash.update(piece);
      await this.database.query(
        'INSERT INTO recording_pieces (recording_id, no, piece) VALUES ($1, $2, $3)',
        [id, no++, piece],
      );
    }
    const type = recogniser.type();
    const types: readonly RecordingType[] = RECORDINGS[kind].types;
    if (type === null || !types.includes(type)) throw unknown(kind, type);
    return { sha256: hash.digest('hex'), bytes, type };
  }
}

/** Gives a stored recording its name. If the name exists already, deletes this copy. */
async function finish(tx: Tx, person: SignedIn, id: string, recording: Recording): Promise<void> {
  const { sha256, bytes, type } = recording;
  // Serialises two uploads of the same file: the second finds the first.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [sha256]);
  const known = await row(tx, 'UPDATE recordings SET kept_at = siar_now() WHERE sha256 = $1 RETURNING id', [
    sha256,
  ]);
  await tx.query(
    known
      ? 'DELETE FROM recordings WHERE id = $1'
      : 'UPDATE recordings SET sha256 = $2, bytes = $3, type = $4, kept_at = siar_now() WHERE id = $1',
    known ? [id] : [id, sha256, bytes, type],
  );
  const detail = { bytes, type, known: known !== undefined };
  await record(tx, {
    actorId: person.personId,
    act: 'recording.upload',
    subject: `recording:${sha256}`,
    detail,
  });
}

/**
 * Records the recordings that a draft or a submission names: these are not deleted.
 * @param no number of the submission; 0: the draft
 * @param named the recordings with their paths in the draft
 * @returns a fault for each recording that is not stored under its name
 */
export async function noteUses(
  tx: Tx,
  broadcastId: string,
  no: number,
  named: readonly { path: string; recording: Recording }[],
): Promise<Fault[]> {
  await tx.query('DELETE FROM recording_uses WHERE broadcast_id = $1 AND no = $2', [broadcastId, no]);
  if (named.length === 0) return [];
  const stored = await rows<Recording & { id: string }>(
    tx,
    'SELECT id, sha256, bytes, type FROM recordings WHERE sha256 = ANY ($1) ORDER BY id FOR KEY SHARE',
    [named.map(({ recording }) => recording.sha256)],
  );
  const faults = named.flatMap(({ path, recording: { sha256, bytes, type } }): Fault[] => {
    const known = stored.find((one) => one.sha256 === sha256);
    if (!known) return [fault(path, 'recording-gone')];
    if (known.bytes === bytes && known.type === type) return [];
    return [fault(path, 'recording-other', { bytes: known.bytes, type: known.type })];
  });
  await tx.query(
    'INSERT INTO recording_uses (recording_id, broadcast_id, no) SELECT id, $2, $3 FROM unnest($1::bigint[]) AS used (id)',
    [stored.map(({ id }) => id), broadcastId, no],
  );
  return faults;
}

/** Splits a file into pieces of one size; the last may be shorter. */
async function* piecesOf(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const part of file) {
    waiting.push(part);
    length += part.length;
    if (length < PIECE) continue;
    const all = Buffer.concat(waiting);
    const whole = length - (length % PIECE);
    for (let at = 0; at < whole; at += PIECE) yield all.subarray(at, at + PIECE);
    waiting = [all.subarray(whole)];
    length -= whole;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

const tooLarge = (kind: RecordingKind): Problem =>
  refused(fault('file', 'recording-too-large', { megabytes: RECORDINGS[kind].most / 1_000_000 }));

function unknown(kind: RecordingKind, found: RecordingType | null): Problem {
  return refused(fault('file', kind === 'audio' ? 'not-audio' : 'not-video', { found: found ?? '' }));
}

const refused = (why: Fault): Problem => new Problem('recording-refused', {}, [why]);
