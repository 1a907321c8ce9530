import { type ScreenLanguage, spoken } from '../../i18n';
import { type Cell, csvOf } from './csv.rules';

/** Excel expects semicolons where the language has a decimal comma. */
const SEPARATORS: Record<ScreenLanguage, ';' | ','> = { id: ';', en: ',' };

/** The data URL of a file to download. */
export const csvFile = (lines: readonly (readonly Cell[])[]): string =>
  `data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(lines, SEPARATORS[spoken()]))}`;
