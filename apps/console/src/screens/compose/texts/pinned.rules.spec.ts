import type { Passage } from '../../../api';
import { pinnedIn } from './pinned.rules';

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
