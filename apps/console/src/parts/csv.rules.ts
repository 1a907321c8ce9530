/** A cell of a file: a number stands in it without separators, so that a spreadsheet can add it up. */
export type Cell = string | number;

/** What a spreadsheet takes for the beginning of a formula; csv-stringify's `escape_formulas` guards the API's files alike. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Lines as CSV (RFC 4180) that Excel opens as UTF-8. @param sign between cells */
export const csvOf = (lines: readonly (readonly Cell[])[], sign: ',' | ';'): string =>
  `\ufeff${lines.map((cells) => `${cells.map(written).join(sign)}\r\n`).join('')}`;

function written(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
