/** A file as it arrives over the network: in chunks of one size, cut anywhere. */
export async function* pieces(file: string | Buffer, size: number): AsyncGenerator<Buffer> {
  await Promise.resolve();
  const bytes = Buffer.from(file);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
