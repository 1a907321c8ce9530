import fc from 'fast-check';
import {
  finished,
  letterHighlights,
  offeredFor,
  OPENS,
  placeOf,
  standing,
  variableTags,
} from './texts/variable-tags.rules';
import { withRegion } from './audience/regions.rules';
import { begin, bothOf, differences, merged } from './saving/differences.rules';
import { EMPTY_FORM, emptyOn, fieldsOf, formOf, kindLineOf, ofKind } from './form.rules';
import { taking, withoutPassed } from './times/openings.rules';
import { placeNow } from '../../parts/texts/place-now.rules';

const KNOWN = new Map(
  [
    ['11', null],
    ['11.01', '11'],
    ['11.02', '11'],
    ['12', null],
    ['LN', null],
    ['LN.KUL', 'LN'],
  ].map(([code, parentCode = null]) => [code ?? '', { code: code ?? '', parentCode }] as const),
);
const form = (more: Partial<typeof EMPTY_FORM>) => ({ ...EMPTY_FORM, title: 'Judul', ...more });
const sms = (body: string) => ({ email: {}, telegram: {}, sms: { id: { subject: '', body } } });

describe('the line below the title', () => {
  const draft = { originalId: null, remainderOfId: null, submission: null };
  it('says nothing until it was submitted, and calls a correction and its companion by their names', () => {
    expect(kindLineOf(draft)).toBeNull();
    expect(kindLineOf({ ...draft, submission: {} as never })).toBe('edit');
    expect(kindLineOf({ ...draft, originalId: '1' })).toBe('correction');
    expect(kindLineOf({ ...draft, originalId: '1', remainderOfId: '2' })).toBe('remainder');
  });
});

describe('a kind', () => {
  it('brings its reach, and its time only while none is chosen', () => {
    expect(ofKind('urgent', { at: '' })).toEqual({ kind: 'urgent', reach: 'every', when: 'now' });
    expect(ofKind('ordinary', { at: '' })).toEqual({ kind: 'ordinary', reach: 'preferred', when: 'at' });
    expect(ofKind('urgent', { at: '2029-02-14T07:00' })).toEqual({ kind: 'urgent', reach: 'every' });
  });
});

describe('marks in a text', () => {
  it('cover each variable as typed, and each wrong letter separately', () => {
    const text = 'Halo {{ name }}, {{nama}}';
    expect(variableTags.findAll(text).map(({ markup }) => markup)).toEqual(['{{ name }}']);
    const marks = letterHighlights([{ start: 17, end: 25 }]).findAll(text);
    expect(marks.map(({ markup }) => markup).join('')).toBe('{{nama}}');
    for (const { markup, index } of marks) expect(text.slice(index, index + markup.length)).toBe(markup);
  });

  it('stay while the words that they mark stay in place', () => {
    const faults = [
      { path: 'body', code: 'link' as const, params: {}, message: '', spans: [{ start: 5, end: 8 }] },
    ];
    expect(standing(faults, 'Halo {x} lagi', 'Halo {x} lagi, kawan')).toHaveLength(1);
    expect(standing(faults, 'Halo {x} lagi', 'Halo x lagi')).toEqual([]);
  });

  it('are located by line and column, counted from 1', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(40), (text, at) => {
        const { line, column } = placeOf(text, Math.min(at, text.length));
        const before = text.split('\n').slice(0, line - 1);
        expect(before.join('\n').length + (line > 1 ? 1 : 0) + column - 1).toBe(Math.min(at, text.length));
      }),
    );
  });
});

