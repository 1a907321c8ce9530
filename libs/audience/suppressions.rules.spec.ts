import fc from 'fast-check';
import { liftingOf, mustHaveAsked, namesAddress, type Suppressed } from './suppressions.rules.js';

const suppressed: fc.Arbitrary<Suppressed> = fc.record({
  reason: fc.constantFrom(
    'left',
    'dead-address',
    'provider-opt-out',
    'complaint',
    'soft-failures',
    'staff',
    'erased',
  ),
  state: fc.constantFrom('pending', 'active', 'unsubscribed', 'invalid', null),
  consented: fc.boolean(),
});

describe('lifting a suppression', () => {
  it('has nobody written to without a consent that stands, nor against what they decided', () => {
    fc.assert(
      fc.property(suppressed, (one) => {
        const lifting = liftingOf(one);
        if (lifting === 'writes-again') {
          expect(one.consented).toBe(true);
          expect(one.state).not.toBe('unsubscribed');
          expect(['dead-address', 'soft-failures', 'staff']).toContain(one.reason);
        }
        if (['left', 'provider-opt-out', 'erased'].includes(one.reason)) expect(lifting).toBe('refused');
        if (one.reason === 'complaint')
          expect([lifting, mustHaveAsked(one.reason)]).toEqual(['own-return', true]);
      }),
    );
  });
});

describe('a reason for the trail', () => {
  it.each([
    ['Nomor 0812-3456-7890 aktif lagi', true],
    ['dari siti@example.id', true],
    ['+62 812 3456 7890', true],
    ['Tiket 20481, dicek petugas 24.11.2026', false],
    ['Kotak surat sudah dikosongkan; diminta pemilik lewat telepon pukul 10.30', false],
  ])('%s: names an address %s', (reason, names) => expect(namesAddress(reason)).toBe(names));
});
