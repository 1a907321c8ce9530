import { mkdir, statfs } from 'node:fs/promises';
import { within } from '../waiting/within.js';

/** How long a disk may take to answer, in ms. */
const LIMIT_MS = 1_000;

/** The disk on which a folder is, in bytes; `free`: for programs without special rights. */
interface Disk {
  free: number;
  size: number;
}

/** @throws Error when the folder cannot be made, or its disk does not answer */
export async function diskOf(folder: string): Promise<Disk> {
  await within(LIMIT_MS, mkdir(folder, { recursive: true }));
  const { bavail, blocks, bsize } = await within(LIMIT_MS, statfs(folder));
  return { free: bavail * bsize, size: blocks * bsize };
}
