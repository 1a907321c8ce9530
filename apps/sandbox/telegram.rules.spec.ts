import fc from 'fast-check';
import { BadRequest, field, parseHtml, readButtons, textOf } from './telegram.rules.js';

describe('parseHtml', () => {
  it('returns escaped text unchanged', () => {
    const escape = (text: string): string =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (one, other) => {
        expect(parseHtml(`${escape(one)}<b>${escape(other)}</b>`)).toBe(one + other);
      }),
    );
  });

  it('supports the tags and entities of the Bot API', () => {
    expect(parseHtml('<a href="https://kpu.go.id?a=1&amp;b">x</a> <tg-spoiler>y</tg-spoiler>')).toBe('x y');
    expect(parseHtml('<span class="tg-spoiler">y</span> <blockquote expandable>z</blockquote>')).toBe('y z');
    expect(parseHtml('&quot;&#39;&#x41; R&D &nbsp; &')).toBe(`"'A R&D &nbsp; &`);
  });

  it.each([
    ['<b>x', `Can't find end tag corresponding to start tag "b"`],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b>é<i>x</b></i>', 'Unmatched end tag at byte offset 9, expected "</i>", found "</b>"'],
    ['1 < 2', 'Unsupported start tag "" at byte offset 2'],
    ['<p>x</p>', 'Unsupported start tag "p" at byte offset 0'],
    ['<b x="1>x</b>', 'Unclosed start tag at byte offset 0'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])('refuses %s', (html, why) => {
    expect(() => parseHtml(html)).toThrow(new BadRequest(`can't parse entities: ${why}`));
  });
});

describe('textOf', () => {
  it('counts 4096 characters after parsing', () => {
    expect(textOf({ text: '&lt;'.repeat(4096), parse_mode: 'HTML' }).text).toHaveLength(4096);
    expect(() => textOf({ text: 'x'.repeat(4097) })).toThrow('message is too long');
    expect(() => textOf({ text: '<b> </b>', parse_mode: 'HTML' })).toThrow('message text is empty');
  });
});

describe('readButtons', () => {
  it('parses JSON or an object, and rejects what Telegram rejects', () => {
    const markup = { inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] };
    expect(readButtons(markup)).toEqual([[{ text: 'a', data: 'b' }]]);
    expect(readButtons(JSON.stringify(markup))).toEqual(readButtons(markup));
    expect(readButtons(undefined)).toEqual([]);
    const data = (text: string) => () =>
      readButtons({ inline_keyboard: [[{ text: 'a', callback_data: text }]] });
    expect(data('x'.repeat(64))).not.toThrow();
    expect(data('x'.repeat(65))).toThrow('BUTTON_DATA_INVALID');
    expect(() => readButtons({ inline_keyboard: [[{ text: 'a', url: 'javascript:x' }]] })).toThrow(
      'Wrong HTTP URL',
    );
    expect(() => readButtons('{')).toThrow(BadRequest);
  });
});

describe('field', () => {
  it('accepts JSON, form and query values alike', () => {
    expect([field({ a: 1 }, 'a'), field({ a: '1' }, 'a'), field({}, 'a'), field({ a: null }, 'a')]).toEqual([
      '1',
      '1',
      '',
      '',
    ]);
    expect(() => field({ a: {} }, 'a')).toThrow(BadRequest);
  });
});
