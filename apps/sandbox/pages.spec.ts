import fc from 'fast-check';
import { html, Html, linked } from './pages.html.js';

describe('html', () => {
  it('escapes text and attributes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { text: written } = html`<p title="${text}">${[text, null]}</p>`;
        const [, attribute, body] = /^<p title="([^"<>]*)">([^<>]*)<\/p>$/.exec(written) ?? [];
        expect(attribute).toBe(body);
        expect(attribute).toBeDefined();
      }),
    );
    expect(html`${new Html('<br>')}`.text).toBe('<br>');
  });

  it('links web addresses only, without a final full stop', () => {
    const written = html`${linked('Lihat https://kpu.go.id/x?a=1&b=2. <b> javascript:alert(1)')}`.text;
    expect(written).toContain(
      '<a href="https://kpu.go.id/x?a=1&amp;b=2" target="_blank" rel="noreferrer noopener">',
    );
    expect(written).toContain('</a>. &lt;b&gt; javascript:alert(1)');
  });
});
