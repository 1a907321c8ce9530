import { spoken } from '../i18n';
import { type Cell, csvOf } from './csv.rules';

/** The address of a file to download. Excel parts cells by the sign that the language leaves free: where the comma is the decimal sign, by semicolons. */
export const csvFile = (lines: readonly (readonly Cell[])[]): string =>
  `data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(lines, spoken() === 'id' ? ';' : ','))}`;
