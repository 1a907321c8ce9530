import { outcomeOf } from './shown.rules.js';

describe('what became of a submission', () => {
  it.each([
    ['decided', 'rejected', 'rejected'],
    ['decided', 'withdrawn', 'approved'],
    ['takenBack', 'withdrawn', 'withdrawn'],
    ['draftAgain', 'draft', 'voided'],
  ] as const)('is %s where the broadcast is %s and the submission %s', (expected, state, decision) =>
    expect(outcomeOf({ state, submission: { decision } })).toBe(expected),
  );
});
