import type { Draft } from './drafts/draft.js';
import { lacksOf, leftToMend, looksOf, meet, type TimedBroadcast } from './home-plan.rules.js';

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

describe('what is left to mend of a returned draft', () => {
  const passage = (quote: string, reason = 'WITA') =>
    ({ channel: 'sms', language: 'id', field: 'text', quote, reason }) as const;
  const reviewed = { sms: { id: { text: 'Buka 07.00, tutup 13.00. Buka 07.00.' } } };
  const draft = (body: string, channels = ['sms']) => ({ channels, contents: { sms: { id: { body } } } });

  it('is each passage that still stands in its text', () => {
    const of = [passage('07.00'), passage('13.00')];
    expect(leftToMend(of, reviewed, draft('Buka 07.00, tutup 12.00. Buka 07.00.'))).toEqual([of[0]]);
    expect(leftToMend(of, reviewed, draft(''))).toEqual([]);
  });

  it('counts one of two alike as mended, and one that stands again elsewhere as mended where it was', () => {
    const both = [passage('07.00', 'satu'), passage('07.00', 'dua')];
    expect(leftToMend(both, reviewed, draft('Buka 08.00, tutup 13.00. Buka 07.00.'))).toHaveLength(1);
    expect(
      leftToMend([passage('07.00')], reviewed, draft('Buka 08.00, tutup 13.00. Buka 07.00.')),
    ).toHaveLength(0);
  });

  it('is nothing on a channel that is no longer chosen, and reads past the mark of a training', () => {
    expect(leftToMend([passage('07.00')], reviewed, draft('Buka 07.00', []))).toEqual([]);
    const marked = { sms: { id: { text: '[LATIHAN] Buka 07.00' } } };
    expect(leftToMend([passage('[LATIHAN] Buka')], marked, draft('Buka 07.00'))).toHaveLength(1);
  });
});

it('counts what prevents a submission and what is marked, and names the gravest end of what a text was copied from', () => {
  expect(looksOf([{}], []).faults).toBe(1);
  expect(looksOf([], [])).toEqual({ faults: 0, looks: 0, copied: null });
  expect(looksOf([], [{ code: 'date' }])).toEqual({ faults: 0, looks: 1, copied: null });
  expect(looksOf([], [{ code: 'date' }, { code: 'copied-corrected' }])).toEqual({
    faults: 0,
    looks: 2,
    copied: 'corrected',
  });
  expect(looksOf([], [{ code: 'copied-doubted' }, { code: 'copied-withdrawn' }])).toEqual({
    faults: 0,
    looks: 2,
    copied: 'withdrawn',
  });
});
