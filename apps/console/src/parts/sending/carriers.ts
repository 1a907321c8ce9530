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

/** Numbers of no known operator, and of none in the country. */
const isUnnamed = (carrier: string): carrier is 'domestic' | 'abroad' =>
  carrier === 'domestic' || carrier === 'abroad';

/** The name of a large carrier within a sentence. */
export const carrierName = (t: TFunction, carrier: string): string =>
  isUnnamed(carrier) ? t(`carriers.${carrier}`) : (NAMES[carrier] ?? carrier);

/** The same where a line begins with it. */
export const carrierLabel = (t: TFunction, carrier: string): string =>
  isUnnamed(carrier)
    ? t(`carriers.${carrier}`).replace(/^./, (first) => first.toUpperCase())
    : carrierName(t, carrier);
