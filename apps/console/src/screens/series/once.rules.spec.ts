import type { Reviewed } from './once.rules';
import { shownOnce } from './once.rules';

/** A member as the rule reads it. */
const member = (
  daysBefore: number,
  contents: Record<string, Record<string, { text: string; subject?: string }>>,
  marks: { id: string; channel: string; language: string }[] = [],
): Reviewed =>
  ({
    daysBefore,
    broadcast: {},
    review: { findings: marks, submissions: [{ document: { contents } }] },
  }) as unknown as Reviewed;

const shown = (of: readonly Reviewed[]) =>
  shownOnce(of).map(({ own, same }) => [
    own.submissions[0]?.document.contents,
    same.map(({ channel, language, as }) => `${channel} ${language} ${as}`),
  ]);

const both = { sms: { id: { text: 'Cek TPS.' }, en: { text: 'Check.' } } };

describe('the texts of a series', () => {
  it('are shown once where they are the same', () => {
    expect(shown([member(7, both), member(1, { sms: { ...both.sms, en: { text: 'Tomorrow.' } } })])).toEqual([
      [both, []],
      [{ sms: { en: { text: 'Tomorrow.' } } }, ['sms id 7']],
    ]);
  });

  it('are shown again where a mark is of one reminder alone, and differ by their subject too', () => {
    const mark = { id: 'a', channel: 'sms', language: 'id' };
    expect(shown([member(7, both), member(1, both, [mark])])[1]).toEqual([
      { sms: { id: { text: 'Cek TPS.' } } },
      ['sms en 7'],
    ]);
    expect(shown([member(7, both, [mark]), member(1, both, [mark])])[1]?.[1]).toHaveLength(2);
    const mail = (subject: string) => ({ email: { id: { subject, text: 'Halo' } } });
    expect(shown([member(7, mail('Pekan depan')), member(1, mail('Besok'))])[1]?.[1]).toEqual([]);
  });
});
