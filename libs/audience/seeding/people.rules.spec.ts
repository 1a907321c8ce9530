import fc from 'fast-check';
import { parsePhoneNumberWithError } from 'libphonenumber-js/max';
import { CHANNELS } from '#channels';
import { peopleOf, type Person, type SeededProvince } from './people.rules.js';

const provinces: SeededProvince[] = [
  { code: '32', registeredVoters: 35_714_901, regencies: ['32.01', '32.02', '32.71'] },
  { code: '91', registeredVoters: 727_835, regencies: ['91.03', '91.71'] },
  { code: '93', registeredVoters: 367_269, regencies: ['93.01'] },
];
const everyone = (contacts: number, seed: number): Person[] => {
  const personAt = peopleOf(contacts, seed, provinces);
  return Array.from({ length: contacts }, (_, index) => personAt(index));
};
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('peopleOf', () => {
  it('generates the same people for the same seed in any order, and others for another seed', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 5, max: 200 }), (seed, contacts) => {
        const personAt = peopleOf(contacts, seed, provinces);
        const backwards = Array.from({ length: contacts }, (_, index) =>
          personAt(contacts - 1 - index),
        ).reverse();
        expect(backwards).toEqual(everyone(contacts, seed));
        expect(everyone(contacts, seed + 1)).not.toEqual(backwards);
      }),
    );
  });

  it('places at least one person in each province, each in a regency of that province', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 3, max: 300 }), (seed, contacts) => {
        const people = everyone(contacts, seed);
        expect(new Set(people.map((person) => person.provinceCode)).size).toBe(3);
        for (const { provinceCode, regionCode } of people)
          expect(regionCode.startsWith(`${provinceCode}.`)).toBe(true);
      }),
    );
  });

  it('generates valid Indonesian mobile numbers only', () => {
    for (const { addresses } of everyone(3_000, 5)) {
      for (const { channel, to } of addresses) {
        if (channel !== 'sms') continue;
        const number = parsePhoneNumberWithError(to);
        expect({
          to: number.number,
          country: number.country,
          type: number.getType(),
          valid: number.isValid(),
        }).toEqual({
          to,
          country: 'ID',
          type: 'MOBILE',
          valid: true,
        });
      }
    }
  });

  it('repeats no address, within a seed or in the next one', () => {
    const all = [...everyone(20_000, 1), ...everyone(20_000, 2)].flatMap((person) =>
      person.addresses.map(({ to }) => to),
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it('keeps the shares: 80 % e-mail, 30 % Telegram, 50 % SMS, nobody without an address, 10 % English', () => {
    const people = everyone(20_000, 9);
    const share = (holds: (person: Person) => boolean): number => people.filter(holds).length / people.length;
    const on = (channel: string) =>
      share((person) => person.addresses.some((address) => address.channel === channel));
    // Five standard errors of 20,000 draws are at most 1.8 %.
    expect(Math.abs(on('email') - 0.8)).toBeLessThan(0.018);
    expect(Math.abs(on('telegram') - 0.3)).toBeLessThan(0.018);
    expect(Math.abs(on('sms') - 0.5)).toBeLessThan(0.018);
    expect(Math.abs(share((person) => person.language === 'en') - 0.1)).toBeLessThan(0.018);
    expect(share((person) => person.addresses.length === 0 || person.topics.length === 0)).toBe(0);
    expect(CHANNELS.every((channel) => people.some((person) => person.preferredChannel === channel))).toBe(
      true,
    );
    expect(
      people.every((person) => person.addresses.some((one) => one.channel === person.preferredChannel)),
    ).toBe(true);
  });
});
