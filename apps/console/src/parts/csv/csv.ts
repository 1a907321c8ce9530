import { spoken } from '../../i18n';
import { type Cell, csvOf } from './csv.rules';

/** The data URL of a file to download. Excel expects semicolons where the language has a decimal comma. */
export const csvFile = (lines: readonly (readonly Cell[])[]): string =>
  `data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(lines, spoken() === 'id' ? ';' : ','))}`;
