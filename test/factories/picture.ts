import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** The largest size of a palette. */
const COLOURS = 256;
/** How many of them are chosen by frequency alone. */
const FREQUENT = 96;
const STANDS_OUT = 12 ** 2;
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const TRUE_COLOUR = 2;
const WITH_ALPHA = 6;

/**
 * A picture of a screen in a third of its bytes: the same PNG with a palette of 256 of its colours, and every other
 * colour replaced by the nearest of these. (No encoder for it is among the dependencies, and one would be large.)
 * @param png as browsers write it: eight bits a channel, not interlaced, without transparency
 * @throws Error when it is another kind of PNG
 */
export function smallPicture(png: Buffer): Buffer {
  const { width, height, pixels } = decoded(png);
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = chosen([...counts].sort(([, one], [, other]) => other - one).map(([colour]) => colour));
  const index = new Map(palette.map((colour, at) => [colour, at]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = pixels[y * width + x] ?? 0;
      const at = index.get(colour) ?? nearest(palette, colour);
      index.set(colour, at);
      rows[y * (width + 1) + 1 + x] = at;
    }
  }
  const header = Buffer.from(png.subarray(16, 29));
  header[9] = 3;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk(
      'PLTE',
      Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The most frequent colours, and of the others, mostly shades of edges, the most distinct: a dot is small. */
function chosen(byFrequency: readonly number[]): number[] {
  const palette = byFrequency.slice(0, FREQUENT);
  for (const colour of byFrequency.slice(FREQUENT)) {
    if (palette.length === COLOURS) break;
    if (distance(palette[nearest(palette, colour)] ?? 0, colour) > STANDS_OUT) palette.push(colour);
  }
  return palette;
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, one] of palette.entries()) {
    const far = distance(one, colour);
    if (far >= least) continue;
    least = far;
    best = at;
  }
  return best;
}

/** The distance of two colours: squared, in the cube of red, green and blue. */
const distance = (one: number, other: number): number =>
  ((one >> 16) - (other >> 16)) ** 2 +
  (((one >> 8) & 255) - ((other >> 8) & 255)) ** 2 +
  ((one & 255) - (other & 255)) ** 2;

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

/** Each pixel as 0xRRGGBB, row by row. */
function decoded(png: Buffer): { width: number; height: number; pixels: Uint32Array } {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const [bits, kind, , , interlaced] = png.subarray(24, 29);
  if (bits !== 8 || (kind !== TRUE_COLOUR && kind !== WITH_ALPHA) || interlaced !== 0)
    throw new Error(`a PNG of ${bits} bits, colour type ${kind}: only what browsers write is understood`);
  const parts: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const size = kind === WITH_ALPHA ? 4 : 3;
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * size;
  const pixels = new Uint32Array(width * height);
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1);
    const row = unfiltered(raw[from] ?? 0, raw.subarray(from + 1, from + 1 + stride), above, size);
    for (let x = 0; x < width; x++) pixels[y * width + x] = row.readUIntBE(x * size, 3);
    above = row;
  }
  return { width, height, pixels };
}

/** Reverses the filter of one row (PNG specification, §9): each byte is the difference from a prediction. */
function unfiltered(filter: number, row: Buffer, above: Buffer, size: number): Buffer<ArrayBuffer> {
  const plain = Buffer.from(row);
  const guess = GUESSES[filter];
  if (!guess) return plain;
  for (let at = 0; at < row.length; at++) {
    const left = at < size ? 0 : (plain[at - size] ?? 0);
    const corner = at < size ? 0 : (above[at - size] ?? 0);
    plain[at] = (row[at] ?? 0) + guess(left, above[at] ?? 0, corner);
  }
  return plain;
}

const GUESSES: readonly (((left: number, up: number, corner: number) => number) | null)[] = [
  null,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
];

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
