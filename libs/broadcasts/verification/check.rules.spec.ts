import fc from 'fast-check';
import type { ChannelName } from '#channels';
import { DEMO_TEXTS } from '../../../test/factories/texts.js';
import type { FrozenDocument } from '../document/freeze.js';
import { compileDocument } from '../content/render.js';
import { withFooter } from '../content/footer.js';
import {
  type ContentForm,
  formsOf,
  isCloser,
  likelyForms,
  type Match,
  matchWith,
  resembles,
  type TextPlace,
  WORK,
} from './check.rules.js';
import { shinglesOf, sketchOf } from './shingles.rules.js';
import type { OwnLinks } from './slots.rules.js';
import { tokensOf } from './words.rules.js';
import { PASTE_LIMIT } from '#contract/api/text-comparison';

const REGIONS = new Map([
  ['11', { name: 'Aceh' }],
  ['32', { name: 'Jawa Barat' }],
  ['32.73', { name: 'Kota Bandung' }],
  ['32.04', { name: 'Kabupaten Bandung' }],
  ['91', { name: 'Papua' }],
]);
const CODE = 'ABCDEF2345';
const VERIFY = `https://siar.go.id/verify/${CODE}`;
const LEAVE = `https://siar.go.id/unsubscribe/1-2-${'0'.repeat(32)}`;
const SENDER = { ministry: 'Kementerian', commission: 'KPU' };

const contents = Object.fromEntries(
  Object.entries(DEMO_TEXTS).map(([channel, languages]) => [
    channel,
    Object.fromEntries(
      Object.entries(languages as Record<string, { subject?: string; body: string }>).map(
        ([language, { subject, body }]) => [
          language,
          {
            ...(subject === undefined ? {} : { subject }),
            text: withFooter(channel as ChannelName, language, body, SENDER),
          },
        ],
      ),
    ),
  ]),
) as FrozenDocument['contents'];

const DOCUMENT = {
  broadcastId: '1',
  channels: ['email', 'telegram', 'sms'],
  contents,
  nameless: { id: 'Bapak/Ibu', en: 'Sir/Madam' },
  audience: { regions: ['32', '91'], languages: [], topics: [] },
  election: {
    pollingDate: '2029-02-14',
    byRegion: { '91': '2029-02-24' },
    words: {
      id: { '2029-02-14': 'Rabu, 14 Februari 2029', '2029-02-24': 'Sabtu, 24 Februari 2029' },
      en: { '2029-02-14': 'Wednesday, 14 February 2029', '2029-02-24': 'Saturday, 24 February 2029' },
    },
  },
  links: { domains: ['kpu.go.id'], hosts: ['siar.go.id'] },
} as unknown as FrozenDocument;

const links = (channel: TextPlace): OwnLinks =>
  channel === 'sms'
    ? {
        verify: (link) => link === `siar.go.id/${CODE}`,
        unsubscribe: (link) => link === `siar.go.id/${CODE}`,
      }
    : { verify: (link) => link === VERIFY, unsubscribe: (link) => link === LEAVE };
function toTheEnd<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
const FORMS = toTheEnd(formsOf(DOCUMENT, REGIONS));
const check = (text: string, forms = FORMS): Match | undefined => {
  const pasted = tokensOf(text);
  const work = { cells: WORK };
  return likelyForms(pasted, shinglesOf(pasted), forms, true)
    .flatMap(({ form }) => toTheEnd(matchWith(pasted, form, links(form.channel), work)) ?? [])
    .reduce<Match | undefined>((best, one) => (!best || isCloser(one, best) ? one : best), undefined);
};

/** Checks a copy against its own forms only: when no other text matters, that is a quarter of the work. */
const checkOwn = (
  text: string,
  { channel, language }: { channel: string; language: string },
): Match | undefined =>
  check(
    text,
    FORMS.filter((form) => form.channel === channel && form.language === language),
  );

