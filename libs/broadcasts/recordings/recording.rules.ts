import type { RecordingType } from '#contract/api/message';

export type { Recording, RecordingKind, RecordingType } from '#contract/api/message';
export { RECORDINGS } from '#contract/lists';

/** Bytes at the beginning of a file that identify its type. */
const HEAD = 4096;
/** A track of an MP4 file: the `hdlr` box of video (ISO/IEC 14496-12 §8.4.3). */
const PICTURES = Buffer.from('hdlr\0\0\0\0\0\0\0\0vide', 'latin1');

/**
 * Recognises the type of a file by its content, while it is uploaded: in an MP4 file the box that shows whether there
 * are pictures may be at the very end.
 */
export class Recogniser {
  private head = Buffer.alloc(0);
  private pictures = false;
  /** The end of the previous piece, because the box may span two pieces. */
  private before = Buffer.alloc(0);

  /** Adds the next piece. @returns whether the file can still be of a permitted type */
  take(piece: Buffer): boolean {
    if (this.head.length < HEAD)
      this.head = Buffer.concat([this.head, piece.subarray(0, HEAD - this.head.length)]);
    const seam = Buffer.concat([this.before, piece.subarray(0, PICTURES.length)]);
    this.pictures ||= seam.includes(PICTURES) || piece.includes(PICTURES);
    this.before = Buffer.concat([this.before, piece]).subarray(1 - PICTURES.length);
    return this.head.length < HEAD || this.type() !== null;
  }

  /** The type of all bytes added; null: not a permitted type. */
  type(): RecordingType | null {
    const { head } = this;
    if (isMpegAudio(head)) return 'audio/mpeg';
    if (isOggAudio(head)) return 'audio/ogg';
    if (isMp4(head)) return this.pictures ? 'video/mp4' : 'audio/mp4';
    return isWebmVideo(head) ? 'video/webm' : null;
  }
}

/** ID3v2 (§3.1), or a frame of MPEG audio layer III with a known rate (ISO/IEC 11172-3 §2.4.1.3). */
function isMpegAudio(head: Buffer): boolean {
  if (head.toString('latin1', 0, 3) === 'ID3') {
    const [version = 0xff, , , ...size] = head.subarray(3, 10);
    return version >= 2 && version <= 4 && size.length === 4 && size.every((byte) => byte < 0x80);
  }
  const [sync = 0, kind = 0, rates = 0] = head;
  const layerThree = (kind & 0b110) === 0b010;
  const version = (kind & 0b11000) !== 0b01000;
  const rate = rates >> 4;
  return (
    sync === 0xff &&
    (kind & 0xe0) === 0xe0 &&
    version &&
    layerThree &&
    rate > 0 &&
    rate < 15 &&
    (rates & 0b1100) !== 0b1100
  );
}

/** A first page (RFC 3533 §6) that begins a stream of Opus (RFC 7845 §5.1) or Vorbis. */
function isOggAudio(head: Buffer): boolean {
  if (head.toString('latin1', 0, 5) !== 'OggS\0') return false;
  const packet = 27 + (head[26] ?? 0);
  const begins = head.toString('latin1', packet, packet + 8);
  return begins === 'OpusHead' || begins.startsWith('\u{1}vorbis');
}

/** `ftyp` with a brand of MP4 (ISO/IEC 14496-12 §4.3); not QuickTime, images, or formats that only some phones play. */
function isMp4(head: Buffer): boolean {
  if (head.toString('latin1', 4, 8) !== 'ftyp') return false;
  const end = Math.min(head.length < 4 ? 0 : head.readUInt32BE(0), 256, head.length);
  const brands = [8, ...steps(16, end)].map((at) => head.toString('latin1', at, at + 4));
  return brands.some((brand) => /^(iso[m2-9]|mp4[12]|avc1|dash|M4[AVB] )$/.test(brand));
}

const steps = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / 4)) }, (_, step) => from + step * 4);

/** EBML (RFC 8794 §11.2) of the kind `webm`, with a track of VP8, VP9 or AV1. */
function isWebmVideo(head: Buffer): boolean {
  const text = head.toString('latin1');
  return (
    text.startsWith('\x1a\x45\xdf\xa3') &&
    text.slice(0, 64).includes('\x42\x82\x84webm') &&
    /V_(VP[89]|AV1)/.test(text)
  );
}
