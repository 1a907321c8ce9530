import fc from 'fast-check';
import { seeded } from './faults.rules.js';
import { planStatuses, refusalOf, signature } from './twilio.rules.js';

describe('planStatuses', () => {
  const statuses = (seed: number, fails: 30003 | null = null, validity = 3600) =>
    planStatuses(seeded(seed), fails, validity);

  it('reports everything within two seconds, and ends in the right state', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(null, 30003 as const), (seed, fails) => {
        const plan = statuses(seed, fails);
        expect(plan).toEqual(statuses(seed, fails));
        expect(plan.map(({ status }) => status)).toEqual(expect.arrayContaining(['queued', 'sent']));
        const ends = plan.filter(({ status }) => status !== 'queued' && status !== 'sent');
        expect(ends.length).toBeGreaterThan(0);
        for (const { status, errorCode } of ends) {
          expect([status, errorCode]).toEqual(fails ? ['undelivered', 30003] : ['delivered', undefined]);
        }
        expect(plan.every(({ afterMs }) => afterMs > 0 && afterMs <= 2000)).toBe(true);
      }),
    );
  });

  it('is occasionally out of order or duplicated', () => {
    const plans = Array.from({ length: 1000 }, (_, seed) => statuses(seed).map(({ status }) => status));
    const outOfOrder = plans.filter((plan) => plan.indexOf('delivered') < plan.indexOf('sent')).length;
    const twice = plans.filter((plan) => plan.length === 4).length;
    for (const count of [outOfOrder, twice]) {
      expect(count).toBeGreaterThan(50);
      expect(count).toBeLessThan(200);
    }
  });

  it('delivers nothing after the validity period', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const late = statuses(seed, null, 3600).find(({ status }) => status === 'delivered')?.afterMs ?? 0;
        const end = statuses(seed, null, 1).find(({ status }) => status !== 'queued' && status !== 'sent');
        expect(end).toMatchObject(
          late > 1000 ? { status: 'failed', errorCode: 30036, afterMs: 1000 } : { status: 'delivered' },
        );
      }),
    );
  });
});

describe('signature', () => {
  // The example of twilio.com/docs/usage/security.
  it("matches Twilio's documented example", () => {
    const fields = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675310',
      Digits: '1234',
      From: '+14158675310',
      To: '+18005551212',
    };
    expect(signature('12345', 'https://example.com/myapp.php?foo=1&bar=2', fields)).toBe(
      'L/OH5YylLD5NRKLltdqwSvS0BnU=',
    );
  });
});

describe('refusalOf', () => {
  it('accepts a valid message', () => {
    expect(refusalOf({ To: '+6281234567890', From: 'SIAR', Body: 'x' })).toBeNull();
  });

  it.each([
    [{ From: 'SIAR', Body: 'x' }, 21604],
    [{ To: '+62', From: 'SIAR', Body: 'x' }, 21211],
    [{ To: '+6281234567890', Body: 'x' }, 21603],
    [{ To: '+6281234567890', MessagingServiceSid: 'MG1', Body: 'x' }, 21705],
    [{ To: '+6281234567890', From: 'SIAR' }, 21602],
  ])('refuses %j with %i', (fields, code) => {
    expect(refusalOf(fields)).toMatchObject({ status: 400, code });
  });
});
