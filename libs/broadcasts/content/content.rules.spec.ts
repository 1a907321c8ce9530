import fc from 'fast-check';
import { smsSegments } from '#channels/sms';
import {
  checkComplete,
  checkContents,
  checkLanguages,
  type ContentFacts,
  contestantsNamed,
  costOfSms,
  smsLengths,
} from './content.rules.js';
import type { Draft } from '../drafts/draft.js';
import { freeze } from '../document/freeze.js';
import { compileDocument } from './render.js';
import { VARIABLES } from './variables.js';
import { KNOWN_LANGUAGES } from '../../../test/factories/languages.js';

const REGIONS = ['Aceh', 'Kabupaten Kepulauan Siau Tagulandang Biaro'];
const facts: ContentFacts = {
  links: { domains: ['kpu.go.id'], hosts: ['siar.go.id'] },
  sender: {
    ministry: 'Kementerian Komunikasi dan Digital',
    commission: 'Komisi Pemilihan Umum',
    name: 'Siar',
  },
  publicUrl: 'https://siar.go.id',
  shortUrl: 'siar.go.id',
  regionNames: REGIONS,
  provinces: [
    { name: 'Aceh', targeted: true },
    { name: 'Bali', targeted: false },
  ],
  election: null,
  pollingDates: ['2024-02-14', '2024-09-25'],
  smsCostPerSegment: 400,
  languages: KNOWN_LANGUAGES,
};
const election = {
  id: 'e',
  name: 'Pemilu',
  round: 'first' as const,
  pollingDate: '2024-02-14',
  pollingOpens: '07:00',
  pollingCloses: '13:00',
  quietFrom: '2024-02-11',
  quietTo: '2024-02-13',
  lookupLink: 'https://cekdptonline.kpu.go.id',
  moveDeadline: '2024-02-07',
  contests: [{ office: 'regent' as const, regionCode: '71.09', pollingDate: '2024-09-25', contestants: [] }],
};
const draft = (contents: Draft['contents'], more: Partial<Draft> = {}): Draft => ({
  title: 'x',
  kind: 'ordinary',
  reach: 'every',
  channels: ['sms'],
  contents,
  audience: { regions: ['11', '71'] },
  schedule: { at: 'now' },
  electionId: 'e',
  ...more,
});
const sms = (body: string): Draft['contents'] => ({ sms: { id: { body } } });
const faults = (made: Draft): string[] => checkContents(made, facts).faults.map(({ message }) => message);

