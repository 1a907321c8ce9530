import fc from 'fast-check';
import { fitsOffice, NATIONAL_ROLES } from '#contract/roles.rules';
import {
  type Actor,
  covers,
  dutyOf,
  isSteppedUp,
  maskAddress,
  mayFound,
  mayGrant,
  mayManage,
  networkOf,
  type Organisation,
  ROLES,
} from './staff.rules.js';

const regionCode = fc.constantFrom(null, '11', '12', '11.01', '11.02', '1', 'LN', 'LN.KUL');
const organisation: fc.Arbitrary<Organisation> = fc.record({
  id: fc.constantFrom('1', '2', '3', '4'),
  kind: fc.constantFrom('ministry' as const, 'kpu' as const),
  name: fc.constant('x'),
  regionCode,
});
const roles = fc.uniqueArray(fc.constantFrom(...ROLES));
const actor: fc.Arbitrary<Actor> = fc.record({ personId: fc.constant('7'), roles, organisation });
const sameId = (a: Organisation, b: Organisation): boolean => a.id === b.id;

describe('covers', () => {
  it.each([
    [null, ['11', '99.99'], true],
    ['11', ['11'], true],
    ['11', ['11.01', '11.02'], true],
    ['11', ['11.01', '12'], false],
    ['11.01', ['11'], false],
    ['1', ['11'], false],
    ['LN', ['LN.KUL'], true],
    ['11', [], false],
  ])('%s and %j: %s', (office, regions, expected) => {
    expect(covers(office, regions)).toBe(expected);
  });

  it('covers a list if it covers each of its regions', () => {
    fc.assert(
      fc.property(
        regionCode,
        fc.array(fc.constantFrom('11', '11.01', '12'), { minLength: 1 }),
        (office, regions) => {
          expect(covers(office, regions)).toBe(regions.every((code) => covers(office, [code])));
        },
      ),
    );
  });
});

