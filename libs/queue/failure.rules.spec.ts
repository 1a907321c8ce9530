import { failureOf } from './failure.rules.js';

describe('failureOf', () => {
  it.each([
    ['job stalled more than allowable limit', 'abandoned'],
    ['this worker stops: another one goes on with the fan-out', 'abandoned'],
    ['DATA_KEY holds no key 7', 'key'],
    ['canceling statement due to statement timeout', 'slow'],
    ['deadlock detected', 'slow'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'unreachable'],
    ['Connection terminated unexpectedly', 'unreachable'],
    ['permission denied for table waves', 'refused'],
    ['Telegram refuses us: 401', 'refused'],
    ['fan-out gave no account of itself', null],
    ['', null],
  ])('classifies the message: %s', (message, failure) => expect(failureOf(message)).toBe(failure));
});
