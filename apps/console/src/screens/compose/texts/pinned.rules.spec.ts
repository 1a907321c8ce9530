import type { Passage } from '../../../api';
import { alsoElsewhere, pinnedIn, sameWordsIn } from './pinned.rules';

const sentBack = (reviewed: string, quote: string) => ({
  passages: [
    {
      channel: 'sms',
      language: 'id',
      field: 'text',
      quote,
      start: reviewed.indexOf(quote),
      reason: 'Jamnya',
    },
  ] as Passage[],
  document: { contents: { sms: { id: { text: reviewed } } } } as never,
});

describe('a passage that was sent back', () => {
  it('is found in the field, which has no mark of a training installation', () => {
    const reviewed = '[LATIHAN] TPS buka 08.00. Bawa KTP-el. Cek: {{verify_link}}';
    const of = sentBack(reviewed, '[LATIHAN] TPS buka 08.00.');
    const [found] = pinnedIn(of, 'sms', 'id', { subject: '', body: 'TPS buka 08.00. Bawa KTP-el.' });
    expect(found?.at).toEqual({ start: 0, end: 15 });
    const [mended] = pinnedIn(of, 'sms', 'id', { subject: '', body: 'TPS buka 07.00. Bawa KTP-el.' });
    expect(mended?.at).toBeNull();
  });
});

describe('words that KPU sent back in one text, in others', () => {
  const passage = {
    channel: 'email',
    language: 'id',
    field: 'text',
    quote: '07.00 pagi',
    start: 5,
    reason: '',
  };
  const of = (more: object = {}) => [{ passage: { ...passage, ...more }, at: null }] as never;
  const texts: Record<string, string> = { email: 'Buka 07.00 WITA', telegram: 'TPS buka 07.00 pagi' };
  const textOf = (channel: string) => ({ subject: '', body: texts[channel] ?? '' });

  it('are found where KPU did not mark them', () =>
    expect(alsoElsewhere(of(), ['email', 'telegram', 'sms'], textOf)).toMatchObject([
      { passage: { channel: 'telegram', field: 'text', start: 9 }, at: { start: 9, end: 19 } },
    ]));

  it('are not told where they were marked too, nor of a word or two of letters', () => {
    expect(alsoElsewhere(of({ channel: 'telegram' }), ['telegram'], textOf)).toEqual([]);
    expect(alsoElsewhere(of({ quote: 'di' }), ['telegram'], textOf)).toEqual([]);
  });

  it('are offered to who marks them, unless they have a reason there too', () => {
    const contents = {
      email: { en: { subject: 'Polling day', text: 'Bring your KTP.' } },
      telegram: { en: { text: 'Please: Bring your KTP.' }, id: { text: 'Bawa KTP.' } },
    } as never;
    const chosen = {
      channel: 'email',
      language: 'en',
      field: 'text',
      start: 0,
      quote: 'Bring your KTP',
    } as const;
    const there = { ...chosen, channel: 'telegram', start: 8, reason: '' } as const;
    expect(sameWordsIn(contents, chosen, [])).toEqual([there]);
    expect(sameWordsIn(contents, chosen, [{ ...there, start: 15, quote: 'KTP', reason: 'e-KTP' }])).toEqual(
      [],
    );
  });
});
