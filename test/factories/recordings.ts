import { sha256 } from '#platform/crypto';
import { type Database, row } from '#platform/database';

/** Silence that players play: frames of MPEG-1 layer III, 128 kbit/s at 44.1 kHz, mono, 26 ms each. */
export function mp3(frames = 40): Buffer {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0xc4]);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

/** The start of an Ogg file, with one packet in its first page. */
export const ogg = (packet = 'OpusHead'): Buffer =>
  Buffer.concat([
    Buffer.from('OggS\0\x02', 'latin1'),
    Buffer.alloc(20),
    Buffer.from([1, packet.length]),
    Buffer.from(packet, 'latin1'),
    Buffer.alloc(2000),
  ]);

/**
 * The structure of an MP4 file. @param track the type of its one track, `soun` or `vide`, named at the very end of the
 * file
 */
export function mp4(brand: string, track: 'soun' | 'vide', length = 5000): Buffer {
  const box = (kind: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + content.length);
    head.write(kind, 4, 'latin1');
    return Buffer.concat([head, content]);
  };
  return Buffer.concat([
    box('ftyp', Buffer.from(`${brand}\0\0\0\0${brand}`, 'latin1')),
    box('mdat', Buffer.alloc(length)),
    box('moov', box('hdlr', Buffer.from(`\0\0\0\0\0\0\0\0${track}`, 'latin1'))),
  ]);
}

/** The start of a WebM file. */
export const webm = (kind = 'webm', codec = 'V_VP9'): Buffer =>
  Buffer.concat([
    Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x93, 0x42, 0x82, 0x80 + kind.length]),
    Buffer.from(kind, 'latin1'),
    Buffer.alloc(60),
    Buffer.from(codec, 'latin1'),
    Buffer.alloc(5000),
  ]);

/** Stores a recording as the programs do. @param uses the broadcasts whose first submission names it */
export async function storedRecording(
  source: Database,
  {
    bytes,
    type,
    uses,
    piece = 1000,
  }: { bytes: Buffer; type: string; uses: readonly string[]; piece?: number },
): Promise<{ sha256: string; bytes: number; type: string }> {
  const hash = sha256(bytes);
  await source.transaction(async (tx) => {
    const made = await row<{ id: string }>(
      tx,
      'INSERT INTO recordings (sha256, bytes, type) VALUES ($1, $2, $3) RETURNING id',
      [hash, bytes.length, type],
    );
    for (let no = 0; no * piece < bytes.length; no++)
      await tx.query('INSERT INTO recording_pieces (recording_id, no, piece) VALUES ($1, $2, $3)', [
        made?.id,
        no,
        bytes.subarray(no * piece, (no + 1) * piece),
      ]);
    for (const id of uses)
      await tx.query('INSERT INTO recording_uses (recording_id, broadcast_id, no) VALUES ($1, $2, 1)', [
        made?.id,
        id,
      ]);
  });
  return { sha256: hash, bytes: bytes.length, type };
}
