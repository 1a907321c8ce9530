import fc from 'fast-check';
import { liftingOf, mustHaveAsked, type Suppressed } from './suppressions.rules.js';

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
  it("allows no message without a valid consent or against the owner's decision", () => {
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
