/** Markup that is safe to insert into a page. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = Html | string | number | null | undefined | Piece[];

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML, including quoted attributes. */
function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** Template tag: escapes every value except Html. */
export function html(literals: TemplateStringsArray, ...values: Piece[]): Html {
  return new Html(literals.reduce((text, literal, index) => text + write(values[index - 1]) + literal));
}

/** Turns the web addresses of a text into links that open in a new tab. */
export function linked(text: string): Html[] {
  return text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)])/).map((part, index) => {
    return index % 2 === 1
      ? html`<a href="${part}" target="_blank" rel="noreferrer noopener">${part}</a>`
      : html`${part}`;
  });
}

function write(piece: Piece): string {
  if (piece === null || piece === undefined) return '';
  if (Array.isArray(piece)) return piece.map(write).join('');
  return piece instanceof Html ? piece.text : escape(String(piece));
}
