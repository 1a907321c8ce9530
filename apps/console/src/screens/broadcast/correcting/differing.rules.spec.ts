import { differing } from './differing.rules';

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
