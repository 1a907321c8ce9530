import fc from 'fast-check';
import { SMS_DOCUMENT } from '../../../test/factories/document.js';
import { differences, ownHosts, permittedKinds, senderOf, type SenderSettings } from './settings.rules.js';

const host = fc.constantFrom('siar.go.id', 'contoh.id:8080', 'lain.id');
const settings: fc.Arbitrary<SenderSettings> = fc.record({
  PUBLIC_URL: host.map((name) => `https://${name}`),
  SHORT_URL: fc.option(host, { nil: undefined }),
  MINISTRY_NAME: fc.constantFrom('Kementerian A', 'Kementerian B'),
  COMMISSION_NAME: fc.constantFrom('KPU', 'KIP'),
  TRAINING: fc.boolean(),
  SENDER_NAME: fc.constantFrom('Siar', 'Lain'),
  EMAIL_FROM: fc.constantFrom('info@siar.go.id', 'lain@contoh.id'),
});
const documentOf = (config: SenderSettings) => ({
  sender: { ...SMS_DOCUMENT.sender, ...senderOf(config) },
  links: { domains: [], hosts: ownHosts(config) },
});

const kinds = fc.uniqueArray(fc.constantFrom('smtp', 'twilio', 'smpp'), { maxLength: 3 });

describe('the kinds of accounts in an approved document', () => {
  it('permit those accounts here that are of one of them', () => {
    fc.assert(
      fc.property(kinds, kinds, (approved, here) => {
        const found = permittedKinds({ accountKinds: { sms: approved } }, 'sms', here);
        expect(found.kinds).toEqual(here.filter((kind) => approved.includes(kind)));
        expect(found.differences.map(({ setting }) => setting)).toEqual(
          found.kinds.length > 0 ? [] : ['ACCOUNTS_FILE'],
        );
      }),
    );
  });
});

describe('the settings in an approved document', () => {
  it('equal the same settings of a program', () => {
    fc.assert(fc.property(settings, (config) => differences(documentOf(config), config).length === 0));
  });

  it('differ from settings that would change a copy', () => {
    fc.assert(
      fc.property(settings, settings, (approved, here) => {
        const document = documentOf(approved);
        const named = differences(document, here).map(({ setting }) => setting);
        const same = (one: keyof SenderSettings): boolean => (approved[one] ?? null) === (here[one] ?? null);
        for (const one of [
          'MINISTRY_NAME',
          'COMMISSION_NAME',
          'TRAINING',
          'SENDER_NAME',
          'EMAIL_FROM',
        ] as const)
          expect(named.includes(one)).toBe(!same(one));
        const strange = ownHosts(here).filter((one) => !document.links.hosts.includes(one));
        expect(named.some((one) => one === 'PUBLIC_URL' || one === 'SHORT_URL')).toBe(strange.length > 0);
      }),
    );
  });
});
