import fc from 'fast-check';
import { MIGRATION_LIMITS, programLimits, sessionSettings, TASK_LIMITS } from './limits.rules.js';

describe('the limits of a database connection', () => {
  it('expire in the order idle transaction, lock, statement, client', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (seconds) => {
        const { idleInTransactionMs, lockMs, statementMs, queryMs } = programLimits(seconds);
        expect([idleInTransactionMs, lockMs, statementMs, queryMs]).toEqual(
          [idleInTransactionMs, lockMs, statementMs, queryMs].toSorted((a, b) => a - b),
        );
        expect(new Set([idleInTransactionMs, lockMs, statementMs, queryMs]).size).toBe(4);
      }),
    );
  });

  it('free a lock of a stopped program within 15 s by default', () => {
    expect(programLimits(10).idleInTransactionMs).toBeLessThanOrEqual(15_000);
  });

  it.each([programLimits(10), TASK_LIMITS, MIGRATION_LIMITS])(
    'limit idle transactions and lock waits of every kind of work: %j',
    (limits) => {
      const settings = sessionSettings(limits);
      expect(settings['idle_in_transaction_session_timeout']).toBeGreaterThan(0);
      expect(settings['lock_timeout']).toBeGreaterThan(0);
    },
  );
});