describe('a variable being typed', () => {
  const offered = [
    { id: 'name', label: 'Nama' },
    { id: 'lookup_link', label: 'Tautan cek TPS' },
    { id: 'verify_link', label: 'Tautan cek keaslian' },
  ];
  const found = (typed: string): string[] =>
    offeredFor(OPENS.exec(typed)?.[2] ?? '', offered).map(({ id }) => id);

  it('is found by several words of its name, or by its letters', () => {
    expect(found('Halo {{tautan cek t')).toEqual(['lookup_link']);
    expect(found('{{tautan ')).toEqual(['lookup_link', 'verify_link']);
    expect(found('{{ nam')).toEqual(['name']);
    expect(found('{{verify_')).toEqual(['verify_link']);
    expect(OPENS.test('{{nama} dan')).toBe(false);
  });

  it('shows its fault once no name has what is typed', () => {
    const fault = (text: string) => [
      { path: 'body', code: 'unclosed-tag', params: {}, spans: [{ start: 0, end: text.length }] } as never,
    ];
    const left = (text: string): number => finished(fault(text), text, text.length, offered).length;
    expect([left('{{tautan cek'), left('{{datang ke TPS')]).toEqual([0, 1]);
  });

  it('shows no fault of one brace while the caret is behind it', () => {
    const text = 'Halo {';
    const fault = [
      { path: 'body', code: 'unclosed-tag', params: {}, spans: [{ start: 5, end: 6 }] } as never,
    ];
    const left = (caret: number | null): number => finished(fault, text, caret, offered).length;
    expect([left(6), left(2), left(null)]).toEqual([0, 1, 1]);
  });
});

describe('a choice of regions', () => {
  it('names a completely chosen region once, and its parts after one is removed', () => {
    expect(withRegion(['11.01'], '11.02', true, KNOWN)).toEqual(['11']);
    expect(withRegion(['11', '12'], '11.01', false, KNOWN)).toEqual(['11.02', '12']);
    expect(withRegion(['11.01'], '11', true, KNOWN)).toEqual(['11']);
    expect(withRegion(['LN'], 'LN', false, KNOWN)).toEqual([]);
  });

  it('is unchanged after a region is added and removed', () => {
    const codes = fc.constantFrom(...KNOWN.keys());
    fc.assert(
      fc.property(fc.array(codes), codes, (chosen, code) => {
        const normal = chosen.reduce<string[]>((all, one) => withRegion(all, one, true, KNOWN), []);
        const without = withRegion(normal, code, false, KNOWN);
        expect(withRegion(without, code, false, KNOWN)).toEqual(without);
        expect(withRegion(withRegion(without, code, true, KNOWN), code, false, KNOWN)).toEqual(without);
      }),
    );
  });
});

describe('two versions of a draft', () => {
  it('differ in parts, each with the side that changed it', () => {
    const base = form({ texts: sms('KPU: pukul 07.00') });
    const mine = form({ texts: sms('KPU: pukul 08.00'), regions: ['11'] });
    const theirs = form({ texts: sms('KPU: pukul 07.30'), title: 'Judul lain' });
    const found = differences(base, mine, theirs);
    expect(found.map(({ key, changedHere, changedThere }) => [key, changedHere, changedThere])).toEqual([
      ['title', false, true],
      ['audience', true, false],
      ['texts.sms.id.body', true, true],
    ]);
    const next = merged(theirs, mine, new Set(['audience', 'texts.sms.id.body']));
    expect(next).toEqual({ ...mine, title: 'Judul lain' });
  });

  it('become one by themselves only where no part was changed in both', () => {
    const base = form({ texts: sms('KPU: pukul 07.00') });
    const mine = form({ texts: sms('KPU: pukul 07.00'), regions: ['11'] });
    const theirs = form({ texts: sms('KPU: pukul 07.30'), title: 'Judul lain' });
    expect(bothOf(base, mine, theirs)).toEqual({ ...theirs, regions: ['11'] });
    expect(bothOf(base, { ...mine, title: 'Judul saya' }, theirs)).toBeNull();
    // Both made the same change.
    expect(bothOf(base, { ...mine, title: theirs.title }, theirs)).toEqual({ ...theirs, regions: ['11'] });
  });

  it('equal one side when every difference is taken from it', () => {
    const text = fc.string({ maxLength: 5 });
    const any = fc
      .record({ title: text, body: text, english: text, regions: fc.subarray(['11', '12']), at: text })
      .map(({ title, body, english, regions, at }) =>
        form({
          title,
          regions,
          at,
          texts: { ...sms(body), email: { en: { subject: english, body: english } } },
        }),
      );
    fc.assert(
      fc.property(any, any, any, (base, mine, theirs) => {
        const keys = differences(base, mine, theirs).map(({ key }) => key);
        expect(merged(theirs, mine, new Set())).toEqual(theirs);
        expect(differences(base, mine, merged(theirs, mine, new Set(keys)))).toEqual([]);
      }),
    );
  });
});

