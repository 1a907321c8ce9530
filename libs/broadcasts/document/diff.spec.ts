import fc from 'fast-check';
import { changesBetween } from './diff.js';

describe('the changes between two documents', () => {
  it('are listed by path, in order, with both sides', () => {
    const was = {
      title: 'a',
      contents: { sms: { id: { text: 'x' } } },
      audience: { regions: ['11', '12'] },
      neutral: false,
    };
    const is = {
      title: 'b',
      contents: { sms: { en: { text: 'x' } } },
      audience: { regions: ['11'] },
      neutral: false,
    };
    expect(changesBetween(was, is)).toEqual([
      { path: 'audience.regions', was: '11, 12', is: '11' },
      { path: 'contents.sms.en.text', was: undefined, is: 'x' },
      { path: 'contents.sms.id.text', was: 'x', is: undefined },
      { path: 'title', was: 'a', is: 'b' },
    ]);
  });

  it('show long values from where they differ', () => {
    const [change] = changesBetween({ text: `${'a'.repeat(500)}X` }, { text: `${'a'.repeat(500)}Y` });
    expect(change).toEqual({ path: 'text', was: `…${'a'.repeat(20)}X`, is: `…${'a'.repeat(20)}Y` });
  });

  it('are empty between a document and itself, and not after any change of a text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), (texts, other) => {
        expect(changesBetween(texts, { ...texts })).toEqual([]);
        fc.pre(texts['key'] !== other);
        expect(changesBetween(texts, { ...texts, key: other })).toHaveLength(1);
      }),
    );
  });
});
