import { cancelledBy, heldBefore } from './held-before.rules';

const act = (name: string, channel: string | null = null, regionCode: string | null = null) => ({
  act: name as 'pause',
  channel,
  regionCode,
  doubt: false,
  keptInDoubt: false,
});
const names = (...of: Parameters<typeof heldBefore>): string[] =>
  heldBefore(...of).map(({ act: name, channel }) => `${name} ${channel}`);

describe('what held copies that then ended', () => {
  it('is the pause of their channel, not of another', () =>
    expect(names([act('pause', 'sms'), act('pause', 'email'), act('cancel')], 'sms', 'cancelled')).toEqual([
      'pause sms',
    ]));

  it('is everything that covers them: a pause of all, of the channel, and the emergency stop', () =>
    expect(
      names(
        [act('pause'), act('pause-channel', 'sms'), act('stop-all'), act('cancel', 'sms')],
        'sms',
        'cancelled',
      ),
    ).toEqual(['pause null', 'pause-channel sms', 'stop-all null']));

  it('is nothing that was lifted before, and nothing after the cancel', () =>
    expect(
      names([act('pause', 'sms'), act('resume'), act('cancel'), act('pause', 'sms')], 'sms', 'cancelled'),
    ).toEqual([]));

  it('stays where only another region was resumed', () =>
    expect(
      names([act('pause', 'sms', '11'), act('resume', null, '12'), act('cancel')], 'sms', 'cancelled'),
    ).toEqual(['pause sms']));

  it('stays where a resumption left what is in doubt', () =>
    expect(
      names(
        [{ ...act('pause', 'sms'), doubt: true }, { ...act('resume'), keptInDoubt: true }, act('cancel')],
        'sms',
        'cancelled',
      ),
    ).toEqual(['pause sms']));

  it('of copies that expired is what was never lifted', () =>
    expect(names([act('pause', 'sms')], 'sms', 'expired')).toEqual(['pause sms']));

  it('is not a pause where one region was cancelled: that act is the cause', () => {
    const stops = [act('pause'), act('cancel', null, '35')];
    expect(names(stops, 'sms', 'cancelled')).toEqual([]);
    expect(cancelledBy(stops, ['sms'])).toEqual([stops[1]]);
    expect(cancelledBy([act('cancel', 'email')], ['sms'])).toEqual([]);
  });

  it('is nothing where nobody cancelled', () =>
    expect(names([act('pause', 'sms')], 'sms', 'cancelled')).toEqual([]));
});
