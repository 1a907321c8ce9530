import fc from 'fast-check';
import { CHANNELS } from '#channels';
import { smsSegments } from '#channels/sms';
import { covers, ROLES } from '#staff/roles';
import { wrongIn } from '../../../test/factories/wrong-words.js';
import { alertMessage } from './alert-message.js';
import { type Callable, called, decideBy, whyNotAnswer } from './alert.rules.js';

const regions = [null, '11', '11.01', '51', '91'];
const person: fc.Arbitrary<Callable> = fc.record({
  personId: fc.integer({ min: 1, max: 12 }).map(String),
  roles: fc.uniqueArray(fc.constantFrom(...ROLES)),
  organisation: fc.record({
    id: fc.constantFrom('1', '2', '3'),
    kind: fc.constantFrom('kpu' as const, 'ministry' as const),
    name: fc.constant('Kantor'),
    regionCode: fc.constantFrom(...regions),
  }),
  tier: fc.constantFrom(1 as const, 2 as const),
  position: fc.integer({ min: 1, max: 5 }),
  channels: fc.subarray([...CHANNELS]),
});
const onCall = fc.uniqueArray(person, { selector: ({ personId }) => personId, maxLength: 12 });
const broadcast = fc.record({
  organisationId: fc.constantFrom('1', '2'),
  authorId: fc.integer({ min: 1, max: 12 }).map(String),
  editors: fc.uniqueArray(fc.integer({ min: 1, max: 12 }).map(String), { maxLength: 3 }),
  submittedBy: fc.option(fc.integer({ min: 1, max: 12 }).map(String)),
  regions: fc.uniqueArray(fc.constantFrom('11', '11.01', '51', '91'), { minLength: 1 }),
});
const kind = fc.constantFrom('review' as const, 'brake' as const);

