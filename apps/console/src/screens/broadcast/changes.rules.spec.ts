import { changes, excerpt } from './changes.rules';
import { differing } from './differing.rules';

const shown = (from: string, to: string): string =>
  excerpt(changes(from, to))
    .map(({ text, was }) => (was === 'same' ? text : was === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('');
const LONG = 'Bawalah KTP elektronik dan surat pemberitahuan ke tempat pemungutan suara Anda. '.repeat(3);

describe('what differs between two texts', () => {
  it('is shown with some words around it, and not the rest', () => {
    expect(shown(`${LONG}Buka 08.00 WIB. ${LONG}`, `${LONG}Buka 07.00 WIB. ${LONG}`)).toBe(
      '… surat pemberitahuan ke tempat pemungutan suara Anda. Buka [-08.00][+07.00] WIB. Bawalah KTP elektronik dan surat pemberitahuan ke …',
    );
  });

  it('is shown with all of a short text, and is nothing where the two are the same', () => {
    expect(shown('TPS buka 08.00.', 'TPS buka 07.00.')).toBe('TPS buka [-08.00.][+07.00.]');
    expect(shown(LONG, LONG)).toBe('');
  });
});

describe('the texts in which two versions differ', () => {
  const sms = { id: { text: 'sama' } };

  it('are those that were corrected, by subject or body, and those only one of them has', () => {
    const old = { email: { id: { subject: 'a', text: 'b' }, en: { subject: 'c', text: 'd' } }, sms };
    const now = { email: { id: { subject: 'A', text: 'b' } }, telegram: { id: { text: 'e' } }, sms };
    expect(
      differing(old, now).map((one) => [one.channel, one.language, one.old?.subject, one.now?.text]),
    ).toEqual([
      ['email', 'id', 'a', 'b'],
      ['email', 'en', 'c', undefined],
      ['telegram', 'id', undefined, 'e'],
    ]);
    expect(differing({ sms }, { sms })).toEqual([]);
  });
});