const channels = fc.constantFrom<ChannelName>('email', 'telegram', 'sms');
const people = fc.constantFrom(
  'Budi',
  'Siti Nurhaliza',
  'H. Ahmad Dahlan, S.H., M.Hum.',
  "Ma'ruf",
  'Maria de Jesus Pereira',
  'dewi',
  'I Gusti Ngurah Rai',
  '',
);
const copies = fc
  .record({
    channel: channels,
    language: fc.constantFrom('id', 'en'),
    name: people,
    code: fc.constantFrom('32', '32.73', '32.04', '91'),
  })
  .map(({ channel, language, name, code }) => {
    const short = `siar.go.id/${CODE}`;
    const { text, subject } = compileDocument(DOCUMENT)(channel, language)({
      name,
      regionCode: code,
      regionName: REGIONS.get(code)?.name ?? '',
      verifyLink: channel === 'sms' ? short : VERIFY,
      unsubscribeLink: channel === 'sms' ? short : LEAVE,
    });
    return { channel, language, text, subject, name };
  });

/**
 * Whether a word of a copy belongs to its recipient's name, or to the words used when there is none: with another name
 * it would be another copy.
 */
const isOfName = (word: string, name: string): boolean =>
  (name || 'Bapak/Ibu Sir/Madam')
    .split(' ')
    .some((part) => part !== '' && [word, word.replace(/[,!]+$/, '')].includes(part));

/** Changes that programs and people make to a text on its way without changing its meaning. */
const harmless: ((text: string) => string)[] = [
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll(/ /g, '\u{A0}'),
  (text) => text.replaceAll(/ /g, '  \n'),
  (text) => text.replaceAll(/\n+/g, ' '),
  (text) => text.replaceAll('-', '–').replaceAll(/https:\S+/g, (link) => link.replaceAll('–', '-')),
  (text) => text.replaceAll("'", '’'),
  (text) => `\u{200E}${text.replaceAll(' ', ' \u{2068}')}\u{FEFF}`,
  (text) => text.replace(/^(\S+)/, '*$1*').replace(/(\S+)$/, '_$1_'),
  (text) => text.replaceAll(/^/gm, '> '),
  (text) => text.normalize('NFD'),
  (text) =>
    text
      .split(/(\S*[./]\S*)/)
      .map((part, at) => (at % 2 ? part : part.toUpperCase()))
      .join(''),
  (text) => text.replaceAll(/^--\n/gm, ''),
];