describe('the people to call', () => {
  it('are those who may decide and can be reached, each once, in order', () => {
    fc.assert(
      fc.property(onCall, broadcast, kind, fc.boolean(), (list, about, what, escalated) => {
        const may = (one: Callable): boolean => whyNotAnswer(what, one, about) === null;
        const people = called(list, may, escalated);
        for (const one of people) {
          expect(one.channels.length).toBeGreaterThan(0);
          expect(one.roles).toContain(what === 'review' ? 'reviewer' : 'operator');
          if (what === 'brake') continue;
          expect(one.organisation.kind).toBe('kpu');
          expect(covers(one.organisation.regionCode, about.regions)).toBe(true);
          expect([about.authorId, about.submittedBy, ...about.editors]).not.toContain(one.personId);
        }
        expect(new Set(people).size).toBe(people.length);
        const order = people.map(({ tier, position }) => tier * 1000 + position);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
    );
  });

  it('are the first tier, the second when the first is empty, and all on escalation', () => {
    fc.assert(
      fc.property(onCall, broadcast, kind, (list, about, what) => {
        const may = (one: Callable): boolean => whyNotAnswer(what, one, about) === null;
        const fit = list.filter((one) => one.channels.length > 0 && may(one));
        const first = called(list, may, false);
        const all = called(list, may, true);
        expect(new Set(all)).toEqual(new Set(fit));
        expect(first.length > 0).toBe(fit.length > 0);
        expect(all).toEqual(expect.arrayContaining(first));
        const tiers = new Set(first.map(({ tier }) => tier));
        expect(tiers.size).toBeLessThanOrEqual(1);
        if (fit.some(({ tier }) => tier === 1)) expect([...tiers]).toEqual([1]);
      }),
    );
  });

  it('have to decide before the broadcast is due, or before the next people are called', () => {
    const now = new Date('2026-11-24T00:00:00Z');
    expect(decideBy(now, now, 300_000)).toEqual(new Date('2026-11-24T00:05:00Z'));
    expect(decideBy(now, new Date('2026-11-26T00:00:00Z'), 300_000)).toEqual(
      new Date('2026-11-26T00:00:00Z'),
    );
  });
});

describe('the text of a call', () => {
  const facts = {
    kind: 'review' as const,
    language: 'id' as const,
    broadcast: {
      id: '368340000000123',
      kind: 'correction' as const,
      companion: false,
      title: 'Ralat jam buka TPS – “penting” untuk seluruh wilayah Papua Pegunungan',
      organisation: 'Kementerian Komunikasi dan Digital',
    },
    channel: null,
    brake: null,
    decideBy: new Date('2026-11-24T00:05:00Z'),
    writtenAt: new Date('2026-11-23T23:50:00Z'),
    timeZone: 'Asia/Jayapura',
    consoleUrl: 'https://konsol.siar.go.id',
    escalateMinutes: 5,
    escalated: false,
  };

  it('names the matter, the office, the deadline in the reader’s time zone, and the page', () => {
    const { subject, text } = alertMessage('email', facts);
    expect(subject).toBe('[SIAR] Ralat menunggu keputusan KPU');
    for (const part of [
      facts.broadcast.title,
      'Kementerian Komunikasi dan Digital',
      'Selasa, 24 November 2026 pukul 09.05 WIT',
      'Ditulis: Selasa, 24 November 2026 pukul 08.50 WIT',
      'https://konsol.siar.go.id/siaran/368340000000123',
    ])
      expect(text).toContain(part);
    expect(alertMessage('telegram', { ...facts, escalated: true }).text).toMatch(/^BELUM DIJAWAB: Ralat/);
    expect(alertMessage('email', { ...facts, kind: 'brake', channel: 'sms' }).text).toContain(
      'Rem otomatis menghentikan ralat lewat SMS.',
    );
    const brake = {
      channel: 'sms' as const,
      why: 'fault' as const,
      code: 'twilio 21612',
      copies: 62,
      of: 1500,
      carrier: null,
    };
    expect(alertMessage('email', { ...facts, kind: 'brake', channel: 'sms', brake }).text).toContain(
      'Sebab: 62 dari 1.500 jawaban terakhir menolak pengirim atau isi pesan (twilio 21612)',
    );
  });

  it('names the companion of a correction, and a deadline that has passed', () => {
    const broadcast = { ...facts.broadcast, kind: 'urgent' as const, companion: true };
    expect(alertMessage('email', { ...facts, broadcast }).subject).toBe(
      '[SIAR] Pelengkap ralat menunggu keputusan KPU',
    );
    const late = { ...facts, escalated: true, writtenAt: facts.decideBy };
    expect(alertMessage('email', late).text).toContain(
      '\nPutuskan secepatnya, waktunya sudah lewat: Selasa, 24 November 2026 pukul 09.05 WIT',
    );
    expect(alertMessage('sms', late).text).toContain(', putuskan segera, lewat 24/11 09.05 WIT.');
  });

  it('names when messages expire where there is nothing to decide', () => {
    const stalled = { ...facts, kind: 'stalled', channel: 'sms' } as const;
    expect(alertMessage('email', stalled).text).toContain('\nPesan pertama kedaluwarsa: Selasa, 24 November');
    expect(alertMessage('sms', stalled).text).toContain(', kedaluwarsa mulai 24/11 09.05 WIT.');
    expect(alertMessage('email', { ...stalled, language: 'en' }).text).not.toContain('Decide');
  });

  it.each(['id', 'en'] as const)('uses the language that its reader chose: %s', (language) => {
    const broadcast = { ...facts.broadcast, title: 'Pilkada 2030', organisation: 'Kemenkomdigi' };
    const brake = {
      channel: 'sms',
      why: 'fault',
      code: 'twilio 21612',
      copies: 62,
      of: 1500,
      carrier: null,
    } as const;
    for (const what of ['review', 'brake', 'stalled'] as const)
      for (const sort of ['ordinary', 'urgent', 'correction'] as const)
        for (const channel of CHANNELS) {
          const { subject = '', text } = alertMessage(channel, {
            ...facts,
            kind: what,
            language,
            broadcast: { ...broadcast, kind: sort },
            channel: what === 'review' ? null : 'email',
            brake: what === 'brake' ? brake : null,
            escalated: true,
          });
          const lines = [subject, ...text.split('\n')].map((line) => line.replaceAll(/https:\S+/g, ''));
          expect(lines.filter((line) => wrongIn(language, line).length > 0)).toEqual([]);
          if (channel === 'sms') expect(smsSegments(text).segments).toBeLessThanOrEqual(2);
        }
  });

  it('contains no link made from typed text', () => {
    const typed = { title: 'Lihat https://kpu.example/masuk', organisation: 't.me/kpu' };
    for (const channel of ['email', 'telegram', 'sms'] as const) {
      const { text } = alertMessage(channel, { ...facts, broadcast: { ...facts.broadcast, ...typed } });
      expect(text.replace(facts.consoleUrl, '')).not.toMatch(/https?:|[a-z]\.[a-z]/);
    }
  });

  it('fits into two GSM-7 segments of SMS, whatever the title', () => {
    const { text } = alertMessage('sms', { ...facts, escalated: true });
    expect(text).toMatch(/^Siar 24\/11 08\.50 WIT: /);
    expect(text).toMatch(/putuskan sblm 24\/11 09\.05 WIT\. Ralat jam buka TPS - "penting" untuk sel - /);
    expect(smsSegments(text)).toMatchObject({ encoding: 'GSM-7', segments: 2 });
    expect(
      smsSegments(
        alertMessage('sms', { ...facts, broadcast: { ...facts.broadcast, title: 'Ralat jam' } }).text,
      ).segments,
    ).toBeLessThanOrEqual(2);
  });
});
