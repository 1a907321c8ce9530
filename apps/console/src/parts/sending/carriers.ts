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

/** The same with the displayed name of its carrier. */
export const withName = <Of extends { carrier: string | null }>(t: TFunction, of: Of): Of => ({
  ...of,
  carrier: of.carrier === null ? null : carrierName(t, of.carrier),
});
