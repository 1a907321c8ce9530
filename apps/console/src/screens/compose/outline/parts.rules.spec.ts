import { EMPTY_FORM } from '../form.rules';
import { samplesOf } from '../../../parts/texts/samples.rules';
import {
  channelState,
  copied,
  copiesOf,
  differing,
  lacking,
  partAt,
  partOf,
  partStates,
  spread,
  takenBack,
} from './parts.rules';

const written = {
  ...EMPTY_FORM,
  title: 'Jam buka',
  texts: { email: { id: { subject: '', body: 'TPS buka 07.00' } }, telegram: {}, sms: {} },
};

describe('the parts of the form', () => {
  it.each([
    ['contents.sms.id', 'texts'],
    ['alternatives.easy.en', 'texts'],
    ['smsOverride', 'texts'],
    ['audience.regions', 'audience'],
    ['electionId', 'audience'],
    ['schedule.perRegion.51', 'schedule'],
    ['correction.telegram', 'basics'],
    ['title', 'basics'],
  ])('holds the field of %s in %s', (path, part) => expect(partOf(path)).toBe(part));

  it('reads the part from the address, and nothing from another anchor', () =>
    expect([partAt('#jadwal'), partAt('#isi'), partAt('')]).toEqual(['schedule', null, null]));

  it('tells a part that nobody has begun from one with faults', () => {
    const must = [['contents.sms.id'], ['contents.telegram.id'], ['audience.regions'], ['schedule']];
    expect(partStates(EMPTY_FORM, must, [])).toEqual({
      basics: { is: 'empty' },
      texts: { is: 'empty' },
      audience: { is: 'empty' },
      schedule: { is: 'empty' },
      check: { is: 'unfinished', count: 4 },
    });
    expect(partStates(written, must, [])).toMatchObject({
      basics: { is: 'done' },
      texts: { is: 'faults', count: 2 },
      check: { is: 'faults', count: 4 },
    });
    expect(channelState(written, 'sms', must, [])).toEqual({ is: 'empty' });
    expect(channelState(written, 'email', [...must, ['contents.email.id.subject']], [])).toEqual({
      is: 'faults',
      count: 1,
    });
  });

  it('names what is left to look at once nothing is missing, and claims nothing before the check', () => {
    expect(partStates(written, [], [['schedule'], ['title'], ['contents.sms.id.body']]).check).toEqual({
      is: 'look',
      count: 3,
    });
    expect(partStates(written, [], []).check).toEqual({ is: 'done' });
    expect(partStates(written, null, []).texts).toEqual({ is: 'unknown' });
    const marked = [['contents.email.id.body']];
    expect(partStates(written, [], marked).texts).toEqual({ is: 'look', count: 1 });
    expect(channelState(written, 'email', [], marked)).toEqual({ is: 'look', count: 1 });
    expect(channelState(written, 'sms', [], marked)).toEqual({ is: 'done' });
  });
});

it('counts a line about several fields once in each part and channel, as the bar does', () => {
  const must = [['contents.sms.id', 'contents.email.id.subject', 'contents.email.id.body', 'electionId']];
  const one = { is: 'faults', count: 1 };
  expect(partStates({ ...written, regions: ['11'] }, must, [])).toMatchObject({
    texts: one,
    audience: one,
    check: one,
  });
  expect(channelState(written, 'email', must, [])).toEqual(one);
});

describe('one text for several channels', () => {
  it('goes to the chosen channels without one, and overwrites none', () => {
    expect(lacking(written, 'email')).toEqual(['telegram', 'sms']);
    expect(lacking({ ...written, channels: ['email', 'sms'] }, 'email')).toEqual(['sms']);
    expect(lacking(written, 'sms')).toEqual([]);
    const texts = spread(written, 'email', ['telegram', 'sms']);
    expect(texts.sms['id']?.body).toBe('TPS buka 07.00');
    expect(texts.email['id']).toEqual({ subject: 'Jam buka', body: 'TPS buka 07.00' });
    const kept = { ...written, texts: { ...texts, sms: { id: { subject: '', body: 'KPU: lain' } } } };
    expect(lacking(kept, 'email')).toEqual([]);
  });

  it('goes there in every language in which it is written', () => {
    const both = { ...written.texts.email, en: { subject: '', body: 'Polling stations open at 07:00' } };
    const form = {
      ...written,
      texts: { ...written.texts, email: both, sms: { id: { subject: '', body: 'KPU' } } },
    };
    expect(lacking(form, 'email')).toEqual(['telegram', 'sms']);
    const texts = spread(form, 'email', ['telegram', 'sms']);
    expect(Object.keys(texts.telegram)).toEqual(['id', 'en']);
    expect([texts.sms['id']?.body, texts.sms['en']?.body]).toEqual(['KPU', 'Polling stations open at 07:00']);
    expect(texts.email['en']?.subject).toBe('');
  });

  it('keeps a subject that was written', () => {
    const texts = {
      email: { id: { subject: 'Subjek sendiri', body: '' } },
      telegram: { id: { subject: '', body: 'Halo' } },
      sms: {},
    };
    expect(spread({ title: 'Judul', texts }, 'telegram', ['email']).email['id']).toEqual({
      subject: 'Subjek sendiri',
      body: 'Halo',
    });
  });
});

