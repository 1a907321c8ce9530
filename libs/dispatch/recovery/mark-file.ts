import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that has grown to this many bytes is replaced; its predecessor is kept beside it. */
const MOST_BYTES = 8_000_000;
/** Files that nothing was added to for this long are deleted, in ms. */
const KEPT_MS = 40 * 24 * 3600_000;
/** Of each file, the end that holds the last marks, in bytes. */
const END_BYTES = 64_000;
/** Files read, the newest first. */
const MOST_FILES = 200;

interface Waiting {
  line: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Lines appended to one file of a folder, each on the disk before its promise resolves. */
export class MarkFile {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | null = null;
  private handle: FileHandle | null = null;
  private bytes = 0;

  /** @param name of the file, which no other process uses */
  constructor(
    private readonly folder: string,
    private readonly name: string,
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
        if (this.bytes > MOST_BYTES) await this.turn(this.handle);
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

/** The lines of all files of a folder; none where there is no folder. @param whole the whole files; else their last lines */
export async function linesIn(folder: string, whole: boolean): Promise<string[]> {
  const files = (await filesOf(folder)).sort((one, other) => other.at - one.at).slice(0, MOST_FILES);
  const lines: string[] = [];
  for (const { path, size } of files) {
    const handle = await open(path, 'r');
    try {
      const from = whole ? 0 : Math.max(0, size - END_BYTES);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
      lines.push(...buffer.subarray(0, bytesRead).toString('latin1').split('\n'));
    } finally {
      await handle.close();
    }
  }
  return lines;
}

async function filesOf(folder: string): Promise<{ path: string; size: number; at: number }[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { size, mtimeMs: at } = await stat(path);
      return { path, size, at };
    }),
  );
}

async function deleteOld(folder: string): Promise<void> {
  for (const { path, at } of await filesOf(folder))
    if (at < Date.now() - KEPT_MS) await rm(path, { force: true });
}
