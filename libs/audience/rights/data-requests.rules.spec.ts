import { countMessages, mayTakeBack, possibleOutcomes, type Progress } from './data-requests.rules.js';

const verified: Progress = {
  wants: 'erasure',
  state: 'verified',
  done: [],
  found: true,
  restricted: false,
  handedOver: false,
};

describe('the outcomes of a data request', () => {
  it('offer an act only while its effect stands', () => {
    const restriction: Progress = { ...verified, wants: 'restriction' };
    expect(possibleOutcomes({ ...restriction, done: ['restricted'], restricted: true })).toEqual([
      'restricted',
    ]);
    const lifted: Progress = { ...restriction, done: ['restricted', 'lifted'] };
    expect(possibleOutcomes(lifted)).toEqual(['lifted', 'not-identified', 'refused', 'taken-back']);
    expect(possibleOutcomes({ ...lifted, restricted: true })).toEqual(['restricted']);
  });

  it('offer a refusal and a withdrawal until what was asked is done, whatever else was done', () => {
    const other: Progress = { ...verified, done: ['restricted'], restricted: true };
    expect(possibleOutcomes(other)).toEqual(['restricted', 'refused', 'taken-back']);
    const handed: Progress = { ...verified, done: ['exported'], handedOver: true };
    // Asked for an erasure: a copy in the person's hands is no answer to that.
    expect(possibleOutcomes(handed)).toEqual(['refused', 'taken-back']);
    expect(possibleOutcomes({ ...handed, wants: 'access' })).toEqual(['exported']);
    expect(possibleOutcomes({ ...handed, handedOver: false })).toEqual(['refused', 'taken-back']);
  });

  it('offer that the identity is not proven until something rests on the check', () => {
    expect(possibleOutcomes(verified)).toEqual(['not-identified', 'refused', 'taken-back']);
    expect(mayTakeBack({ ...verified, done: ['restricted', 'lifted'] })).toBe(true);
    for (const done of [
      ['exported'],
      ['restricted'],
      ['lifted'],
      ['lifted', 'restricted'],
      ['erased'],
    ] as const)
      expect(mayTakeBack({ ...verified, done })).toBe(false);
    expect(mayTakeBack({ ...verified, state: 'open' })).toBe(false);
  });

  it('offer that nothing is held once the person found is gone', () => {
    expect(possibleOutcomes({ ...verified, found: false, done: ['lifted'] })).toEqual([
      'nothing-held',
      'refused',
      'taken-back',
    ]);
    expect(possibleOutcomes({ ...verified, state: 'closed', done: ['erased'] })).toEqual([]);
  });
});

it('counts as sent only what a provider took', () => {
  const states = [
    'accepted',
    'delivered',
    'suppressed',
    'expired',
    'cancelled',
    'pending',
    'claimed',
    'failed',
  ];
  expect(countMessages([...states, 'unknown'])).toEqual({
    sent: 2,
    waiting: 2,
    failed: 1,
    uncertain: 1,
    unsent: 3,
  });
});
