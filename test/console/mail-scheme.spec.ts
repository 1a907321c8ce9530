import { DARK_SHEET } from '../../libs/broadcasts/content/email.layout.js';
import { inScheme } from '../../apps/console/src/parts/texts/device.rules.js';

it('shows a mail in the scheme chosen, not in that of the browser', () => {
  expect(inScheme(DARK_SHEET, 'dark')).toContain('@media all {');
  expect(inScheme(DARK_SHEET, 'light')).toContain('@media not all {');
  for (const scheme of ['light', 'dark'] as const) {
    expect(inScheme(DARK_SHEET, scheme)).not.toContain('prefers-color-scheme');
    expect(inScheme(DARK_SHEET, scheme)).toContain(`:root { color-scheme: ${scheme}; }`);
  }
});
