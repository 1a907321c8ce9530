/** A file as it comes in over the network: in pieces of a size, wherever that cuts it. */
export async function* pieces(file: string | Buffer, size: number): AsyncGenerator<Buffer> {
  await Promise.resolve();
  const bytes = Buffer.from(file);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