describe('a pasted text', () => {
  it.each([
    'Yang dibawa\nKTP-el asli\nsurat undangan',
    'Yang dibawa\n\n  • KTP-el asli\n  • surat undangan',
    '# Yang dibawa\n* KTP-el asli\n* surat undangan',
  ])('is the same without the signs of headings and lists, or with others: %j', (pasted) => {
    const keys = (text: string): string[] => tokensOf(text).map(({ key }) => key);
    expect(keys(pasted)).toEqual(keys('# Yang dibawa\n- KTP-el asli\n- surat undangan'));
    expect(keys('- KTP-el')).not.toEqual(keys('- KTP el'));
  });

  it('is the same as the approved text, for every recipient and after every harmless change on its way', () => {
    fc.assert(
      fc.property(copies, fc.subarray(harmless), ({ channel, language, text, subject }, changes) => {
        const pasted = changes.reduce((left, change) => change(left), text);
        const found = check(pasted);
        expect([
          found?.same,
          found?.channel,
          found?.language,
          found?.pieces.filter(({ kind }) => kind === 'added' || kind === 'missing'),
        ]).toEqual([true, channel, language, []]);
        if (subject !== undefined) expect(check(`${subject}\n\n${pasted}`)?.same).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is changed when one word, number or letter of a link differs, and shows which', () => {
    fc.assert(
      fc.property(
        copies,
        fc.nat(),
        fc.constantFrom('x', '7', 'palsu', '.', 'bit.ly/x'),
        ({ text, name }, pick, put) => {
          const words = text.split(/(\s+)/);
          const at = 2 * (pick % Math.ceil(words.length / 2));
          fc.pre(words[at] !== '--' && /[\p{L}\p{N}]/u.test(words[at] ?? ''));
          fc.pre(!isOfName(words[at] ?? '', name));
          const changed = words.with(at, `${put}${words[at]}`).join('');
          const found = check(changed);
          expect(found?.same).toBe(false);
          expect(found && resembles(found)).toBe(true);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('is found to be changed when any digit differs', () => {
    fc.assert(
      fc.property(copies, fc.nat(), fc.nat({ max: 8 }), ({ channel, language, text }, pick, by) => {
        const places = [...text.matchAll(/\d/g)].map(({ index }) => index);
        const at = places[pick % places.length] ?? 0;
        const digit = String((Number(text[at]) + 1 + by) % 10);
        const found = checkOwn(`${text.slice(0, at)}${digit}${text.slice(at + 1)}`, { channel, language });
        expect(found?.same).toBe(false);
        expect(found && resembles(found)).toBe(true);
        expect(found?.pieces.some(({ kind, grave }) => kind === 'added' && grave !== null)).toBe(true);
      }),
      { numRuns: 80 },
    );
  });

  it('is changed by an addition or omission, and is never the same as a text that it only begins like', () => {
    fc.assert(
      fc.property(copies, fc.nat(), fc.nat(), ({ text, name }, from, count) => {
        const words = text.split(' ');
        const start = from % words.length;
        const left = words.toSpliced(start, 1 + (count % 3)).join(' ');
        fc.pre(tokensOf(left).length < tokensOf(text).length);
        fc.pre(
          !/(?:Yth\.|Dear|Halo|Hello)/.test(words[start - 1] ?? '') &&
            !/^(?:Yth|Dear|Halo|Hello)/.test(words[start] ?? ''),
        );
        fc.pre(!words.slice(start, start + 3).some((word) => isOfName(word, name)));
        expect(check(left)?.same ?? false).toBe(false);
        const more = check(`${text} Sebarkan!`);
        expect([more?.same, more?.lacks]).toEqual([false, []]);
      }),
      { numRuns: 60 },
    );
  });

  /** A copy's paragraphs, without the rule above its closing lines. */
  const paragraphsOf = (text: string): string[] => text.replace(/\n\n--(?=\n\n)/, '').split('\n\n');
  const withoutGreeting = (text: string, name: string): string => {
    const [called] = name === '' ? (/Bapak\/Ibu|Sir\/Madam/.exec(text) ?? ['']) : [name];
    if (!/^(?:Yth\.|Dear|Halo|Hello) /.test(text)) return text;
    return text.slice(text.indexOf(called) + called.length + 1).trimStart();
  };

  it('is incomplete, not changed, when it lacks only its greeting, last paragraphs or closing lines', () => {
    fc.assert(
      fc.property(copies, fc.nat(), fc.boolean(), ({ channel, language, text, name }, pick, greets) => {
        const paragraphs = paragraphsOf(text);
        const greeting = channel === 'email' ? 1 : 0;
        const kept = 1 + greeting + (pick % (paragraphs.length - greeting));
        const cut =
          channel === 'sms' ? text.replace(/ C\w+\/Stop \S+$/, '') : paragraphs.slice(0, kept).join('\n\n');
        const left = greets ? cut : withoutGreeting(cut, name);
        fc.pre(left !== text && tokensOf(left).length < tokensOf(text).length);
        const found = checkOwn(left, { channel, language });
        expect([found?.same, found?.pieces.filter(({ kind }) => kind === 'added')]).toEqual([false, []]);
        expect(found?.lacks.includes('greeting')).toBe(left !== cut);
        expect(found?.lacks.includes('closing')).toBe(channel === 'sms' || kept < paragraphs.length);
        expect(found?.lacks.includes('paragraphs')).toBe(channel !== 'sms' && kept < paragraphs.length - 1);
      }),
      { numRuns: 60 },
    );
  });

  it('is changed, not incomplete, when it is incomplete and one word, number or letter differs as well', () => {
    fc.assert(
      fc.property(
        copies,
        fc.nat(),
        fc.constantFrom('x', '7', 'tidak ', 'bit.ly/x ', null),
        ({ channel, language, text, name }, pick, put) => {
          const words = paragraphsOf(text).slice(0, -1).join('\n\n').split(' ');
          fc.pre(words.length > 4);
          // Between the first and the last word: omissions at the ends have a test of their own.
          const at = 1 + (pick % (words.length - 2));
          const word = words[at] ?? '';
          fc.pre(/[\p{L}\p{N}]/u.test(word) && !isOfName(word, name) && !isOfName(words[at - 1] ?? '', name));
          fc.pre(!/^(?:Yth|Dear|Halo|Hello)/.test(words[at - 1] ?? ''));
          const found = checkOwn(
            put === null ? words.toSpliced(at, 1).join(' ') : words.with(at, put + word).join(' '),
            { channel, language },
          );
          expect([found?.same, found?.lacks]).toEqual([false, []]);
        },
      ),
      { numRuns: 80 },
    );
  });

  it.each([
    ['its first words', (text: string) => text.split(' ').slice(3).join(' ')],
    ['its last words', (text: string) => text.split('\n\n')[1]?.split(' ').slice(0, -3).join(' ') ?? ''],
    ['a paragraph between others', (text: string) => text.split('\n\n').toSpliced(2, 1).join('\n\n')],
    ['all but its greeting', (text: string) => text.split('\n\n')[0] ?? ''],
    ['all but its closing lines', (text: string) => text.split('\n\n').slice(-1).join('')],
    ['all but a paragraph of its middle', (text: string) => text.split('\n\n')[2] ?? ''],
  ])('is not incomplete when it lacks %s', (_, without) => {
    const { text } = compileDocument(DOCUMENT)('email', 'id')({
      name: 'Budi',
      regionCode: '32',
      regionName: 'Jawa Barat',
      verifyLink: VERIFY,
      unsubscribeLink: LEAVE,
    });
    const found = check(without(text));
    expect([found?.same, found?.lacks]).toEqual([false, []]);
  });

  it('is marked as one run of the approved text, even when its words occur there elsewhere', () => {
    const [, , third = ''] = DEMO_TEXTS.email.id.body.split('\n\n');
    const kinds = check(third)?.pieces.map(({ kind }) => kind) ?? [];
    expect(kinds.slice(kinds.indexOf('same'), kinds.lastIndexOf('same') + 1)).not.toContain('missing');
  });

  const sms = (more: Partial<Record<'date' | 'link', string>> = {}): string =>
    `KPU: Pemilu ${more.date ?? 'Rabu, 14 Februari 2029'}, TPS buka 07.00-13.00. Bawa KTP-el. Cek TPS: cekdptonline.kpu.go.id Cek/Stop ${more.link ?? `siar.go.id/${CODE}`}`;
  const telegram = (name: string, region: string, date: string): string =>
    `Halo ${name}! Hari pemungutan suara di ${region}: ${date}, pukul 07.00–13.00 waktu setempat.\n\nPeriksa TPS Anda: https://cekdptonline.kpu.go.id\n\nCek keaslian: ${VERIFY}\nBerhenti menerima: /berhenti`;

  it.each([
    ['a date that was not frozen', sms({ date: 'Kamis, 15 Februari 2029' }), 'date'],
    ['a link to elsewhere in the place of ours', sms({ link: 'siar-go.id/ABCDEF2345' }), 'link'],
    ['ours with another code', sms({ link: 'siar.go.id/ABCDEF2346' }), 'link'],
    ['a link of letters that look alike', sms().replace('kpu.go.id', 'kрu.go.id'), 'link'],
    ['a link with a hidden character in it', sms().replace('kpu.go.id', 'kpu.g\u{200B}o.id'), 'link'],
    ['a link with a dash that only looks like one', sms().replace('cekdptonline', 'cek–dptonline'), 'link'],
    ['no link where one was', sms().replace('cekdptonline.kpu.go.id ', ''), 'link'],
    ['another hour', sms().replace('13.00', '12.00'), 'number'],
    ['a region there is not', telegram('Budi', 'Jawa Utara', 'Rabu, 14 Februari 2029'), null],
    ['a region outside its audience', telegram('Budi', 'Aceh', 'Rabu, 14 Februari 2029'), null],
    ['the polling date of another region', telegram('Budi', 'Papua', 'Rabu, 14 Februari 2029'), 'date'],
    [
      'a sentence for a name',
      telegram('warga, pemilu ditunda', 'Jawa Barat', 'Rabu, 14 Februari 2029'),
      null,
    ],
    ['a number for a name', telegram('Budi 0812', 'Jawa Barat', 'Rabu, 14 Februari 2029'), 'number'],
    ['a link for a name', telegram('t.me', 'Jawa Barat', 'Rabu, 14 Februari 2029'), 'link'],
    ['a date that reads from right to left', sms().replace('14', '\u{202E}14\u{202C}'), 'number'],
    [
      'hours that read from right to left',
      sms().replace('07.00-13.00', '\u{200F}07.00-13.00\u{200F}'),
      'number',
    ],
    ['hours behind a mark of Syriac', sms().replace('07.00-13.00', '\u{70F}07.00-13.00'), 'number'],
    ['a date behind a sign of Arabic', sms().replace('14', '\u{600}14'), 'number'],
    ['a date turned around', sms().replace('Rabu, 14', '\u{2067}Rabu, 14\u{2069}'), null],
    ['a mark that turns what follows', sms().replace('Pemilu', '\u{202B} Pemilu'), null],
    ['a word struck out', sms().replace('Bawa KTP-el', '~Bawa KTP-el~'), null],
  ])('is changed when it has %s', (_, text, grave) => {
    const found = check(text);
    expect([found?.same, found && resembles(found)]).toEqual([false, true]);
    if (grave) expect(found?.pieces.flatMap((piece) => piece.grave ?? [])).toContain(grave);
  });

  it('is the same with the region and date of its own', () => {
    expect(check(sms())?.same).toBe(true);
    expect(check(telegram('Budi', 'Papua', 'Sabtu, 24 Februari 2029'))).toMatchObject({
      same: true,
      filled: { name: 'Budi', region: 'Papua', polling_date: 'Sabtu, 24 Februari 2029', verify_link: VERIFY },
    });
  });

  it('may be the easy text of the page, which is compared with itself and not with what was sent', () => {
    const easy = 'Pemilu sudah dekat. Bawa KTP. Datang ke TPS jam 07.00. Tanya kami di kpu.go.id.';
    const document = { ...DOCUMENT, alternatives: { easy: { id: easy } } };
    const forms = toTheEnd(formsOf(document, REGIONS));
    expect(check(`> ${easy}`, forms)).toMatchObject({ same: true, channel: 'easy', language: 'id' });
    const forged = check(easy.replace('07.00', '09.00'), forms);
    expect(forged).toMatchObject({ same: false, channel: 'easy' });
    expect(forged && resembles(forged)).toBe(true);
    const found = shinglesOf(tokensOf(easy));
    expect(sketchOf(document).some((one) => found.includes(one))).toBe(true);
  });

  it('is found, also when it has no punctuation, since that is not heard', () => {
    const document = {
      ...DOCUMENT,
      channels: ['sms'],
      contents: {
        sms: {
          id: { text: 'KPU: TPS buka 08.00-13.00 waktu setempat. Bawa KTP-el. Tidak perlu fotokopi KK.' },
        },
      },
    } as FrozenDocument;
    const forms = toTheEnd(formsOf(document, REGIONS));
    const heard = 'TPS buka 08.00 sampai 13.00 waktu setempat bawa KTP el tidak perlu fotokopi KK';
    for (const text of [heard, heard.replace('tidak ', ''), heard.replace('08.00', '09.00')]) {
      const found = check(text, forms);
      expect([found?.same, found && resembles(found)]).toEqual([false, true]);
    }
  });

  it('is another text when it only mentions the same things', () => {
    for (const other of [
      'Pemerintah mengumumkan bahwa hari pemungutan suara di seluruh Indonesia akan menjadi hari libur nasional bagi semua pekerja.',
      'Assalamualaikum, mohon doanya untuk kesembuhan ayah kami yang sedang dirawat di rumah sakit. Terima kasih.',
      'Bawa KTP saat ke bank.',
    ]) {
      const found = check(other);
      expect(found && resembles(found)).toBe(false);
    }
  });

  it('may have letters next to a slot, and has one value for each variable', () => {
    const document = {
      ...DOCUMENT,
      channels: ['telegram'],
      contents: {
        telegram: { id: { text: 'Warga se-{{region}}/{{name}}, datanglah. Kami tunggu, {{name}}!' } },
      },
    } as FrozenDocument;
    const forms = toTheEnd(formsOf(document, REGIONS));
    expect(check('Warga se-Kota Bandung/Budi, datanglah. Kami tunggu, Budi!', forms)?.same).toBe(true);
    expect(check('Warga se-Kota Bandung/Budi, datanglah. Kami tunggu, Ani!', forms)?.same).toBe(false);
    expect(check('Warga se-Kota Bogor/Budi, datanglah. Kami tunggu, Budi!', forms)?.same).toBe(false);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(() => check(text)).not.toThrow();
      }),
    );
  });

  const hostile = [
    '*',
    '!',
    '_a ',
    '> ',
    '`',
    'a.b@',
    '\u{AD}',
    'Pemilu ',
    'Budi, ',
    DEMO_TEXTS.email.id.body,
  ];
  it.each(hostile)('of %j costs no more than its share, in steps that yield to other work', (unit) => {
    const long = 'Kata lain lagi untuk panjang, '.repeat(300);
    const document = {
      ...DOCUMENT,
      contents: {
        ...contents,
        email: { id: { text: `Warga se-{{region}}/{{name}}. ${long} {{name}} ${DEMO_TEXTS.email.id.body}` } },
      },
    } as FrozenDocument;
    const forms = [...toTheEnd(formsOf(document, REGIONS)), ...FORMS];
    for (const length of [600, 3000, PASTE_LIMIT]) {
      const pasted = tokensOf(unit.repeat(length).slice(0, length));
      const work = { cells: WORK };
      let most = 0;
      for (const { form } of likelyForms(pasted, shinglesOf(pasted), forms, true)) {
        const steps = matchWith(pasted, form, links(form.channel), work);
        for (let before = work.cells; steps.next().done !== true; before = work.cells)
          most = Math.max(most, before - work.cells);
      }
      // The look-up for the last row of a comparison may exceed the limit.
      expect(work.cells).toBeGreaterThan(-SLOTS);
      expect(most).toBeLessThan(SLOTS);
    }
  });

  it('is not compared with a text of a third of its length', () => {
    const pasted = tokensOf('! '.repeat(5_000));
    expect(likelyForms(pasted, [], FORMS, true)).toEqual([]);
  });

  it('is the same even with little work left, and changed when no work is left for more', () => {
    const text = sms();
    const [form] = FORMS.filter(({ channel, language }) => channel === 'sms' && language === 'id');
    if (!form) throw new Error('There is no such form');
    const compared = (pasted: string, cells: number): Match | null =>
      toTheEnd(matchWith(tokensOf(pasted), form, links('sms'), { cells }));
    expect(compared(text, 10_000)).toMatchObject({ same: true });
    expect(compared(text.replace('13.00', '12.00'), 10_000)).toMatchObject({ same: false });
    expect(compared(text, 100)).toBeNull();
  });

  it('is compared by the fewest changes, however narrow the first band is', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
    const texts = fc.array(word, { minLength: 1, maxLength: 220 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(texts, texts, (approved, pasted) => {
        const form = { ...(FORMS[0] as ContentForm), elements: tokensOf(approved) };
        const found = toTheEnd(matchWith(tokensOf(pasted), form, links('email'), { cells: WORK }));
        const differences = found?.pieces.filter(({ kind }) => kind === 'added' || kind === 'missing').length;
        expect(differences).toBe(distance(approved.split(' '), pasted.split(' ')));
      }),
      { numRuns: 60 },
    );
  });
});

/** Maximum number of cells of one row with slots. */
const SLOTS = 400_000;

/** Insertions and deletions between two lists, computed with the whole table. */
function distance(a: readonly string[], b: readonly string[]): number {
  let row = b.map((_, j) => j + 1);
  for (const [i, one] of a.entries()) {
    let left = i + 1;
    let corner = i;
    row = row.map((above, j) => {
      left = one === b[j] ? corner : Math.min(above, left) + 1;
      corner = above;
      return left;
    });
  }
  return row.at(-1) ?? a.length;
}

describe('the sketch of a broadcast', () => {
  it('shares shingles with every copy of it, and with forgeries of its numbers and links', () => {
    const kept = new Set(sketchOf(DOCUMENT));
    fc.assert(
      fc.property(copies, ({ text }) => {
        const forged = text.replaceAll(/\d/g, '9').replaceAll('kpu.go.id', 'kpu-go.id');
        for (const pasted of [text, forged])
          expect(shinglesOf(tokensOf(pasted)).filter((one) => kept.has(one)).length).toBeGreaterThanOrEqual(
            3,
          );
      }),
    );
  });
});
