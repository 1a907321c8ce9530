/** What a browser calls itself, as far as a person needs to recognise their own. */
export interface Device {
  browser: string | null;
  system: string | null;
}

// The more particular before those they claim to be: Edge says Chrome, Chrome says Safari, Android says Linux.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgi?A?(iOS)?\//i, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\/|HeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** Reads a User-Agent header (RFC 9110 §10.1.5): null where it says nothing known. */
export function deviceOf(userAgent: string): Device {
  const first = (known: typeof BROWSERS): string | null =>
    known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
  return { browser: first(BROWSERS), system: first(SYSTEMS) };
}
