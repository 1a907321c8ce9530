import type { Draft } from '../drafts/draft.js';
import { unchosenElection } from './unchosen.rules.js';

const draft = (language: string, body: string, more: Partial<Draft> = {}): Draft => ({
  title: '',
  kind: 'ordinary',
  reach: 'preferred',
  channels: ['sms'],
  contents: { sms: { [language]: { body } } },
  audience: { regions: ['11'] },
  ...more,
});
const contest = {
  office: 'president' as const,
  regionCode: '91',
  pollingDate: '2029-02-24',
  contestants: [],
};
const open = [{ pollingDate: '2029-02-14', contests: [contest] }];
const javanese = new Map([
  [
    'jv',
    {
      months: ['Januari', 'Fèbruari', ...Array.from({ length: 10 }, () => '')],
      days: ['Senèn', 'Selasa', 'Rebo', 'Kemis', 'Jemuwah', 'Setu', 'Minggu'],
    },
  ],
]) as unknown as Parameters<typeof unchosenElection>[2];

const codes = (of: Draft, elections = open): string[] =>
  unchosenElection(of, elections, javanese).map(({ code }) => code);

describe('a text about polling day without an election', () => {
  it.each([
    ['id', 'KPU: Ingat hari pemungutan suara!', 1],
    ['id', 'KPU: Pencoblosan 13 Februari 2029.', 1],
    ['id', 'KPU: Sampai jumpa 14 Februari 2029.', 1],
    ['id', 'KPU: Sampai jumpa 14 Februari.', 1],
    ['id', 'KPU: Di Papua 24-02-2029.', 1],
    ['jv', 'KPU: Rebo 14 Fèbruari 2029.', 1],
    ['en', 'KPU: Polling day is near.', 1],
    ['en', 'KPU: Vote on February 13.', 1],
    ['id', 'KPU: besok kita memilih', 1],
    ['id', 'KPU: Datang ke TPS hari Rabu', 1],
    ['id', 'KPU: Datang ke TPS 04 pukul 07.00-14.00', 1],
    ['id', 'KPU: Pemungutan suara mulai jam 7 pagi', 1],
    ['en', 'KPU: Polling stations open at 7 a.m.', 1],
    ['id', 'KPU: Kantor kami buka pukul 08.00', 0],
    ['id', 'KPU: Rapat 13 Februari 2029', 0],
    ['id', 'KPU: Datang ke TPS 04', 0],
    ['id', 'KPU: Unggah https://kpu.go.id/tps/07.00', 0],
    ['en', 'KPU: You may vote if you are 17.', 0],
  ])('in %s, %s', (language, body, found) => expect(codes(draft(language, body))).toHaveLength(found));

  it('reads a text in easy words too', () => {
    expect(
      codes(draft('id', 'KPU', { alternatives: { easy: { id: 'Hari pemilu sudah dekat.' } } })),
    ).toHaveLength(1);
  });

  it('says nothing where an election is chosen, where none can be, or of a channel that is not chosen', () => {
    const body = 'KPU: TPS buka 07.00';
    expect(codes(draft('id', body, { electionId: 'pemilu-2029' }))).toEqual([]);
    expect(codes(draft('id', body), [])).toEqual([]);
    expect(codes(draft('id', body, { channels: ['email'] }))).toEqual([]);
  });
});
