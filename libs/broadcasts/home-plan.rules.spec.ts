import type { Draft } from './drafts/draft.js';
import { lacksOf, meet, type TimedBroadcast } from './home-plan.rules.js';

describe('the parts that a draft lacks', () => {
  const empty: Draft = {
    title: 'TPS',
    kind: 'ordinary',
    reach: 'preferred',
    channels: [],
    contents: {},
    audience: { regions: [] },
  };

  it('names each part once, in the order of the form', () => {
    expect(lacksOf(empty)).toEqual(['channels', 'audience', 'schedule']);
    expect(lacksOf({ ...empty, channels: ['sms', 'email'], audience: { regions: ['11'] } })).toEqual([
      'texts',
      'schedule',
    ]);
  });

  it('names the election where a text needs its polling day', () => {
    expect(
      lacksOf({
        ...empty,
        channels: ['sms'],
        contents: { sms: { id: { body: 'KPU: {{polling_date}}' } } },
        audience: { regions: ['11'] },
        schedule: { at: 'now' },
      }),
    ).toEqual(['election']);
  });
});

describe('broadcasts that meet', () => {
  const HOUR_MS = 3_600_000;
  const one: TimedBroadcast = {
    id: '1',
    title: 'Satu',
    channels: ['sms'],
    topics: [],
    alone: true,
    times: [{ at: 0, region: '11' }],
  };
  const other: TimedBroadcast = { ...one, id: '2', times: [{ at: HOUR_MS, region: '11.01' }] };

  it('share an hour, a region, or a part of it, and a channel', () => {
    expect(meet(one, other)).toBe(true);
    expect(meet(one, { ...other, times: [{ at: HOUR_MS + 1, region: '11' }] })).toBe(false);
    expect(meet(one, { ...other, times: [{ at: 0, region: '12' }] })).toBe(false);
    expect(meet(one, { ...other, channels: ['email'] })).toBe(false);
  });

  it('are kept apart by topics, and never counted for a correction or itself', () => {
    const about = { ...one, topics: ['dptb'] };
    expect(meet(about, { ...other, topics: ['tps'] })).toBe(false);
    expect(meet(about, { ...other, topics: ['dptb'] })).toBe(true);
    expect(meet(one, { ...other, alone: false })).toBe(false);
    expect(meet(one, one)).toBe(false);
  });
});
