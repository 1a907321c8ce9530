import { doubterOf, openDoubts } from './doubts.rules';
import { endsNothing, pauserOf, sinceDoubt, together } from './pauses.rules';

describe('a doubt on what the brake held before', () => {
  const AT = '2026-11-28T07:12:00.000Z';
  const act = {
    act: 'pause',
    at: '2026-11-28T07:12:00.020Z',
    as: 'kpu',
    channel: null,
    regionCode: '32',
    by: { name: 'Agus Salim' },
    doubt: true,
    keptInDoubt: false,
    reason: 'jam TPS',
  };
  const held = (channel: string, more = {}) => ({
    channel,
    kind: 'paused',
    cause: 'broadcast',
    since: AT,
    by: 'kpu',
    reason: 'jam TPS',
    brake: null,
    waves: 1,
    of: 2,
    all: 2,
    regions: ['32'],
    doubted: true,
    ...more,
  });
  // The brake was released: the wave stays paused for the doubt, since the brake.
  const braked = held('sms', { since: '2026-11-28T07:02:00.000Z' });
  const [one, ...others] = together(sinceDoubt([held('email'), braked], [act]));

  it('is shown once, with the person who cast it', () => {
    expect(others).toEqual([]);
    expect(one).toMatchObject({ channels: ['email', 'sms'], since: AT });
    expect(one && pauserOf([act], one)).toBe('Agus Salim');
  });

  it('has a name where no pause was made for it', () => {
    const doubts = openDoubts([{ ...act, act: 'doubt' }], { since: AT, by: 'kpu', reason: 'jam TPS' });
    const [alone] = together([braked]);
    expect(alone && pauserOf([act], alone)).toBeNull();
    expect(alone && doubterOf(doubts, alone)).toBe('Agus Salim');
    expect(alone && doubterOf(doubts, { ...alone, by: 'author' })).toBeNull();
  });

  it('leaves the time of other pauses', () => {
    const technical = held('sms', { since: braked.since, by: 'operator', doubted: false });
    const elsewhere = held('sms', { since: braked.since, regions: ['33'] });
    for (const other of [technical, elsewhere])
      expect(sinceDoubt([held('email'), other], [act])).toEqual([held('email'), other]);
  });
});

it('a pause of several channels counts what is left on all of them', () => {
  const on = (channel: string, waiting: number) => ({
    channel,
    kind: 'paused',
    cause: 'broadcast',
    since: null,
    by: 'kpu',
    reason: null,
    brake: null,
    waves: 2,
    of: 2,
    all: 2,
    regions: null,
    waiting,
  });
  expect(together([on('email', 0), on('sms', 3)])).toMatchObject([{ waves: 4, waiting: 3 }]);
});

describe('the end of an emergency stop', () => {
  const stop = (channel: string, waves: number) => ({
    channel,
    kind: 'stopped',
    cause: 'emergency',
    since: null,
    by: 'Operator',
    reason: 'uji',
    brake: null,
    waves,
    of: 3,
    all: 3,
    regions: null,
  });

  it.each([
    ['lets nothing go on where all that is left is paused itself', [0, 0], true],
    ['lets something go on where one channel has waves that are not', [0, 2], false],
  ] as const)('%s', (_, waves, nothing) =>
    expect(together(waves.map((count, at) => stop(`${at}`, count))).map(endsNothing)).toEqual([nothing]),
  );
});