describe('the powers of admins', () => {
  it('are empty for other roles', () => {
    fc.assert(
      fc.property(actor, organisation, fc.constantFrom(...ROLES), (who, where, role) => {
        const nobody = { ...who, roles: who.roles.filter((held) => held !== 'admin') };
        expect([
          mayManage(nobody, where),
          mayGrant(nobody, where, role),
          mayFound(nobody, where),
        ]).not.toContain(true);
      }),
    );
  });

  it('never extend from a ministry into KPU, nor from KPU into a ministry', () => {
    fc.assert(
      fc.property(actor, organisation, (who, where) => {
        fc.pre(!sameId(who.organisation, where) && (who.organisation.kind !== 'kpu' || where.kind !== 'kpu'));
        expect(mayManage(who, where)).toBe(false);
      }),
    );
  });

  it('make reviewers only in KPU, by KPU, where the admin’s office covers the other', () => {
    fc.assert(
      fc.property(actor, organisation, (who, where) => {
        fc.pre(!sameId(who.organisation, where) || who.organisation.kind === where.kind);
        if (!mayGrant(who, where, 'reviewer')) return;
        expect([who.organisation.kind, where.kind]).toEqual(['kpu', 'kpu']);
        if (sameId(who.organisation, where)) return;
        expect(where.regionCode !== null && covers(who.organisation.regionCode, [where.regionCode])).toBe(
          true,
        );
      }),
    );
  });

  it('grant nothing without the power to manage', () => {
    fc.assert(
      fc.property(actor, organisation, fc.constantFrom(...ROLES), (who, where, role) => {
        if (mayGrant(who, where, role)) expect(mayManage(who, where)).toBe(true);
      }),
    );
  });

  it('keep national roles in national offices, whoever acts', () => {
    fc.assert(
      fc.property(actor, organisation, fc.constantFrom(...NATIONAL_ROLES), (who, where, role) => {
        expect(fitsOffice(where, role)).toBe(where.regionCode === null);
        if (mayGrant(who, where, role)) expect(where.regionCode).toBeNull();
      }),
    );
  });

  it('give a regional office its own authors, reviewers and admins, and nothing else', () => {
    const admin: Actor = {
      personId: '7',
      roles: ['admin'],
      organisation: { id: '5', kind: 'kpu', name: 'KIP Aceh Selatan', regionCode: '11.01' },
    };
    expect(ROLES.filter((role) => mayGrant(admin, admin.organisation, role))).toEqual([
      'author',
      'reviewer',
      'admin',
    ]);
    const sibling = { ...admin.organisation, id: '6', regionCode: '11.02' };
    expect(ROLES.filter((role) => mayGrant(admin, sibling, role))).toEqual([]);
  });

  it('are never mutual between two offices', () => {
    fc.assert(
      fc.property(organisation, organisation, (one, other) => {
        fc.pre(!sameId(one, other));
        const admin = (of: Organisation): Actor => ({ personId: '7', roles: ['admin'], organisation: of });
        expect(mayManage(admin(one), other) && mayManage(admin(other), one)).toBe(false);
      }),
    );
  });

  const kpu: Actor = {
    personId: '1',
    roles: ['admin'],
    organisation: { id: '1', kind: 'kpu', name: 'KPU', regionCode: null },
  };
  const aceh: Actor = { ...kpu, organisation: { id: '2', kind: 'kpu', name: 'KIP Aceh', regionCode: '11' } };
  const ministry: Actor = {
    ...kpu,
    organisation: { id: '3', kind: 'ministry', name: 'M', regionCode: null },
  };

  it('let national KPU manage, staff and found the provinces, and a province its regencies', () => {
    expect(mayGrant(kpu, aceh.organisation, 'reviewer')).toBe(true);
    expect(mayFound(kpu, { kind: 'kpu', regionCode: '12' })).toBe(true);
    expect(mayFound(aceh, { kind: 'kpu', regionCode: '11.01' })).toBe(true);
    expect(mayFound(aceh, { kind: 'kpu', regionCode: '12' })).toBe(false);
    expect(mayFound(aceh, { kind: 'kpu', regionCode: '11' })).toBe(false);
    expect(mayFound(kpu, { kind: 'kpu', regionCode: null })).toBe(false);
    expect(mayFound(kpu, { kind: 'ministry', regionCode: '11' })).toBe(false);
  });

  it('let a ministry admin appoint staff of the ministry, but no reviewer', () => {
    expect(mayGrant(ministry, ministry.organisation, 'author')).toBe(true);
    expect(mayGrant(ministry, ministry.organisation, 'reviewer')).toBe(false);
    expect(mayGrant(ministry, kpu.organisation, 'reviewer')).toBe(false);
    expect(mayFound(ministry, { kind: 'kpu', regionCode: '11' })).toBe(false);
  });
});

describe('the duty of a person', () => {
  it('is to replace a password made by another, then to enrol an authenticator if required', () => {
    const person = { enrolled: false, mustChangePassword: true, signedInBy: 'password' as const };
    expect(dutyOf(person, true)).toBe('change-password');
    expect(dutyOf({ ...person, mustChangePassword: false }, true)).toBe('enrol-totp');
    expect(dutyOf({ ...person, mustChangePassword: false }, false)).toBeNull();
    expect(dutyOf({ ...person, mustChangePassword: false, enrolled: true }, true)).toBeNull();
    expect(dutyOf({ ...person, signedInBy: 'issuer' }, true)).toBeNull();
  });

  it('includes a fresh one-time code for some acts, valid for ten minutes', () => {
    const now = new Date('2026-12-01T00:00:00Z');
    const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
    expect([isSteppedUp(null, now), isSteppedUp(ago(10), now), isSteppedUp(ago(10.1), now)]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('the network of an attempt', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['nonsense', 'unknown'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is the same for every address of one /64', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 0xffff }), (address, last) => {
        fc.pre(!address.includes('.') && !address.endsWith('::'));
        expect(networkOf(address.replace(/[^:]+$/, last.toString(16)))).toBe(networkOf(address));
      }),
    );
  });
});

describe('a masked address', () => {
  it.each([
    ['budi@kpu.go.id', 'b…@kpu.go.id'],
    ['+6281234567890', '…7890'],
    ['12', '…2'],
  ])('%s is shown as %s', (to, shown) => {
    expect(maskAddress(to)).toBe(shown);
  });
});
