import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Files that nothing was added to for this long are deleted, in ms. */
const KEPT_MS = 40 * 24 * 3600_000;
/** Of each file, the end that holds the last lines, in bytes. */
const END_BYTES = 64_000;
/** Files of which the last lines are read, the newest first. */
const MOST_FILES = 200;

interface Waiting {
  line: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Lines appended to one file of a folder, each on the disk before its promise resolves. */
export class LineFile {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | null = null;
  private handle: FileHandle | null = null;
  private bytes = 0;

  /**
   * @param name of the file, which no other process uses
   * @param mostBytes a file that has grown to this size is replaced; its predecessor is kept beside it
   */
  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly mostBytes = Number.POSITIVE_INFINITY,
  ) {}

  /** Appends a line. Lines that come while others are written are written together. @throws Error when it is not on the disk */
  append(line: string): Promise<void> {
    const written = new Promise<void>((resolve, reject) => this.waiting.push({ line, resolve, reject }));
    this.writing ??= this.write().finally(() => (this.writing = null));
    return written;
  }

  async close(): Promise<void> {
    await this.writing;
    await this.handle?.close();
    this.handle = null;
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      try {
        this.handle ??= await this.begin();
        const text = group.map(({ line }) => `${line}\n`).join('');
        await this.handle.appendFile(text);
        await this.handle.datasync();
        this.bytes += text.length;
        for (const { resolve } of group) resolve();
        if (this.bytes > this.mostBytes) await this.turn(this.handle);
      } catch (error) {
        for (const { reject } of group) reject(error);
        // A line may be cut off: the next ones begin on a line of their own.
        await this.handle?.close().catch(() => undefined);
        this.handle = null;
      }
    }
  }

  private async begin(): Promise<FileHandle> {
    await mkdir(this.folder, { recursive: true });
    await deleteOld(this.folder);
    const handle = await open(this.path, 'a', 0o600);
    await handle.appendFile('\n');
    this.bytes = (await handle.stat()).size;
    return handle;
  }

  private async turn(handle: FileHandle): Promise<void> {
    this.handle = null;
    await handle.close();
    await rename(this.path, `${this.path}.1`);
  }

  private get path(): string {
    return join(this.folder, this.name);
  }
}

/** The last lines of the newest files of a folder; none where there is no folder. */
export async function lastLines(folder: string): Promise<string[]> {
  const files = (await filesOf(folder)).sort((one, other) => other.at - one.at).slice(0, MOST_FILES);
  const lines: string[] = [];
  for (const { path, size } of files) {
    const handle = await open(path, 'r').catch(unlessGone);
    if (!handle) continue;
    try {
      const from = Math.max(0, size - END_BYTES);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
      lines.push(...buffer.subarray(0, bytesRead).toString('latin1').split('\n'));
    } finally {
      await handle.close();
    }
  }
  return lines;
}

/** All lines of all files of a folder, one after the other; none where there is no folder. */
export async function* allLines(folder: string): AsyncGenerator<string> {
  for (const { path } of await filesOf(folder)) {
    const lines = createInterface({ input: createReadStream(path, 'latin1'), crlfDelay: Infinity });
    for await (const line of lines) if (line !== '') yield line;
  }
}

async function filesOf(folder: string): Promise<{ path: string; size: number; at: number }[]> {
  const names = (await readdir(folder).catch(unlessGone)) ?? [];
  const files = names.map(async (name) => {
    const path = join(folder, name);
    const found = await stat(path).catch(unlessGone);
    return found?.isFile() ? [{ path, size: found.size, at: found.mtimeMs }] : [];
  });
  return (await Promise.all(files)).flat();
}

/** A file may be renamed or deleted by its writer at any moment. */
function unlessGone(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

async function deleteOld(folder: string): Promise<void> {
  for (const { path, at } of await filesOf(folder))
    if (at < Date.now() - KEPT_MS) await rm(path, { force: true });
}
