import fc from 'fast-check';
import { withFooter } from '../content/footer.js';
import type { Passage } from '#contract/api/message';
import { misplaced, ownPart } from './passages.rules.js';

const NAMES = { ministry: 'Kementerian', commission: 'KPU' };
const passage = (channel: Passage['channel'], quote: string, start: number): Passage => ({
  channel,
  language: 'id',
  field: 'text',
  quote,
  start,
  reason: 'Keliru',
});

describe('the own part of a passage', () => {
  it('has neither the closing lines nor the mark of a training installation', () => {
    const text = withFooter('sms', 'id', 'TPS buka 08.00.', { ...NAMES, training: true });
    expect(ownPart(passage('sms', text, 0), { contents: { sms: { id: { text } } } })).toMatchObject({
      quote: 'TPS buka 08.00.',
      start: '[LATIHAN] '.length,
    });
  });

  it('stays as it is where only closing lines are marked', () => {
    const text = withFooter('sms', 'id', 'TPS buka 08.00.', NAMES);
    const start = text.indexOf('Cek/Stop');
    const marked = passage('sms', 'Cek/Stop', start);
    expect(ownPart(marked, { contents: { sms: { id: { text } } } })).toEqual(marked);
  });

  it('is a part of the passage, and stands in the text where it says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('sms', 'telegram', 'email'),
        fc.string({ minLength: 1 }),
        fc.boolean(),
        fc.nat(),
        fc.nat(),
        (channel, body, training, from, length) => {
          const text = withFooter(channel, 'id', body, { ...NAMES, ...(training && { training }) });
          const start = from % text.length;
          const quote = text.slice(start, start + 1 + (length % (text.length - start)));
          const contents = { [channel]: { id: { text } } };
          const own = ownPart(passage(channel, quote, start), { contents });
          expect(misplaced([own], { contents })).toEqual([]);
          expect(own.start).toBeGreaterThanOrEqual(start);
          expect(own.start + own.quote.length).toBeLessThanOrEqual(start + quote.length);
        },
      ),
    );
  });
});
