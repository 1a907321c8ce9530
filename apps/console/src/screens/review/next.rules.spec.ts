import { nextOf } from './next.rules';

type Waiting = Parameters<typeof nextOf>[0][number];
const waiting = (id: string, more: Partial<Waiting> = {}): Waiting => ({
  id,
  whyNot: null,
  hold: null,
  series: null,
  ...more,
});
const hold = { by: { id: '9', name: 'Cut Nuraini' }, since: '2029-02-01T00:00:00.000Z' } as Waiting['hold'];

describe('the submission to look at next', () => {
  it('is the most urgent one besides the one that was decided', () =>
    expect(nextOf([waiting('1'), waiting('2'), waiting('3')], '1')?.id).toBe('2'));

  it('is one that this person may decide on', () =>
    expect(nextOf([waiting('1', { whyNot: 'own-work' as Waiting['whyNot'] }), waiting('2')], '3')?.id).toBe(
      '2',
    ));

  it('is one that somebody else has open only where there is no other', () => {
    const held = waiting('1', { hold });
    expect(nextOf([held, waiting('2')], '3')?.id).toBe('2');
    expect(nextOf([held], '3')?.id).toBe('1');
  });

  it('is none without another', () => expect(nextOf([waiting('1')], '1')).toBeNull());
});
