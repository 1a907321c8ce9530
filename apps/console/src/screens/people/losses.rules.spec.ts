import type { ManagedPerson, Role } from '../../api';
import { lacksSecondAdmin, lossesOf, suspensionOf } from './losses.rules';

const ministry = { id: '1', kind: 'ministry', name: 'Kementerian', regionCode: null } as const;
const one = (id: string, roles: Role[], disabledAt: string | null = null): ManagedPerson => ({
  id,
  name: id,
  username: id,
  organisation: ministry,
  roles,
  awaited: [],
  enrolled: true,
  byIssuer: false,
  reachable: true,
  disabledAt,
});

describe('what an office loses', () => {
  const ratna = one('ratna', ['admin']);
  const joko = one('joko', ['admin', 'author']);
  const bayu = one('bayu', ['operator']);
  const gone = one('gone', ['operator'], '2026-01-01T00:00:00Z');

  it('names the roles that nobody else active holds', () => {
    expect(lossesOf(bayu, [], [ratna, joko, bayu, gone])).toEqual({ last: ['operator'], oneAdmin: false });
    expect(lossesOf(bayu, [], [bayu, one('b', ['operator'])])).toEqual({ last: [], oneAdmin: false });
    expect(lossesOf(bayu, ['operator'], [bayu])).toEqual({ last: [], oneAdmin: false });
    expect(lossesOf(gone, [], [gone])).toEqual({ last: [], oneAdmin: false });
  });

  it('tells one remaining admin from none and from two', () => {
    expect(lossesOf(joko, ['author'], [ratna, joko])).toEqual({ last: [], oneAdmin: true });
    expect(lossesOf(joko, [], [joko])).toEqual({ last: ['admin', 'author'], oneAdmin: false });
    expect(lossesOf(joko, ['author'], [ratna, joko, one('c', ['admin'])]).oneAdmin).toBe(false);
  });

  it('counts a reset as the loss of the guarded roles alone', () => {
    const sari = one('sari', ['author', 'reviewer']);
    expect(suspensionOf(sari, [sari])).toEqual({ last: ['reviewer'], oneAdmin: false });
    expect(suspensionOf(joko, [ratna, joko])).toEqual({ last: [], oneAdmin: true });
    expect(suspensionOf(one('c', ['author']), [])).toEqual({ last: [], oneAdmin: false });
  });

  it('knows when no second admin can confirm', () => {
    const suspended = one('joko', ['admin'], '2026-01-01T00:00:00Z');
    expect(lacksSecondAdmin('ratna', suspended, [ratna, suspended, bayu])).toBe(true);
    expect(lacksSecondAdmin('ratna', bayu, [ratna, joko, bayu])).toBe(false);
  });
});
