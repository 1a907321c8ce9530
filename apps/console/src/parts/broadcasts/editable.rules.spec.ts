import { BROADCAST_STATES } from '../../../../../libs/contract/lists.js';
import { isEditable } from './editable.rules';

it.each([
  [false, ['draft', 'in_review', 'rejected', 'withdrawn']],
  [true, ['draft', 'in_review', 'rejected']],
])('can be changed until it is approved, or withdrawn before a copy went out; begun: %s', (begun, states) =>
  expect(BROADCAST_STATES.filter((state) => isEditable({ state, begun }))).toEqual(states),
);
