import fc from 'fast-check';
import { excerptOf, wordsOf } from './excerpt.rules.js';

const body = (text: string) => ({ sms: { id: { body: text } } });

describe('the place of a search in texts', () => {
  it('is cut between words and says that something is left out', () => {
    const text = `${'Bapak dan Ibu yang terhormat, '.repeat(5)}bawalah KTP-el dan surat pemberitahuan ${'ke TPS Anda '.repeat(20)}`;
    const found = excerptOf('Pengingat', body(text), 'surat');
    expect(found).toMatchObject({ channel: 'sms', language: 'id' });
    expect(found?.text).toMatch(/^…\S.* bawalah KTP-el dan surat pemberitahuan ke TPS .*\S…$/);
    expect(found?.text.length).toBeLessThan(150);
  });

  it.each([
    ['the whole search to one word of it', 'jam buka', 'Buka di sini. Jam buka 07.00'],
    ['it in any case, over a line break', 'JAM BUKA', 'Lihat jam\nbuka TPS'],
  ])('prefers %s', (_, search, text) => {
    expect(excerptOf('', body(text), search)?.text.toLowerCase()).toContain(search.toLowerCase());
  });

  it('is not shown where the title has every word, and does not exist where no text has any', () => {
    expect(excerptOf('Jam buka TPS', body('jam buka TPS'), 'buka jam')).toBeNull();
    expect(excerptOf('Pengingat', body('jam buka TPS'), 'tutup')).toBeNull();
    expect(excerptOf('Pengingat', {}, 'tutup')).toBeNull();
  });

  it('holds a word of the search, whatever the texts are', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.boolean(),
        (words, at, two) => {
          const sought = words[at % words.length] ?? '';
          const search = two ? `${sought} ${words[0]}` : sought;
          const found = excerptOf('', body(words.join(' ')), search);
          expect(wordsOf(search).some((one) => found?.text.includes(one))).toBe(true);
        },
      ),
    );
  });
});
