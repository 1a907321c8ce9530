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
export const carrierName = (carrier: string): string => NAMES[carrier] ?? carrier;
