import { preset } from './differences.rules';

const part = (key: string, changedHere: boolean, changedThere: boolean) => ({
  key,
  mine: 'a',
  theirs: 'b',
  changedHere,
  changedThere,
});

describe('preset', () => {
  it('takes what only one side changed from that side', () => {
    expect([...preset([part('title', true, false), part('audience', false, true)])]).toEqual([
      ['title', 'mine'],
      ['audience', 'theirs'],
    ]);
  });

  it('chooses nothing for a part that both changed', () => {
    expect(preset([part('texts.sms.id.body', true, true)]).size).toBe(0);
  });
});
