import type { FrozenDocument } from '../document/freeze.js';
import { copiedInDoubt, uncorrected } from './uncorrected.rules.js';

type Contents = FrozenDocument['contents'];
const marks = (contents: Contents, original: Contents) =>
  uncorrected({ contents }, { contents: original }).map(({ channel, language, quote }) => [
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

  it('quote the beginning of a long line', () => {
    const text = `${'kata '.repeat(40)}\nlagi`;
    const [mark] = uncorrected(
      { contents: { sms: { id: { text } } } },
      { contents: { sms: { id: { text } } } },
    );
    expect(mark?.quote.length).toBeLessThanOrEqual(80);
    expect(text.startsWith(`${mark?.quote} `)).toBe(true);
  });
});

describe('the marks of a copy of a broadcast that is in doubt, corrected or withdrawn', () => {
  it('are at every text that was not changed, and name the broadcast', () => {
    const sms = { id: { text: 'KPU: TPS buka 07.00.' }, en: { text: 'KPU: polls open at 7 am.' } };
    const copy = { contents: { sms: { ...sms, id: { text: 'KPU: TPS buka 08.00.' } } } };
    const copied = { title: 'Jam buka', document: { contents: { sms } } };
    expect(copiedInDoubt(copy, { why: 'doubted', ...copied })).toMatchObject([
      { code: 'copied-doubted', channel: 'sms', language: 'en', expected: ['Jam buka'] },
    ]);
    for (const why of ['corrected', 'withdrawn'] as const)
      expect(copiedInDoubt(copy, { why, ...copied })).toMatchObject([
        { code: `copied-${why}`, channel: 'sms', language: 'en', expected: ['Jam buka'] },
      ]);
  });
});
