import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { canonicalEntry, chainState, rootOver, shownEntries, shownLinks } from '#audit';
import { recordingsIn } from '#broadcasts/content';
import { readStored, type Recording } from '#broadcasts/recordings';
import { type ApprovedDocument, approvalRecord, approvedDocuments } from '#broadcasts/review';
import { type Database, now, type Tx } from '#platform/database';
import { CHECK } from './check.js';
import { counts } from './counts.js';
import { readme } from './readme.js';
import { rulesOf } from './rules-in-force.js';

/**
 * Writes the evidence about an approved broadcast, as of one instant, into a new folder that can be checked without Siar.
 * It contains no citizen's data: no name, no address, no delivery.
 * @returns the digest of the document the copies were made from
 * @throws Error when the folder exists, there is no such broadcast, or nothing of it was approved
 */
export async function writeEvidence(
  database: Database,
  broadcastId: string,
  folder: string,
): Promise<{ digest: string }> {
  return database.transaction('REPEATABLE READ', async (tx) => {
    const record = await approvalRecord(tx, broadcastId);
    const [sent, ...earlier] = await approvedDocuments(tx, broadcastId);
    if (!sent) throw new Error(`Nothing of broadcast ${broadcastId} was ever approved.`);
    await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? new Error(`${folder} exists already.`) : error;
    });
    try {
      const names = new Map([[sent.no, 'document.json'], ...earlier.map(earlierName)]);
      const files = new Folder(folder);
      for (const { no, text } of [sent, ...earlier]) await files.write(names.get(no) ?? '', text);
      await writeRecordings(tx, files, [sent, ...earlier]);
      const submissions = record.submissions.map((each) => ({ ...each, file: names.get(each.no) ?? null }));
      await files.json('approval.json', { ...record, submissions });
      await files.json('rules.json', [sent, ...earlier].map(rulesOf));
      await files.json('counts.json', await counts(tx, broadcastId));
      await writeTrail(tx, files, broadcastId);
      await files.write('check.sh', CHECK);
      const { digest } = sent;
      await files.write(
        'README.txt',
        readme({ broadcastId, title: record.title, digest, at: await now(tx) }),
      );
      await files.finish();
      return { digest };
    } catch (error) {
      await rm(folder, { recursive: true });
      throw error;
    }
  });
}

const earlierName = ({ no }: ApprovedDocument): [number, string] => [no, `document-${no}.json`];

/** Writes the recordings that the documents refer to, named by their hash: sha256sum verifies them. */
async function writeRecordings(tx: Tx, files: Folder, documents: readonly ApprovedDocument[]): Promise<void> {
  const named = documents.flatMap(({ document }) => recordingsIn(document).map(({ recording }) => recording));
  const each = new Map<string, Recording>(named.map((recording) => [recording.sha256, recording]));
  for (const recording of each.values()) {
    const { sha256, type } = recording;
    await files.stream(`${sha256}.${ENDINGS[type]}`, readStored(tx, recording));
    if (files.sumOf(`${sha256}.${ENDINGS[type]}`) !== sha256)
      throw new Error(`What is stored of recording ${sha256} is not what was approved.`);
  }
}

const ENDINGS: Record<Recording['type'], string> = {
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};

/** Writes the broadcast's entries, and the chain from its first entry to the daily root that covers its last. */
async function writeTrail(tx: Tx, files: Folder, broadcastId: string): Promise<void> {
  const range = { from: 0n, to: 0n };
  const lines = async function* (): AsyncGenerator<string> {
    for await (const { entry, seal } of shownEntries(tx, `broadcast:${broadcastId}`)) {
      if (seal) {
        const position = BigInt(seal.position);
        if (range.from === 0n || position < range.from) range.from = position;
        if (position > range.to) range.to = position;
      }
      yield `{"entry":${canonicalEntry(entry)},"seal":${JSON.stringify(seal)}}\n`;
    }
  };
  await files.stream('audit.jsonl', lines());
  // Position 0 is before the chain: without a seal there is no link to show, and no root.
  const { from, to } = range;
  const root = to === 0n ? null : await rootOver(tx, String(to));
  const end = to === 0n ? '0' : (root?.position ?? (await chainState(tx)).sealed);
  const links = async function* (): AsyncGenerator<string> {
    for await (const { position, previous, digest, hash } of shownLinks(tx, String(from), end))
      yield `${position} ${previous} ${digest} ${hash}\n`;
  };
  await files.stream('chain.txt', links());
  await files.json('root.json', root);
}

/** The folder being written, with the SHA-256 of each file in it. */
class Folder {
  private readonly sums = new Map<string, string>();

  constructor(private readonly path: string) {}

  json(name: string, value: unknown): Promise<void> {
    return this.write(name, `${JSON.stringify(value, null, 2)}\n`);
  }

  write(name: string, text: string): Promise<void> {
    return this.stream(name, [text]);
  }

  /** The SHA-256 of a file that was written. */
  sumOf(name: string): string | undefined {
    return this.sums.get(name);
  }

  async stream(
    name: string,
    content: AsyncIterable<string | Buffer> | Iterable<string | Buffer>,
  ): Promise<void> {
    const path = join(this.path, name);
    await pipeline(content, createWriteStream(path, { flags: 'wx' }));
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    this.sums.set(name, hash.digest('hex'));
  }

  /** Writes the sums of all files, in the format of `sha256sum -c`. */
  async finish(): Promise<void> {
    const lines = [...this.sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, sum]) => `${sum}  ${name}\n`);
    await writeFile(join(this.path, 'SHA256SUMS'), lines.join(''), { flag: 'wx' });
  }
}
