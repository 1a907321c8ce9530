import fc from 'fast-check';
import { GUARDED_ROLES } from '#contract/roles.rules';
import {
  type Appointed,
  type AppointmentStep,
  isConfirmable,
  stateOf,
  TRANSITIONS,
  waits,
  whyNotStep,
} from './appointment.rules.js';
import { type Actor, mayManage, type Organisation, ROLES } from '../roles/staff.rules.js';

const STEPS: readonly AppointmentStep[] = ['confirm', 'lift', 'cancel'];
const organisation: fc.Arbitrary<Organisation> = fc.oneof(
  fc.constant<Organisation>({ id: '1', kind: 'ministry', name: 'Kementerian', regionCode: null }),
  fc.constant<Organisation>({ id: '2', kind: 'kpu', name: 'KPU', regionCode: null }),
  fc.constant<Organisation>({ id: '3', kind: 'kpu', name: 'KIP Aceh', regionCode: '11' }),
  fc.constant<Organisation>({ id: '4', kind: 'kpu', name: 'KIP Aceh Selatan', regionCode: '11.01' }),
);
const personId = fc.constantFrom('7', '8', '9');
const actor: fc.Arbitrary<Actor> = fc.record({
  personId,
  roles: fc.uniqueArray(fc.constantFrom(...ROLES)),
  organisation,
});
const appointed: fc.Arbitrary<Appointed> = fc.record({
  personId,
  organisation,
  roles: fc.uniqueArray(fc.constantFrom(...GUARDED_ROLES), { minLength: 1 }),
  state: fc.constantFrom('asked' as const, 'waiting' as const, 'counting' as const, 'cancelled' as const),
  askedBy: personId,
  askerCounts: fc.boolean(),
  liftAskedBy: fc.option(personId),
});

describe('an appointment', () => {
  it('is confirmed by a person other than the requester, who must still be an admin, and other than the appointee', () => {
    fc.assert(
      fc.property(actor, appointed, (who, what) => {
        if (whyNotStep('confirm', who, what) !== null) return;
        expect(who.personId).not.toBe(what.askedBy);
        expect(what.askerCounts).toBe(true);
        expect(who.personId).not.toBe(what.personId);
      }),
    );
  });

  it('cannot be confirmed while the requester is the only admin', () => {
    const office: Organisation = { id: '1', kind: 'ministry', name: 'Kementerian', regionCode: null };
    const admin = (id: string): Actor => ({ personId: id, roles: ['admin'], organisation: office });
    const asked: Appointed = {
      personId: '9',
      organisation: office,
      roles: ['operator'],
      state: 'asked',
      askedBy: '7',
      askerCounts: true,
      liftAskedBy: null,
    };
    expect(isConfirmable([admin('7')], asked)).toBe(false);
    expect(isConfirmable([admin('7'), admin('8')], asked)).toBe(true);
    expect(isConfirmable([admin('7'), admin('9')], asked)).toBe(false);
  });

  it('has its wait lifted by two admins of a national organisation that manages the office', () => {
    fc.assert(
      fc.property(actor, appointed, (who, what) => {
        if (whyNotStep('lift', who, what) !== null) return;
        expect(who.organisation.regionCode).toBeNull();
        expect(who.organisation.kind).toBe(what.organisation.kind);
        expect([what.personId, what.liftAskedBy]).not.toContain(who.personId);
      }),
    );
  });

  it('refuses every step of an admin who does not manage the office', () => {
    fc.assert(
      fc.property(actor, appointed, fc.constantFrom(...STEPS), (who, what, step) => {
        if (whyNotStep(step, who, what) === null) expect(mayManage(who, what.organisation)).toBe(true);
      }),
    );
  });

  it('allows the steps of its table only', () => {
    fc.assert(
      fc.property(actor, appointed, fc.constantFrom(...STEPS), (who, what, step) => {
        if (whyNotStep(step, who, what) === null) expect(TRANSITIONS[what.state][step]).toBeDefined();
      }),
    );
  });

  it('derives its state from its instants', () => {
    const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 1, hour));
    const asked = { expiresAt: at(10), confirmedAt: null, countsFrom: null, cancelledAt: null };
    const confirmed = { ...asked, confirmedAt: at(2), countsFrom: at(6) };
    expect([
      stateOf(asked, at(9)),
      stateOf(asked, at(10)),
      stateOf(confirmed, at(5)),
      stateOf(confirmed, at(6)),
      stateOf({ ...confirmed, cancelledAt: at(3) }, at(9)),
    ]).toEqual(['asked', 'expired', 'waiting', 'counting', 'cancelled']);
  });
});

describe('the wait', () => {
  it.each([
    ['national, never staffed', null, { staffed: false, people: 2 }, 'roles', ['operator'], false],
    ['national, staffed', null, { staffed: true, people: 9 }, 'roles', ['operator'], true],
    ['an empty office’s admin', '11', { staffed: false, people: 0 }, 'roles', ['admin'], false],
    ['an empty office’s reviewer', '11', { staffed: false, people: 0 }, 'roles', ['admin', 'reviewer'], true],
    ['the only reviewer as admin', '11', { staffed: true, people: 0 }, 'roles', ['admin'], true],
    ['an office’s second admin', '11', { staffed: false, people: 1 }, 'roles', ['admin'], true],
    ['a reset', null, { staffed: false, people: 2 }, 'reset', ['admin'], true],
  ] as const)('%s', (_, regionCode, has, act, roles, expected) => {
    expect(waits({ regionCode }, has, act, roles)).toBe(expected);
  });
});
