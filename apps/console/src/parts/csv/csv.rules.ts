/** A cell of the file. Numbers have no thousands separators, so that a spreadsheet can add them up. */
export type Cell = string | number;

/** The first character of a spreadsheet formula; csv-stringify's `escape_formulas` guards the API's files likewise. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Lines as CSV (RFC 4180) that Excel opens as UTF-8. @param sign the separator of cells */
export const csvOf = (lines: readonly (readonly Cell[])[], sign: ',' | ';'): string =>
  `\ufeff${lines.map((cells) => `${cells.map(written).join(sign)}\r\n`).join('')}`;

function written(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
