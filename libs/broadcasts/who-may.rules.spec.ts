import fc from 'fast-check';
import { type Actor, mayCompose, mayReview, maySee, type Ownership, whyNotApprove } from './who-may.rules.js';

const code = fc.constantFrom('11', '11.01', '11.02', '12', '12.01', '91');
const people = fc.constantFrom('1', '2', '3', '4');
const organisation = fc.record({
  id: fc.constantFrom('10', '20'),
  kind: fc.constantFrom('ministry' as const, 'kpu' as const),
  name: fc.constant('x'),
  regionCode: fc.option(code),
});
const roles = fc
  .subarray(['author', 'reviewer', 'operator', 'auditor', 'admin'] as const)
  .map((some) => [...some]);
const actor: fc.Arbitrary<Actor> = fc.record({ personId: people, roles, organisation });
const broadcast: fc.Arbitrary<Ownership> = fc.record({
  organisationId: fc.constantFrom('10', '20'),
  authorId: people,
  editors: fc.array(people),
  submittedBy: fc.option(people),
  regions: fc.array(code),
});
const within = (region: string, office: string | null): boolean =>
  office === null || region === office || region.startsWith(`${office}.`);

describe('the right to approve', () => {
  it('excludes who wrote, changed or submitted it, the ministry, and offices of other regions', () => {
    let allowed = 0;
    fc.assert(
      fc.property(actor, broadcast, (person, made) => {
        if (whyNotApprove(person, made) !== null) return;
        allowed += 1;
        expect([made.authorId, made.submittedBy, ...made.editors]).not.toContain(person.personId);
        expect(person.organisation.kind).toBe('kpu');
        expect(person.roles).toContain('reviewer');
        for (const region of made.regions) expect(within(region, person.organisation.regionCode)).toBe(true);
        expect(mayReview(person, made)).toBe(true);
      }),
      { numRuns: 5000 },
    );
    expect(allowed).toBeGreaterThan(20);
  });

  it('includes every other reviewer of an office that covers all its regions', () => {
    fc.assert(
      fc.property(broadcast, fc.option(code), (made, regionCode) => {
        const office = { id: '30', kind: 'kpu' as const, name: 'x', regionCode };
        const why = whyNotApprove({ personId: '9', roles: ['reviewer'], organisation: office }, made);
        const covered =
          regionCode === null ||
          (made.regions.length > 0 && made.regions.every((region) => within(region, regionCode)));
        expect(why === null).toBe(covered);
      }),
    );
  });

  it('includes the right to see the broadcast', () => {
    fc.assert(
      fc.property(actor, broadcast, (person, made) => {
        if (mayReview(person, made) || mayCompose(person, made))
          expect(maySee(person, { ...made, submitted: true })).toBe(true);
      }),
    );
  });
});