describe('a text', () => {
  it('fits into one SMS for every name and region once it has passed the rules', () => {
    const piece = fc.oneof(
      fc.constantFrom(...VARIABLES).map((name) => `{{${name}}}`),
      fc.stringMatching(/^[A-Za-z ,:!€\n-]{0,30}$/),
    );
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom('İbrahim Çelik', 'Nguyễn Văn Ẩn', '😀😀😀', '[{~}]€', ''),
    );
    let passed = 0;
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), name, fc.nat(1), (pieces, who, where) => {
        const made = draft(sms(`KPU ${pieces.join('')}`));
        if (faults(made).length > 0) return;
        passed += 1;
        const document = freeze({
          broadcastId: '1',
          originalId: null,
          originalPage: null,
          remainderOfId: null,
          draft: { ...made, schedule: { at: 'now' } },
          regions: [],
          election,
          languages: new Map(),
          sender: { ...facts.sender, from: 'a@b', organisation: { id: '1', name: 'x' } },
          accountKinds: { email: ['smtp'], telegram: ['telegram'], sms: ['twilio'] },
          links: facts.links,
        });
        const link = 'siar.go.id/WWWWWWWWWW';
        const { text } = compileDocument(document)('sms', 'id')({
          name: who,
          regionCode: where ? '71.09' : '11',
          regionName: REGIONS[where] ?? '',
          verifyLink: link,
          unsubscribeLink: link,
        });
        expect(smsSegments(text)).toMatchObject({ encoding: 'GSM-7', segments: 1 });
      }),
      { numRuns: 1000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it('is counted with the election’s facts in the place of their tags', () => {
    const counted = (body: string): number =>
      checkContents(draft(sms(body)), { ...facts, election }).lengths[0]?.characters ?? 0;
    expect(counted('KPU {{polling_hours}}') - counted('KPU ')).toBe('07.00-13.00'.length);
    expect(checkContents(draft(sms('KPU {{move_deadline}} {{lookup_link}}')), facts).faults).toEqual([]);
  });

  it('is counted without what nothing states yet, and says so', () => {
    const nothing: ContentFacts = { ...facts, pollingDates: [] };
    const lengthOf = (body: string, given = nothing) => checkContents(draft(sms(body)), given).lengths[0];
    const long = lengthOf('KPU {{polling_date}} {{ polling_hours }} {{polling_hours}}');
    expect(long).toMatchObject({
      characters: lengthOf('KPU   ')?.characters,
      without: ['polling_date', 'polling_hours'],
    });
    expect(lengthOf('KPU {{name}}')).not.toHaveProperty('without');
    const undecided = { ...facts, election: { ...election, moveDeadline: null } };
    expect(lengthOf('KPU {{polling_date}} {{move_deadline}}', undecided)?.without).toEqual(['move_deadline']);
  });

  it('has its length for Telegram counted with its footer and the longest values', () => {
    const telegram = (body: string): Draft => draft({ telegram: { id: { body } } });
    const footer = '\n\nCek keaslian: https://siar.go.id/verify/WWWWWWWWWW\nBerhenti menerima: /berhenti'
      .length;
    expect(faults(telegram('a'.repeat(4096 - footer)))).toEqual([]);
    expect(faults(telegram('a'.repeat(4097 - footer)))).toEqual([expect.stringContaining('Take out 1.')]);
    expect(faults(telegram(`{{name}}${'a'.repeat(4096 - footer - 99)}`))).toHaveLength(1);
  });

  it('gets faults in an SMS for letters outside GSM-7, and the cost of another segment', () => {
    expect(faults(draft(sms('KPU “hai” ayo')))[0]).toContain('"“", "”" cannot be sent in a plain SMS');
    expect(faults(draft(sms(`KPU ${'a'.repeat(150)}`)))[0]).toContain(
      'smsOverride.segments to 2: Rp800 a message instead of Rp400',
    );
    expect(faults(draft(sms(`KPU ${'a'.repeat(150)}`), { smsOverride: { segments: 2 } }))).toEqual([]);
    expect(faults(draft(sms(`KPU ${'a'.repeat(300)}`), { smsOverride: { segments: 2 } }))).toHaveLength(1);
    expect(faults(draft(sms('KPU 🗳'), { smsOverride: { unicode: true } }))).toEqual([]);
    expect(faults(draft(sms(`KPU 🗳${'a'.repeat(60)}`), { smsOverride: { unicode: true } }))).toHaveLength(1);
  });

  it('gets faults with line and column, in every channel and language it has', () => {
    const found = checkContents(
      draft({
        email: { id: { subject: 'Halo {{x}}', body: 'a\nb bit.ly/x' }, en: { subject: ' ', body: 'ok' } },
        sms: { id: { body: 'KPU {' } },
      }),
      facts,
    );
    expect(found.faults.map(({ path, message }) => `${path} ${message.slice(0, 24)}`)).toEqual([
      'contents.email.id.subject Line 1, column 6: There ',
      'contents.email.id.body Line 2, "bit.ly/x": Link',
      'contents.email.en.subject The text is empty.',
      'contents.sms.id.body Line 1, column 5: A lone',
    ]);
  });

  it('may not put a variable into a link', () => {
    expect(faults(draft(sms('KPU kpu.go.id/{{name}}')))).toEqual([
      expect.stringContaining('must not touch a link'),
    ]);
    expect(faults(draft(sms('KPU cek {{verify_link}}, ya')))).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['KPU: kirim NIK Anda', ['asks-identity']],
    ['Halo semua', ['sms-without-sender']],
    ['KPU: TPS di Aceh dan Bali', ['other-place']],
    ['KPU: **penting**', ['typed-marks']],
    [`${facts.sender.ministry.toUpperCase()}: Halo semua`, []],
  ])('gets a warning for %j', (body, codes) => {
    expect(checkContents(draft(sms(body)), facts).warnings.map((warning) => warning.code)).toEqual(codes);
  });
});

