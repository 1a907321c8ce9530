import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { Problem } from '#platform/http';
import type { Reason } from './reasons.js';

/** One line of the file: its cells, or the fault of the line and its beginning for display. */
export type Line = { line: number; cells: string[] } | { line: number; reason: Reason; shown: string };

/** Maximum bytes of a line: a row has eleven short cells. The rest of a longer line is skipped, not buffered. */
const LONGEST_LINE = 16 * 1024;
const NEWLINE = 10;
const RETURN = 13;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Splits a CSV stream into lines in constant memory and yields all complete lines of a chunk together. Each line is a
 * row: cells of an import contain no line break, so an unclosed quote or an endless line affects its own row only. The
 * first line determines the delimiter: Excel writes semicolons where the comma is the decimal sign, and old versions
 * end lines by CR.
 * @param csv UTF-8, with or without a byte order mark
 * @throws Problem malformed when the file is UTF-16 or has no first line
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

/** A text of up to a third of the limit cannot exceed the limit in bytes. */
const isTooLong = (piece: Buffer | string): boolean =>
  typeof piece === 'string'
    ? piece.length * 3 > LONGEST_LINE && Buffer.byteLength(piece) > LONGEST_LINE
    : piece.length > LONGEST_LINE;

/** Copies a cell: a slice keeps the whole chunk it was cut from in memory. */
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
    // The parser's error may quote the line.
    return { reason: 'quotes', shown: text };
  }
}

/**
 * Yields lines without their terminators: strings if the whole chunk is UTF-8, else bytes. An overlong line is cut one
 * byte above the limit.
 */
async function* rawLines(csv: AsyncIterable<Buffer>): AsyncGenerator<(Buffer | string)[]> {
  // Not `for await`, which closes the source on early exit: a request's socket, and the response with it.
  const source = csv[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  let end: number | undefined;
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    let bytes: Buffer = next.value;
    if (end === undefined) {
      bytes = Buffer.concat([rest, bytes]);
      end = endOfLines(bytes);
      // Without a terminator so far it is no header; the rest is irrelevant.
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

/** Returns CR as the terminator if the first CR is not followed by LF. */
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
