import fc from 'fast-check';
import { LOGO_BYTES, logoOf } from './logos.rules.js';

const svg = (inner: string, root = ''): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"${root}>${inner}</svg>`);
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('the mark of an organisation', () => {
  it('is a PNG, or an SVG that refers to itself alone', () => {
    expect(logoOf(PNG)).toEqual({ type: 'image/png' });
    for (const inner of [
      '<circle r="3" fill="#0b4f6c"/>',
      '<defs><linearGradient id="a"/></defs><path fill="url(#a)" d="M0 0h8"/><use href="#b"/>',
      '<style>.a { fill: #fff; }</style><use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/>',
    ])
      expect([inner, logoOf(svg(inner))]).toEqual([inner, { type: 'image/svg+xml' }]);
    const commented = Buffer.concat([Buffer.from('<?xml version="1.0"?>\n<!-- KPU -->\n'), svg('')]);
    expect(logoOf(commented)).toEqual({ type: 'image/svg+xml' });
  });

  it.each([
    ['<script>1</script>', 'runs'],
    ['<a:script xmlns:a="http://www.w3.org/2000/svg">1</a:script>', 'runs'],
    ['<g onload="x()"/>', 'runs'],
    ['<g\nONCLICK = "x()"/>', 'runs'],
    ['<foreignObject><p/></foreignObject>', 'runs'],
    ['<set attributeName="href" to="#"/>', 'runs'],
    ['<a href="javascript:x()"/>', 'runs'],
    ['<image href="https://elsewhere.example/a.png"/>', 'another file'],
    ["<image xlink:href='//elsewhere.example'/>", 'another file'],
    ['<use href="other.svg#a"/>', 'another file'],
    ['<image href="data:image/png;base64,AA"/>', 'embeds'],
    ['<style>@import "a.css";</style>', 'another file'],
    ['<rect fill="url( https://elsewhere.example )"/>', 'another file'],
  ])('is no SVG with %s', (inner, why) => {
    expect(logoOf(svg(inner))).toEqual({ fault: expect.stringContaining(why) });
  });

  it('is nothing else, and not large', () => {
    const fault = (bytes: Buffer): string => (logoOf(bytes) as { fault: string }).fault;
    expect(fault(Buffer.alloc(LOGO_BYTES + 1))).toContain(`${LOGO_BYTES + 1} bytes`);
    expect(fault(Buffer.from('ÿØÿà', 'latin1'))).toBe('is neither a PNG nor an SVG in UTF-8');
    expect(fault(Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg></svg>'))).toBe(
      'is neither a PNG nor an SVG',
    );
    expect(fault(svg('<!ENTITY a "b">'))).toContain('entity');
    expect(fault(Buffer.from('<svg></svg>'))).toContain('xmlns');
    fc.assert(fc.property(fc.string(), (text) => expect(fault(Buffer.from(text))).toContain('neither')));
  });
});
