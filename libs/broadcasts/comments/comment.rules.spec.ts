import type { Actor, Ownership } from '../who-may.rules.js';
import { isDiscussed, mayDiscuss } from './comment.rules.js';

describe('who discusses a broadcast', () => {
  const broadcast: Ownership = {
    organisationId: '1',
    authorId: '10',
    editors: [],
    submittedBy: null,
    regions: ['11', '51'],
  };
  const person = (roles: Actor['roles'], organisation: Partial<Actor['organisation']>): Actor => ({
    personId: '20',
    roles,
    organisation: { id: '2', kind: 'kpu', name: 'KPU', regionCode: null, ...organisation },
  });
  it.each([
    ['an author of its office', person(['author'], { id: '1', kind: 'ministry' }), true],
    ['an author of another office', person(['author'], {}), false],
    ['an operator of its office', person(['operator'], { id: '1', kind: 'ministry' }), false],
    ['a reviewer of its office', person(['reviewer'], { id: '1', kind: 'ministry' }), false],
    ['a reviewer of national KPU', person(['reviewer'], {}), true],
    ['a reviewer of one of its regions alone', person(['reviewer'], { regionCode: '11' }), false],
  ])('%s', (_, actor, may) => expect(mayDiscuss(actor, broadcast)).toBe(may));
});

it('a broadcast is discussed until it is approved', () => {
  const states = ['draft', 'in_review', 'rejected', 'withdrawn', 'approved', 'running', 'completed'] as const;
  expect(states.filter(isDiscussed)).toEqual(['draft', 'in_review', 'rejected', 'withdrawn']);
});
