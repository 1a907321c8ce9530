import { sha256 } from '#platform/crypto';
import { CONSENT_LANGUAGES, consentWording, returnWording } from './consent-wording.js';

const SHOWN: Record<string, string> = {
  '2026-1-kembali/id': '1940e83f19bd76f9c7e1a91ec371bf3403b7af280c1f8e874fc398d0ad60024f',
  '2026-1-kembali/en': '329d3241c1458dd4f06b60c3451034fde8e99f0d64ec87ed45bdaea9dfaf11c7',
  '2026-1/id': 'c24f2369f6be17e56ddd0ad0ad3de97db2c497b329e3bae7ee85da2dc29bc1f3',
  '2026-1/en': '503536d6d649ec201f3fe2046a262069d4355e97d20d7ccb0f46668411f87512',
};

describe('the wording of a consent', () => {
  it.each(CONSENT_LANGUAGES)(
    'keeps its text within a version (%s): another text needs a new version',
    (language) => {
      const { id, purposes } = consentWording(language, {
        ministry: '{ministry}',
        commission: '{commission}',
      });
      expect({ id, digest: sha256(JSON.stringify(purposes)) }).toEqual({ id, digest: SHOWN[id] });
    },
  );

  it('names the data controller, the sender and the approver', () => {
    const { purposes } = consentWording('id', { ministry: 'Kementerian Uji', commission: 'KPU' });
    expect(purposes.data).toContain('Kementerian Uji');
    expect(purposes.messages).toMatch(/Kementerian Uji .* KPU/);
  });

  it.each(CONSENT_LANGUAGES)('is versioned for a return too (%s)', (language) => {
    const { id, text } = returnWording(language);
    expect({ id, digest: sha256(text) }).toEqual({ id, digest: SHOWN[id] });
  });
});
