const SCHEME = 'data-mantine-color-scheme';

/** Prints in the light scheme, whatever the screen shows. */
export function lightOnPaper(): void {
  const { documentElement: page } = document;
  let shown: string | null = null;
  window.addEventListener('beforeprint', () => {
    shown = page.getAttribute(SCHEME);
    page.setAttribute(SCHEME, 'light');
  });
  window.addEventListener('afterprint', () => page.setAttribute(SCHEME, shown ?? 'light'));
}
