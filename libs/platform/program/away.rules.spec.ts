import { awayFrom } from './away.rules.js';

const withCode = (code: string, more: object = {}): Error => Object.assign(new Error('x'), { code, ...more });

describe('awayFrom', () => {
  it.each([
    withCode('ECONNREFUSED'),
    withCode('57P01'),
    withCode('57P03'),
    new Error('Connection terminated unexpectedly'),
    new Error('Client has encountered a connection error and is not queryable'),
    new Error('Query runner already released. Cannot run queries anymore.'),
    new Error('timeout exceeded when trying to connect'),
  ])('returns the database for %s', (error) => {
    expect(awayFrom(error)).toEqual({ server: 'database', uncertain: false });
  });

  it.each(['Connection is closed.', 'the queue did not answer within 2000 ms'])(
    'returns the queue for %s',
    (message) => {
      expect(awayFrom(new Error(message))).toEqual({ server: 'queue', uncertain: false });
    },
  );

  it('reports an uncertain result for an interrupted COMMIT alone', () => {
    expect(awayFrom(withCode('57P01', { query: 'COMMIT' }))?.uncertain).toBe(true);
    expect(awayFrom(withCode('57P01', { query: 'INSERT INTO audit_entries' }))?.uncertain).toBe(false);
  });

  it.each([
    withCode('23505'),
    withCode('40P01', { query: 'COMMIT' }),
    new Error('Connection pooling'),
    'ECONNREFUSED',
    null,
  ])('returns null for any other error: %s', (error) => expect(awayFrom(error)).toBeNull());
});
