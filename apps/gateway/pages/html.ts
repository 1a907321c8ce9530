/** Markup that is safe to send: only the `html` tag makes it. */
export class Html {
  constructor(readonly markup: string) {}
}

/** What may stand in a page: text is escaped, markup and lists of it are put in as they are, null is nothing. */
type Piece = string | number | Html | readonly Html[] | null;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Template tag for markup: every value put in is escaped, in text and in quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(strings.reduce((out, string, index) => out + write(pieces[index - 1] ?? null) + string));
}

function write(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Html) return piece.markup;
  if (typeof piece === 'object') return piece.map(({ markup }) => markup).join('');
  return String(piece).replaceAll(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);
}