describe('the form', () => {
  it('returns the fields that it was filled from', () => {
    const draft = {
      title: 'Judul',
      kind: 'urgent' as const,
      reach: 'every' as const,
      channels: ['sms' as const],
      contents: { sms: { id: { body: 'KPU: halo' } } },
      audience: { regions: ['11'], languages: ['id'], topics: ['hoaks'] },
      schedule: {
        at: '2026-12-01T07:00',
        perRegion: { '11': '2026-12-01T08:00' },
        window: { from: '07:00', to: '21:00' },
        expires: '2026-12-02T07:00',
        leaveWindow: true,
      },
    };
    expect(fieldsOf(formOf({ draft, remainderOfId: null }))).toMatchObject(draft);
  });
});

describe('a passage that was sent back', () => {
  const reviewed = 'KPU: TPS buka 08.00 sampai 13.00, bukan 08.00 WIT. Cek/Stop {{verify_link}}';
  const first = { quote: '08.00', start: 14 };
  const second = { quote: '08.00', start: 40 };
  it.each([
    ['stands where it stood', first, 'KPU: TPS buka 08.00 sampai 13.00, bukan 08.00 WIT.', 14],
    ['moves with what is written before it', first, 'KPU RI: semua TPS buka 08.00 sampai 13.00.', 23],
    ['stands though a sign was put behind it', first, 'KPU: TPS buka 08.00, sampai 13.00.', 14],
    [
      'is mended though the same words stand elsewhere',
      first,
      'KPU: TPS buka 07.00 sampai 13.00, bukan 08.00 WIT.',
      null,
    ],
    [
      'is told from the same words elsewhere',
      second,
      'KPU: TPS buka 07.00 sampai 13.00, bukan 08.00 WIT.',
      40,
    ],
    ['is gone with the text', first, '', null],
  ])('%s', (_, passage, written, start) => {
    const found = placeNow(passage, reviewed, written);
    expect(found?.start ?? null).toBe(start);
    if (found) expect(written.slice(found.start, found.end)).toBe(passage.quote);
  });

  it('is found only where the text equals its quote', () => {
    const text = fc
      .array(fc.constantFrom('buka ', '07.00', ' ', 'tutup', '. ', '\n'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, fc.nat(30), fc.integer({ min: 1, max: 12 }), (before, after, at, length) => {
        const quote = before.slice(at, at + length);
        fc.pre(quote !== '');
        const found = placeNow({ quote, start: at }, before, after);
        if (found) expect(after.slice(found.start, found.end)).toBe(quote);
        expect(placeNow({ quote, start: at }, before, before)).toEqual({ start: at, end: at + quote.length });
      }),
    );
  });
});

