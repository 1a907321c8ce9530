import { unsaidCorrection } from './unsaid.rules.js';

const said = (contents: Parameters<typeof unsaidCorrection>[0]['contents']) =>
  unsaidCorrection({ channels: ['email', 'telegram', 'sms'], contents }).map(({ path, expected }) => [
    path,
    ...(expected ?? []),
  ]);

describe('the warning of a correction that does not say so', () => {
  it('names each text without a band, with the word of its language', () => {
    const body = 'TPS buka pukul 08.00.';
    expect(
      said({
        email: { id: { subject: 'Jam TPS', body } },
        telegram: { id: { body }, en: { body: 'Polling stations open at 8.' } },
        sms: { id: { body } },
      }),
    ).toEqual([
      ['contents.telegram.id.body', 'RALAT:'],
      ['contents.telegram.en.body', 'Correction:'],
      ['contents.sms.id.body', 'RALAT:'],
    ]);
  });

  it.each([
    'RALAT: TPS buka 08.00',
    'Pesan ini meralat pesan kemarin',
    'Jam TPS diralat',
    'Correction: 8 am',
  ])('is silent about %s', (body) => expect(said({ sms: { id: { body } } })).toEqual([]));

  it('leaves texts of channels that are not used, and empty ones', () => {
    expect(
      unsaidCorrection({
        channels: ['sms'],
        contents: { sms: { id: { body: ' ' } }, telegram: { id: { body: 'a' } } },
      }),
    ).toEqual([]);
  });
});
