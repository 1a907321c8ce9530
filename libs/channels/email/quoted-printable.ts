/** Maximum length of a line, less the `=` of a soft break (RFC 2045 §6.7 rule 5). */
const LONGEST = 75;
/** Printable ASCII, tab and space, with no whitespace at the end, where mail servers drop it. */
const PLAIN = /^(?:[\t -~]*[!-~])?$/;

/**
 * Encodes one line of text as quoted-printable (RFC 2045 §6.7): ASCII, in lines of at most 76 characters, joined by
 * CRLF. A soft break does not split a character of several bytes.
 * @param line holds no line break
 */
export function quotedPrintable(line: string): string {
  const signs = line.replaceAll('=', '=3D');
  const encoded = PLAIN.test(line) ? signs : escaped(signs);
  if (encoded.length <= LONGEST) return encoded;
  let wrapped = '';
  let from = 0;
  while (encoded.length - from > LONGEST) {
    const end = breakBefore(encoded, from + LONGEST);
    wrapped += `${encoded.slice(from, end)}=\r\n`;
    from = end;
  }
  return wrapped + encoded.slice(from);
}

function escaped(line: string): string {
  const ascii = line.replace(/[^\t -~]+|[\t ]$/gu, (letters) =>
    Buffer.from(letters).toString('hex').toUpperCase().replace(/../g, '=$&'),
  );
  // Otherwise the string would keep two bytes per letter in memory, as the line has, and so would the whole message.
  return Buffer.from(ascii, 'latin1').toString('latin1');
}

/** Returns the last position up to `end` where a line may break: inside neither an `=XX` nor a character. */
function breakBefore(encoded: string, end: number): number {
  let at = end;
  if (encoded[at - 1] === '=') at -= 1;
  else if (encoded[at - 2] === '=') at -= 2;
  // In UTF-8 the bytes 80 to BF continue a character.
  while (encoded[at] === '=' && /[89AB]/.test(encoded[at + 1] ?? '')) at -= 3;
  return at;
}

/** Encodes texts of which each mostly repeats the lines of the previous one, and reuses their encoding. */
export class RepeatingText {
  private lines: readonly string[] = [];
  private encoded: readonly string[] = [];

  /** @param text its lines end in LF */
  encode(text: string): string {
    const lines = text.split('\n');
    const encoded = lines.map((line, at) =>
      line === this.lines[at] ? (this.encoded[at] ?? '') : quotedPrintable(line),
    );
    this.lines = lines;
    this.encoded = encoded;
    return encoded.join('\r\n');
  }
}
