import { BROADCAST_STATES, type BroadcastState, may, SUBMITTED, TRANSITIONS } from './broadcast.states.js';
import { type TestDatabase, testDatabase } from '../../test/factories/database.js';

const next = (state: BroadcastState): BroadcastState[] => Object.values(TRANSITIONS[state]).flat();
const reachable = (from: BroadcastState): Set<BroadcastState> => {
  const found = new Set<BroadcastState>([from]);
  for (const state of found) for (const following of next(state)) found.add(following);
  return found;
};

describe('the states of a broadcast', () => {
  it('can all be reached from a draft', () => {
    expect(reachable('draft')).toEqual(new Set(BROADCAST_STATES));
  });

  it('let nothing be sent without approval', () => {
    for (const sending of ['running', 'paused', 'completed'] as const) {
      const before = BROADCAST_STATES.filter((state) => next(state).includes(sending));
      expect(before.every((state) => ['approved', 'running', 'paused', 'completed'].includes(state))).toBe(
        true,
      );
    }
    expect(BROADCAST_STATES.filter((state) => next(state).includes('approved'))).toEqual([
      'in_review',
      'paused',
    ]);
  });

  it('are final or lead to a final state', () => {
    for (const state of BROADCAST_STATES) {
      expect([...reachable(state)].some((one) => ['completed', 'cancelled', 'expired'].includes(one))).toBe(
        true,
      );
    }
    expect(next('cancelled')).toEqual([]);
    expect(next('expired')).toEqual(['expired']);
  });

  it('let authors and reviewers withdraw until completion', () => {
    expect(BROADCAST_STATES.filter((state) => may(state, 'withdraw'))).toEqual([
      'draft',
      'in_review',
      'approved',
      'running',
      'paused',
    ]);
  });

  it('allow editing of a submission that counts only under review', () => {
    expect(SUBMITTED.filter((state) => may(state, 'edit'))).toEqual(['in_review']);
  });

  describe('in the database', () => {
    let db: TestDatabase;
    beforeAll(async () => {
      db = await testDatabase();
    });
    afterAll(() => db.drop());

    it('match the list in the code', async () => {
      const [check] = await db.source.query<{ definition: string }[]>(
        `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'broadcasts_state_check'`,
      );
      const checked = [...(check?.definition ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1]);
      expect(new Set(checked)).toEqual(new Set(BROADCAST_STATES));
    });
  });
});
