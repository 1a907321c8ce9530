import type { FrozenDocument } from '../document/freeze.js';
import { differenceBetween, type Stand } from './since.rules.js';

const HOUR = { timeZone: 'Asia/Jakarta', atOnce: false, local: '2026-11-27T07:00', night: false, regions: 1 };
const stand = (document: Record<string, unknown> = {}, more: Partial<Stand> = {}): Stand => ({
  document: {
    title: 'Pengingat',
    kind: 'urgent',
    channels: ['sms'],
    contents: { sms: { id: { text: 'KPU' } } },
    audience: { regions: ['11'], languages: [], topics: [] },
    regions: [{ code: '11', name: 'Aceh', timeZone: 'Asia/Jakarta' }],
    schedule: { at: '2026-11-27T07:00' },
    election: null,
    neutral: false,
    sender: { name: 'Kementerian', from: 'siar@example.id' },
    accountKinds: { sms: ['twilio'] },
    links: { domains: [], hosts: [] },
    ...document,
  } as unknown as FrozenDocument,
  people: { people: 10, channels: { email: 0, telegram: 0, sms: 10 } },
  hours: [HOUR],
  ...more,
});

describe('the difference between two versions of a broadcast', () => {
  it('is empty without a change, also when the hour of "at once" has moved', () => {
    expect(differenceBetween(stand(), stand()).changed).toEqual([]);
    const earlier = stand({}, { hours: [{ ...HOUR, atOnce: true, local: '2026-11-26T10:00' }] });
    const later = stand({}, { hours: [{ ...HOUR, atOnce: true, local: '2026-11-26T11:00' }] });
    expect(differenceBetween(earlier, later).changed).toEqual([]);
  });

  it('is empty for a broadcast at once when night has begun', () => {
    const day = stand({}, { hours: [{ ...HOUR, atOnce: true, local: '2026-11-26T19:00' }] });
    const night = stand({}, { hours: [{ ...HOUR, atOnce: true, local: '2026-11-26T20:00', night: true }] });
    expect(differenceBetween(day, night).changed).toEqual([]);
  });

  it('contains the hours when a broadcast at once gets an hour', () => {
    const atOnce = stand({}, { hours: [{ ...HOUR, atOnce: true }] });
    expect(differenceBetween(atOnce, stand()).changed).toEqual(['hours']);
  });

  it.each([
    ['people', {}, { people: { people: 11, channels: { email: 0, telegram: 0, sms: 10 } } }],
    ['texts', { contents: { sms: { id: { text: 'KPU.' } } } }, {}],
    ['sender', { sender: { name: 'Kementerian', from: 'lain@example.id' } }, {}],
    ['title', { title: 'Lain' }, {}],
    ['kind', { kind: 'ordinary' }, {}],
    ['languages', { audience: { regions: ['11'], languages: ['en'], topics: [] } }, {}],
    ['expiry', { schedule: { at: '2026-11-27T07:00', expires: '2026-11-28T07:00' } }, {}],
    ['window', { schedule: { at: '2026-11-27T07:00', leaveWindow: true } }, {}],
    ['neutral', { neutral: true }, {}],
    ['accountKinds', { accountKinds: { sms: ['smpp', 'twilio'] } }, {}],
    ['other', { links: { domains: ['kpu.go.id'], hosts: [] } }, {}],
    ['other', { renderer: 2 }, {}],
  ] as const)('contains a change of %s', (topic, document, more) => {
    expect(differenceBetween(stand(), stand(document, more as Partial<Stand>)).changed).toEqual([topic]);
  });

  describe('in the data of an election', () => {
    const words = { id: { '2029-02-14': 'Rabu, 14 Februari 2029' } };
    const election = {
      id: '7',
      name: 'Pemilu 2029',
      quietFrom: '2029-02-11',
      quietTo: '2029-02-13',
      pollingDate: '2029-02-14',
      byRegion: {},
      words,
    };
    const inEnglish = { en: { '2029-02-14': 'Wednesday, 14 February 2029' } };
    const aceh = { '11.01': '2029-02-21' };
    it.each([
      ['a language of the texts is added', { words: { ...words, ...inEnglish } }, {}, []],
      ['the polling day moves', { pollingDate: '2029-02-15' }, {}, ['election']],
      ['the quiet period moves', { quietTo: '2029-02-12' }, {}, ['election']],
      ['a regency of the audience gets a day of its own', { byRegion: aceh }, {}, ['election']],
      [
        'an added region has a day of its own',
        { byRegion: { '12.01': '2029-02-21' } },
        { audience: { regions: ['11', '12'], languages: [], topics: [] } },
        ['regions'],
      ],
      ['a date is spelt otherwise', { words: { id: { '2029-02-14': 'Rabu 14/2/2029' } } }, {}, ['other']],
    ])('when %s', (_, data, document, topics) => {
      const after = stand({ ...document, election: { ...election, ...data } });
      expect(differenceBetween(stand({ election }), after).changed).toEqual(topics);
    });
  });

  it('names the texts and regions that were added or removed', () => {
    const before = stand({
      contents: { sms: { id: { text: 'KPU' } }, email: { id: { subject: 'a', text: 'KPU' } } },
    });
    const after = stand({
      contents: {
        sms: { id: { text: 'KPU' }, en: { text: 'KPU' } },
        email: { id: { subject: 'b', text: 'KPU' } },
      },
      audience: { regions: ['12', '51'], languages: [], topics: [] },
    });
    expect(differenceBetween(before, after)).toMatchObject({
      changed: ['regions', 'texts'],
      regions: { added: ['12', '51'], removed: ['11'] },
      texts: [
        { channel: 'email', language: 'id', change: 'changed' },
        { channel: 'sms', language: 'en', change: 'added' },
      ],
    });
  });
});
