/** Markup that is safe to send: only the `html` tag creates it. */
export class Html {
  constructor(readonly markup: string) {}
}

/** A value in a page: text is escaped, markup and lists of it are inserted unchanged, null is empty. */
type Piece = string | number | Html | readonly Html[] | null;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Template tag for markup: escapes every value, in text and in quoted attributes. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(strings.reduce((out, string, index) => out + write(pieces[index - 1] ?? null) + string));
}

function write(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Html) return piece.markup;
  if (typeof piece === 'object') return piece.map(({ markup }) => markup).join('');
  return String(piece).replaceAll(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);
}
