import type { Draft } from '../drafts/draft.js';
import { uncheckedHours } from './unchecked.rules.js';

const draft = (language: string, body: string, more: Partial<Draft> = {}): Draft => ({
  title: '',
  kind: 'ordinary',
  reach: 'preferred',
  channels: ['sms'],
  contents: { sms: { [language]: { body } } },
  audience: { regions: ['11'] },
  ...more,
});

describe('hours of polling without an election', () => {
  it.each([
    ['id', 'KPU: Datang ke TPS 04 pukul 07.00-14.00', 1],
    ['id', 'KPU: Pemungutan suara mulai jam 7 pagi', 1],
    ['en', 'KPU: Polling stations open at 7 a.m.', 1],
    ['id', 'KPU: Kantor kami buka pukul 08.00', 0],
    ['id', 'KPU: Datang ke TPS 04', 0],
    ['id', 'KPU: Unggah https://kpu.go.id/tps/07.00', 0],
  ])('in %s, %s', (language, body, found) =>
    expect(uncheckedHours(draft(language, body), new Map()).map(({ code }) => code)).toHaveLength(found),
  );

  it('are compared where an election is chosen, and do not count in a channel that is not', () => {
    const body = 'KPU: TPS buka 07.00';
    expect(uncheckedHours(draft('id', body, { electionId: 'pemilu-2029' }), new Map())).toEqual([]);
    expect(uncheckedHours(draft('id', body, { channels: ['email'] }), new Map())).toEqual([]);
  });
});
