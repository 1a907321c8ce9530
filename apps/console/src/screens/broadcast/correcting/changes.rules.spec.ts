import { changes, excerpt } from '../../../parts/texts/changes.rules';
import { differing } from './differing.rules';

const shown = (from: string, to: string): string =>
  excerpt(changes(from, to))
    .map(({ text, was }) => (was === 'same' ? text : was === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('');
const LONG = 'Bawalah KTP elektronik dan surat pemberitahuan ke tempat pemungutan suara Anda. '.repeat(3);

describe('excerpt', () => {
  it('keeps some words around a change and drops the rest', () => {
    expect(shown(`${LONG}Buka 08.00 WIB. ${LONG}`, `${LONG}Buka 07.00 WIB. ${LONG}`)).toBe(
      '… surat pemberitahuan ke tempat pemungutan suara Anda. Buka [-08.00][+07.00] WIB. Bawalah KTP elektronik dan surat pemberitahuan ke …',
    );
  });

  it('keeps a short text whole, and is empty for equal texts', () => {
    expect(shown('TPS buka 08.00.', 'TPS buka 07.00.')).toBe('TPS buka [-08.00.][+07.00.]');
    expect(shown(LONG, LONG)).toBe('');
  });
});

describe('differing', () => {
  const sms = { id: { text: 'sama' } };

  it('lists texts with a changed subject or body, and texts of one version only', () => {
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
