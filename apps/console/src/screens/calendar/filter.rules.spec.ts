import { channelTone, filtered, filterOf, occurring } from './filter.rules.js';
import type { Occurrence } from './occurrences.rules.js';

const one = (id: string, regions: string[], entry: Partial<Occurrence['entry']> = {}): Occurrence => ({
  key: id,
  wall: 0,
  entry: {
    id,
    state: 'draft',
    channels: ['sms'],
    organisation: 'Kementerian',
    ...entry,
  } as Occurrence['entry'],
  places: [{ timeZone: 'Asia/Jakarta', at: 0, regions }],
});

describe('the filters of the calendar', () => {
  const all = [
    one('aceh', ['11']),
    one('banda', ['11.71'], { state: 'approved', channels: ['email', 'telegram'] }),
    one('bali', ['51'], { organisation: 'KPU Bali' }),
  ];
  const ids = (of: readonly Occurrence[]): string[] => of.map(({ key }) => key);

  it.each([
    [{}, ['aceh', 'banda', 'bali']],
    [{ state: 'draft' }, ['aceh', 'bali']],
    [{ channel: 'telegram' }, ['banda']],
    [{ region: '11' }, ['aceh', 'banda']],
    [{ office: 'KPU Bali' }, ['bali']],
    [{ region: '11', channel: 'sms' }, ['aceh']],
  ])('%j leaves %j', (filter, left) => {
    expect(ids(filtered(all, filter))).toEqual(left);
  });

  it('offers what occurs, and keeps what is chosen', () => {
    expect(occurring(all, 'region', '91')).toEqual(['11', '51', '91']);
    expect(occurring(all, 'channel', undefined)).toEqual(['sms', 'email', 'telegram']);
  });

  it('is read from an address', () => {
    expect(filterOf(new URLSearchParams('state=draft&region=&view=month'))).toEqual({ state: 'draft' });
  });

  it('has a tone of its own for several channels', () => {
    expect([channelTone({ channels: ['sms'] }), channelTone({ channels: ['sms', 'email'] })]).toEqual([
      'sms',
      'several',
    ]);
  });
});