describe('a draft', () => {
  it('is complete with channels, regions, a time and Indonesian texts', () => {
    expect(checkComplete(draft(sms('KPU')))).toEqual([]);
    const bare: Draft = {
      title: 'x',
      kind: 'ordinary',
      reach: 'every',
      channels: ['email'],
      contents: sms('KPU {{polling_date}}'),
      audience: { regions: [] },
    };
    expect(checkComplete(bare).map(({ path }) => path)).toEqual([
      'audience.regions',
      'schedule',
      'contents.email.id',
    ]);
  });

  it('needs the election when its text contains the polling date', () => {
    const { electionId: _, ...without } = draft(sms('KPU {{polling_date}}'));
    expect(checkComplete(without).map(({ path }) => path)).toEqual(['electionId']);
  });

  it('gets a warning when it names a contestant, in whole words, regardless of case and marks', () => {
    const named = (body: string): number =>
      contestantsNamed(draft(sms(body)), ['Siti Nurháliza', 'Andi']).length;
    expect(named('KPU: SITI  NURHALIZA.')).toBe(1);
    expect(named('KPU: andi, hadir')).toBe(1);
    expect(named('KPU: kandidat Siti')).toBe(0);
  });
});

describe('texts in regional languages', () => {
  it('wait until their language is live, in channels that are chosen, easy words and speech', () => {
    const body = { body: 'KPU: TPS' };
    const audio = { jv: { digest: 'a', type: 'audio/mpeg', bytes: 1, seconds: 1 } };
    const made = draft(
      { sms: { id: body, jv: body, en: body }, telegram: { id: body, su: body } },
      { alternatives: { easy: { id: 'TPS', min: 'TPS' }, audio } as unknown as Draft['alternatives'] },
    );
    const paths = (languages: typeof KNOWN_LANGUAGES): string[] =>
      checkLanguages(made, languages).map(({ path }) => path);
    expect(paths(new Map())).toEqual(['contents.sms.jv', 'alternatives.easy.min', 'alternatives.audio.jv']);
    expect(paths(KNOWN_LANGUAGES)).toEqual([]);
  });

  it('count the letters of the language’s own date and greeting', () => {
    const letters = (language: string): unknown =>
      checkContents(draft({ sms: { [language]: { body: 'KPU: {{polling_date}}' } } }), facts).faults.map(
        ({ code, params }) => [code, params?.['letters']],
      );
    expect(letters('jv')).toEqual([]);
    // A date in September: "Buleuën Sikureuëng" has a letter that an SMS of 7 bits lacks.
    expect(letters('ace')).toEqual([['sms-letters', ['ë']]]);
  });
});

describe('what an SMS costs', () => {
  const cost = (texts: Record<string, string>, perSegment = 400): number | null =>
    costOfSms(
      smsLengths(
        Object.fromEntries(Object.entries(texts).map(([language, body]) => [language, { body }])),
        facts,
      ),
      perSegment,
    );

  it('is that of its segments in the language that takes most', () => {
    expect(cost({ id: 'KPU: TPS' })).toBe(400);
    expect(cost({ id: 'KPU: TPS', en: `KPU: ${'x'.repeat(200)}` })).toBe(800);
  });

  it('is nothing without a text, or where nothing is set for a segment', () => {
    expect(cost({ id: ' ' })).toBeNull();
    expect(cost({ id: 'KPU: TPS' }, 0)).toBeNull();
  });
});