describe('where writing goes on', () => {
  const stored = { version: 2, form: form({ title: 'Kini' }) };
  const kept = (title: string, more: { version?: number; sent?: typeof EMPTY_FORM } = {}) => ({
    version: 1,
    form: form({ title }),
    ...more,
  });

  it('is the stored draft when this device holds the same, whatever the order of its lists', () => {
    const same = { version: 1, form: form({ title: ' Kini ', channels: ['sms', 'telegram', 'email'] }) };
    expect(begin(stored, same, EMPTY_FORM)).toEqual({ form: stored.form, overtaken: false });
    expect(begin(stored, null, EMPTY_FORM)).toEqual({ form: stored.form, overtaken: false });
  });

  it('is the input here when it was written on this version, or when its own save made this version', () => {
    const onThis = kept('Lagi', { version: 2 });
    expect(begin(stored, onThis, EMPTY_FORM)).toEqual({ form: onThis.form, overtaken: false });
    const unanswered = kept('Lagi', { sent: stored.form });
    expect(begin(stored, unanswered, EMPTY_FORM)).toEqual({ form: unanswered.form, overtaken: false });
    expect(begin(null, { ...onThis, version: null }, EMPTY_FORM)).toMatchObject({ overtaken: false });
  });

  it('is a choice when somebody else made this version', () => {
    expect(begin(stored, kept('Lagi'), EMPTY_FORM)).toMatchObject({ overtaken: true });
    const other = kept('Lagi', { sent: form({ title: 'Yang dikirim' }) });
    expect(begin(stored, other, EMPTY_FORM)).toMatchObject({ overtaken: true });
  });
});

describe('times that can be taken', () => {
  const base = { path: 'schedule.at', passed: true, timeZone: 'Asia/Jakarta', regions: ['11'] };
  const own = { ...base, path: 'schedule.perRegion.12', regions: ['12'], at: '2026-12-01T09:15' };
  const openings = [
    { ...base, at: '2026-12-01T10:15' },
    { ...base, timeZone: 'Asia/Jayapura', regions: ['91'], at: '2026-12-01T12:15' },
  ];
  const perRegion = { '12': '2026-11-01T09:00' };

  it('replace a base time that has passed by one that suits every zone, and drop passed own times', () => {
    expect(taking({ when: 'at', regions: ['11', '12', '91'], perRegion }, [...openings, own])).toEqual({
      when: 'at',
      at: '2026-12-01T12:15',
      perRegion: {},
    });
    expect(taking({ when: 'at', regions: ['11', '12'], perRegion }, [own])).toEqual({
      perRegion: { '12': '2026-12-01T09:15' },
    });
  });

  it('suit the regions, too, whose passed own times they take the place of', () => {
    const passedOwn = { ...own, path: 'schedule.perRegion.91', passed: true, at: '2026-12-01T17:05' };
    const form = { when: 'at' as const, regions: ['11', '91'], perRegion: { '91': '2026-12-01T15:20' } };
    expect(taking(form, [...openings.slice(0, 1), passedOwn])).toEqual({
      when: 'at',
      at: '2026-12-01T17:05',
      perRegion: {},
    });
  });

  it('become own times where only a part of "at once" is outside the send hours', () => {
    const shut = openings.slice(1).map((one) => ({ ...one, passed: false }));
    expect(taking({ when: 'now', regions: ['11', '91'], perRegion: {} }, shut)).toEqual({
      perRegion: { '91': '2026-12-01T12:15' },
    });
  });

  it('are dropped once they have passed', () => {
    const faults = [{ code: 'passed' as const, path: 'schedule.perRegion.12' }];
    expect(withoutPassed({ ...perRegion, '91': '2026-12-01T09:00' }, faults)).toEqual({
      '91': '2026-12-01T09:00',
    });
  });
});

it('begins at nine on a day chosen in the calendar, and without a time on anything else', () => {
  expect(emptyOn('2029-02-07')).toEqual({ ...EMPTY_FORM, at: '2029-02-07T09:00' });
  expect(emptyOn('2029-02-07T13:00')).toEqual({ ...EMPTY_FORM, at: '2029-02-07T13:00' });
  expect(emptyOn('2029-02-07T25:00')).toBe(EMPTY_FORM);
  expect(emptyOn('2029-02-30')).toBe(EMPTY_FORM);
  expect(emptyOn('besok')).toBe(EMPTY_FORM);
  expect(emptyOn(null)).toBe(EMPTY_FORM);
});
