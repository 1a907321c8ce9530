import { unwrittenLanguages } from './unwritten.rules.js';

const body = 'TPS buka pukul 07.00.';
const contents = {
  email: { id: { subject: 'Jam TPS', body }, en: { subject: 'Hours', body }, jv: { subject: 'Jam', body } },
  telegram: { id: { body }, en: { body } },
  sms: { id: { body } },
};

describe('the warning of a language that one channel lacks', () => {
  it('names each channel and language', () => {
    expect(
      unwrittenLanguages({ channels: ['email', 'telegram', 'sms'], contents }).map(({ path }) => path),
    ).toEqual(['contents.telegram.jv', 'contents.sms.en', 'contents.sms.jv']);
  });

  it('leaves channels that are not used, or have no text', () => {
    expect(
      unwrittenLanguages({ channels: ['telegram', 'sms'], contents: { telegram: contents.telegram } }),
    ).toEqual([]);
    expect(unwrittenLanguages({ channels: ['sms'], contents })).toEqual([]);
  });
});
