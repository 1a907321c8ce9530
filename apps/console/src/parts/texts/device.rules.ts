/** A mail as a program in this scheme shows it, whatever the scheme of the browser that it is shown in. */
export const inScheme = (html: string, scheme: 'light' | 'dark'): string =>
  html
    .replaceAll('color-scheme: light dark', `color-scheme: ${scheme}`)
    .replaceAll('(prefers-color-scheme: dark)', scheme === 'dark' ? 'all' : 'not all');
