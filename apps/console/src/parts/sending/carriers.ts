import type { TFunction } from 'i18next';

/** The carriers' own names. */
const NAMES: Readonly<Record<string, string>> = {
  gmail: 'Gmail',
  yahoo: 'Yahoo',
  outlook: 'Outlook',
  icloud: 'iCloud',
  proton: 'Proton',
  zoho: 'Zoho',
  telkomsel: 'Telkomsel',
  indosat: 'Indosat',
  xlsmart: 'XLSmart',
  smartfren: 'Smartfren',
  tri: 'Tri',
};

/** The displayed name of a large carrier. */
export const carrierName = (t: TFunction, carrier: string): string =>
  carrier === 'domestic' || carrier === 'abroad' ? t(`carriers.${carrier}`) : (NAMES[carrier] ?? carrier);
