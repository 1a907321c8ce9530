/** Characters of a line at most, less the `=` of a soft break (RFC 2045 §6.7 rule 5). */
const LONGEST = 75;
/** Printable ASCII, tab and blank, with neither of those two at the end, where mail servers drop it. */
const PLAIN = /^(?:[\t -~]*[!-~])?$/;

/**
 * Encodes one line of text as quoted-printable (RFC 2045 §6.7): ASCII, in lines of at most 76 characters, joined by CRLF.
 * A character of several bytes is not torn apart at a soft break.
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
  // In memory it still takes two bytes a letter, as the line did, and so would the whole message.
  return Buffer.from(ascii, 'latin1').toString('latin1');
}

/** The last place at or before `end` where a line may be broken: inside neither an `=XX` nor a character. */
function breakBefore(encoded: string, end: number): number {
  let at = end;
  if (encoded[at - 1] === '=') at -= 1;
  else if (encoded[at - 2] === '=') at -= 2;
  // In UTF-8 the bytes 80 to BF continue a character.
  while (encoded[at] === '=' && /[89AB]/.test(encoded[at + 1] ?? '')) at -= 3;
  return at;
}

/** Encodes texts of which each mostly repeats the lines of the one before: those are encoded already. */
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