describe('sample citizens', () => {
  const region = (code: string, name: string, timeZone: string) =>
    [code, { code, name, timeZone, kind: 'province', parentCode: null }] as const;
  const known = new Map([
    region('11', 'Aceh', 'Asia/Jakarta'),
    region('34', 'Daerah Istimewa Yogyakarta', 'Asia/Jakarta'),
    region('51', 'Bali', 'Asia/Makassar'),
    region('91', 'Papua', 'Asia/Jayapura'),
  ]) as unknown as Parameters<typeof samplesOf>[1];

  it('cover the first region, no name, each other clock, and the longest values', () => {
    expect(
      samplesOf(['11', '34', '51', '91'], known).map(({ name, regionCode }) => [name, regionCode]),
    ).toEqual([
      ['Siti Rahayu', '11'],
      ['', '11'],
      ['Budi Santoso', '51'],
      ['Made Wirawan', '91'],
      ['Raden Ajeng Kusumawardhani Prawironegoro', '34'],
    ]);
  });

  it('need no audience', () =>
    expect(samplesOf([], known).map(({ regionCode }) => regionCode)).toEqual([null, null, null]));
});

describe('a text that is copied again', () => {
  const form = {
    ...EMPTY_FORM,
    channels: ['email', 'telegram', 'sms'] as const,
    texts: {
      email: { id: { subject: 'Jam', body: 'Buka 08.00' }, en: { subject: '', body: 'Opens 8' } },
      telegram: { id: { subject: '', body: 'Buka 07.00' }, en: { subject: '', body: 'Opens 8' } },
      sms: { id: { subject: '', body: 'KPU: 07.00' } },
    },
  };

  it('replaces what differs, and leaves subjects and other languages', () => {
    const to = differing({ ...form, channels: [...form.channels] }, 'email');
    expect(to).toEqual([
      { channel: 'telegram', language: 'id' },
      { channel: 'sms', language: 'id' },
    ]);
    const texts = copied(form.texts, 'email', to);
    expect([texts.telegram['id']?.body, texts.sms['id']?.body]).toEqual(['Buka 08.00', 'Buka 08.00']);
    expect(copied(form.texts, 'sms', [{ channel: 'email', language: 'id' }]).email['id']).toEqual({
      subject: 'Jam',
      body: 'KPU: 07.00',
    });
    // What was written since stays.
    const now = { ...texts, sms: { id: { subject: '', body: 'KPU: 08.00' } } };
    const back = takenBack(now, texts, form.texts, to);
    expect([back.telegram['id']?.body, back.sms['id']?.body]).toEqual(['Buka 07.00', 'KPU: 08.00']);
  });

  it('takes an edited copy for a copy, and a text written by hand for none', () => {
    const long =
      'Besok hari pemungutan suara. TPS buka pukul 07.00 sampai 13.00. Bawa KTP dan surat undangan.';
    const texts = {
      email: { id: { subject: '', body: `${long} Datanglah pagi.` } },
      telegram: { id: { subject: '', body: long.replace('07.00', '08.00') } },
      sms: { id: { subject: '', body: 'KPU: TPS buka 07.00, bawa KTP.' } },
    };
    const [telegram, sms] = (['telegram', 'sms'] as const).map((channel) => ({ channel, language: 'id' }));
    expect(copiesOf(texts, 'email', [telegram!, sms!])).toEqual([telegram]);
  });
});
