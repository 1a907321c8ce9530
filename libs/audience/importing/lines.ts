import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { Problem } from '#platform';
import type { Reason } from './reasons.js';

/** One line of the file: its cells, or what is wrong with it as a line, and then as much of it as can be shown. */
export type Line = { line: number; cells: string[] } | { line: number; reason: Reason; shown: string };

/** Bytes of a line at most: a row has eleven short cells. What is longer is passed over, not kept. */
const LONGEST_LINE = 16 * 1024;
const NEWLINE = 10;
const RETURN = 13;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The lines of a CSV file as they come in, in constant memory: as many at once as came together. A line is a row: a cell of
 * an import has no line break in it, so a quote that is never closed, or a line without end, spoils its own row alone. The
 * first line decides what separates cells: Excel writes semicolons where the comma is the decimal sign, and once ended lines
 * by CR.
 * @param csv UTF-8, with or without byte order mark
 * @throws Problem malformed when the file is UTF-16, or its first line is none
 */
export async function* linesOf(csv: AsyncIterable<Buffer>): AsyncGenerator<(Line & { delimiter: string })[]> {
  let delimiter = '';
  let line = 0;
  for await (const pieces of rawLines(csv)) {
    const lines: (Line & { delimiter: string })[] = [];
    for (const piece of pieces) {
      line++;
      if (delimiter === '') {
        const header = headerOf(Buffer.from(piece));
        delimiter = header.split(';').length > header.split(',').length ? ';' : ',';
        lines.push({ line, delimiter, ...cellsOf(header, delimiter) });
      } else if (isTooLong(piece)) {
        lines.push({ line, delimiter, reason: 'too-long', shown: '' });
      } else {
        const text = typeof piece === 'string' ? piece : decoded(piece);
        if (text === null) lines.push({ line, delimiter, reason: 'encoding', shown: piece.toString('utf8') });
        else if (/[^\s,;]/.test(text)) lines.push({ line, delimiter, ...cellsOf(text, delimiter) });
      }
    }
    yield lines;
  }
}

/** A text of up to a third of the limit cannot be longer in bytes. */
const isTooLong = (piece: Buffer | string): boolean =>
  typeof piece === 'string'
    ? piece.length * 3 > LONGEST_LINE && Buffer.byteLength(piece) > LONGEST_LINE
    : piece.length > LONGEST_LINE;

/**
 * A text of its own: a cell is a part of all that was read with it, and keeps that in memory for as long as it is kept.
 */
export const apart = (cell: string): string => Buffer.from(cell).toString();

function headerOf(bytes: Buffer): string {
  const refuse = (code: 'file-utf16' | 'file-no-csv' | 'file-not-utf8'): never => {
    throw new Problem(code);
  };
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return refuse('file-utf16');
  if (bytes.length > LONGEST_LINE) return refuse('file-no-csv');
  const text = decoded(bytes);
  return text === null ? refuse('file-not-utf8') : text.replace(/^\ufeff/, '');
}

function decoded(bytes: Buffer): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

function cellsOf(text: string, delimiter: string): { cells: string[] } | { reason: Reason; shown: string } {
  if (!text.includes('"')) return { cells: text.split(delimiter).map((cell) => cell.trim()) };
  try {
    const [cells = []] = parse(text, {
      delimiter,
      trim: true,
      relax_column_count: true,
      record_delimiter: '\n',
    });
    return { cells };
  } catch {
    // Its error may quote the line.
    return { reason: 'quotes', shown: text };
  }
}

/**
 * Lines without their ends: as text where all that came together is UTF-8, else as bytes. Of one that is longer than
 * allowed, one byte more than that.
 */
async function* rawLines(csv: AsyncIterable<Buffer>): AsyncGenerator<(Buffer | string)[]> {
  // Not `for await`, which would close the source on leaving: a request's socket, and with it the answer.
  const source = csv[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  let end: number | undefined;
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    let bytes: Buffer = next.value;
    if (end === undefined) {
      bytes = Buffer.concat([rest, bytes]);
      end = endOfLines(bytes);
      // Without an end so far it is no header: nothing after it matters.
      rest = end === undefined ? bytes : Buffer.alloc(0);
      if (rest.length > LONGEST_LINE) break;
      if (end === undefined) continue;
    }
    const first = bytes.indexOf(end);
    if (first < 0) {
      rest = joined(rest, bytes);
      continue;
    }
    const last = bytes.lastIndexOf(end);
    const begun = withoutReturn(joined(rest, bytes.subarray(0, first)));
    yield last > first ? [begun, ...split(bytes.subarray(first + 1, last), end)] : [begun];
    rest = joined(Buffer.alloc(0), bytes.subarray(last + 1));
  }
  if (rest.length > 0) yield [withoutReturn(rest)];
}

function split(bytes: Buffer, end: number): (Buffer | string)[] {
  if (isUtf8(bytes)) {
    const lines = bytes.toString('utf8').split(String.fromCharCode(end));
    return end === NEWLINE ? lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)) : lines;
  }
  const lines: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(end); at >= 0; at = bytes.indexOf(end, from)) {
    lines.push(withoutReturn(bytes.subarray(from, at)));
    from = at + 1;
  }
  lines.push(withoutReturn(bytes.subarray(from)));
  return lines;
}

/** CR alone ends lines where one comes first with something other than LF after it. */
function endOfLines(bytes: Buffer): number | undefined {
  const newline = bytes.indexOf(NEWLINE);
  const cr = bytes.indexOf(RETURN);
  if (cr >= 0 && cr + 1 < bytes.length && bytes[cr + 1] !== NEWLINE && (newline < 0 || cr < newline))
    return RETURN;
  return newline >= 0 ? NEWLINE : undefined;
}

function joined(rest: Buffer, more: Buffer): Buffer {
  if (rest.length > LONGEST_LINE) return rest;
  return rest.length === 0 && more.length <= LONGEST_LINE
    ? Buffer.from(more)
    : Buffer.concat([rest, more.subarray(0, LONGEST_LINE + 1 - rest.length)]);
}

const withoutReturn = (line: Buffer): Buffer => (line.at(-1) === RETURN ? line.subarray(0, -1) : line);
