import { doubtsOn, doubtsOnPause, leftInDoubt, openDoubts } from './doubts.rules';

describe('The doubts on a broadcast', () => {
  const at = (second: number): string => `2026-11-28T07:12:0${second}.000Z`;
  const act = (second: number, what: string, more: object = {}) => ({
    act: what,
    at: at(second),
    as: 'author',
    by: null,
    channel: null,
    regionCode: null,
    doubt: false,
    keptInDoubt: false,
    reason: null,
    ...more,
  });
  const doubt = { since: at(2), by: 'kpu', reason: 'gempa' };
  const lampung = act(2, 'pause', { doubt: true, channel: 'sms', regionCode: '18', reason: 'gempa' });
  const sulsel = act(3, 'doubt', { as: 'kpu', channel: 'sms', regionCode: '73', reason: 'pukul delapan' });
  const reasons = (...more: ReturnType<typeof act>[]) =>
    openDoubts([act(1, 'doubt', { reason: 'lama' }), lampung, sulsel, ...more], doubt).map(
      ({ reason }) => reason,
    );

  it('keep whose they are, their part and their reason', () => {
    expect(openDoubts([lampung, sulsel], doubt)).toMatchObject([
      { as: 'author', channel: 'sms', regionCode: '18', reason: 'gempa' },
      { as: 'kpu', channel: 'sms', regionCode: '73', reason: 'pukul delapan' },
    ]);
    expect(openDoubts([lampung], null)).toEqual([]);
  });

  it('end one by one with what was paused for them, or together', () => {
    expect(reasons()).toEqual(['gempa', 'pukul delapan']);
    expect(reasons(act(4, 'resume', { keptInDoubt: true }))).toEqual(['gempa', 'pukul delapan']);
    expect(reasons(act(4, 'release'))).toEqual(['gempa', 'pukul delapan']);
    expect(reasons(act(4, 'resume', { regionCode: '18' }))).toEqual(['pukul delapan']);
    expect(reasons(act(4, 'resume', { channel: 'email' }))).toEqual(['gempa', 'pukul delapan']);
    expect(reasons(act(4, 'cancel', { regionCode: '18' }))).toEqual(['gempa', 'pukul delapan']);
    expect(reasons(act(4, 'lift-doubt'), act(5, 'doubt', { reason: 'lagi' }))).toEqual(['lagi']);
  });

  it('are the broadcast’s own where the trail has none', () => {
    expect(openDoubts([], doubt)).toMatchObject([{ as: 'kpu', regionCode: null, reason: 'gempa' }]);
  });

  it('concern the waves and the pauses of their part', () => {
    const both = openDoubts([lampung, sulsel], doubt);
    expect(doubtsOn(both, [{ channel: 'sms', regionCode: '73.71' }])).toEqual([both[1]]);
    expect(doubtsOn(both, [{ channel: 'email', regionCode: '73' }])).toEqual([]);
    expect(doubtsOnPause(both, { channels: ['sms'], regions: ['18', '18.71'] })).toEqual([both[0]]);
    expect(doubtsOnPause(both, { channels: ['sms'], regions: null })).toEqual(both);
  });

  it('stay on what had ended before, until they end', () => {
    const java = act(2, 'pause', { doubt: true, regionCode: '35' });
    const left = (channel: string, regionCode: string, ...more: ReturnType<typeof act>[]) =>
      leftInDoubt([java, ...more], doubt, { channel, regionCode });
    expect(left('sms', '35')).toBe(true);
    expect(left('sms', '35.78')).toBe(true);
    expect(left('sms', '51')).toBe(false);
    expect(left('sms', '35', act(4, 'cancel'))).toBe(true);
    expect(left('sms', '35', act(4, 'resume', { keptInDoubt: true }))).toBe(true);
    expect(left('sms', '35', act(4, 'resume', { channel: 'sms' }))).toBe(false);
    expect(left('email', '35', act(4, 'resume', { channel: 'sms' }))).toBe(true);
    expect(left('sms', '35', act(4, 'lift-doubt'))).toBe(false);
    expect(leftInDoubt([java], null, { channel: 'sms', regionCode: '35' })).toBe(false);
  });
});
