/** A piece of HTML that is safe to put into a page. */
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

/** Text as HTML, also within a quoted attribute. */
function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** Template tag: escapes every value but those that are Html already. */
export function html(literals: TemplateStringsArray, ...values: Piece[]): Html {
  return new Html(literals.reduce((text, literal, index) => text + write(values[index - 1]) + literal));
}

/** Text in which web addresses are links that open apart. */
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
