import type { FrozenDocument } from '../document/freeze.js';
import { copiedInDoubt, uncorrected } from './uncorrected.rules.js';

type Contents = FrozenDocument['contents'];
const ordinary = (contents: Contents) => ({ contents, kind: 'ordinary' as const, originalId: null });
const marks = (contents: Contents, original: Contents) =>
  uncorrected(ordinary(contents), ordinary(original)).map(({ channel, language, quote }) => [
    channel,
    language,
    quote,
  ]);

describe('the marks of uncorrected texts in a correction', () => {
  const sms = { id: { text: 'KPU: TPS buka 07.00. Cek/Stop {{verify_link}}' } };

  it('are at every text that equals the original’s, and at no other', () => {
    expect(
      marks(
        {
          sms,
          telegram: { id: { text: 'TPS buka 07.00\n\nCek' }, en: { text: 'Polls open at 7 am\n\nCheck' } },
        },
        {
          sms,
          telegram: { id: { text: 'TPS buka 08.00\n\nCek' }, en: { text: 'Polls open at 7 am\n\nCheck' } },
        },
      ),
    ).toEqual([
      ['telegram', 'en', 'Polls open at 7 am'],
      ['sms', 'id', 'KPU: TPS buka 07.00.'],
    ]);
  });

  it('are at no text that is new, or has another subject', () => {
    const email = { id: { subject: 'Ralat', text: 'TPS buka 07.00' } };
    expect(marks({ sms, email }, { email: { id: { subject: 'Jam TPS', text: 'TPS buka 07.00' } } })).toEqual(
      [],
    );
  });

  it('are at an e-mail that has nothing new but its band, and quote its own words', () => {
    const email = (subject: string, text: string): Contents => ({ email: { id: { subject, text } } });
    const correction = (contents: Contents) => ({
      contents,
      kind: 'correction' as const,
      originalId: '1',
      layout: 2 as const,
    });
    const first = ordinary(email('Jam TPS', 'TPS buka 07.00\n\n--\n\nDikirim oleh K'));
    const again = correction(
      email('RALAT: Jam TPS', 'RALAT\nIni ralat.\n\nTPS buka 07.00\n\n--\n\nDikirim oleh K'),
    );
    expect(uncorrected(again, first)).toMatchObject([{ start: 18, quote: 'TPS buka 07.00' }]);
    expect(uncorrected(again, again)).toHaveLength(1);
    const mended = correction(
      email('RALAT: Jam TPS', 'RALAT\nIni ralat.\n\nTPS buka 08.00\n\n--\n\nDikirim oleh K'),
    );
    expect(uncorrected(mended, first)).toEqual([]);
  });

  it('quote the beginning of a long line', () => {
    const text = `${'kata '.repeat(40)}\nlagi`;
    const [mark] = uncorrected(ordinary({ sms: { id: { text } } }), ordinary({ sms: { id: { text } } }));
    expect(mark?.quote.length).toBeLessThanOrEqual(80);
    expect(text.startsWith(`${mark?.quote} `)).toBe(true);
  });
});

describe('the marks of a copy of a broadcast that is in doubt, corrected or withdrawn', () => {
  it('are at every text that was not changed, and name the broadcast', () => {
    const sms = { id: { text: 'KPU: TPS buka 07.00.' }, en: { text: 'KPU: polls open at 7 am.' } };
    const copy = ordinary({ sms: { ...sms, id: { text: 'KPU: TPS buka 08.00.' } } });
    const copied = { title: 'Jam buka', document: ordinary({ sms }) };
    expect(copiedInDoubt(copy, { why: 'doubted', ...copied })).toMatchObject([
      { code: 'copied-doubted', channel: 'sms', language: 'en', expected: ['Jam buka'] },
    ]);
    for (const why of ['corrected', 'withdrawn'] as const)
      expect(copiedInDoubt(copy, { why, ...copied })).toMatchObject([
        { code: `copied-${why}`, channel: 'sms', language: 'en', expected: ['Jam buka'] },
      ]);
  });
});
