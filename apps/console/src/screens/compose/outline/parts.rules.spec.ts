import { EMPTY_FORM } from '../form.rules';
import { samplesOf } from '../texts/samples.rules';
import { channelState, lacking, partAt, partOf, partStates, spread } from './parts.rules';

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
    const must = ['contents.sms.id', 'contents.telegram.id', 'audience.regions', 'schedule'];
    expect(partStates(EMPTY_FORM, must, 0)).toEqual({
      basics: { is: 'empty' },
      texts: { is: 'empty' },
      audience: { is: 'empty' },
      schedule: { is: 'empty' },
      check: { is: 'faults', count: 4 },
    });
    expect(partStates(written, must, 0)).toMatchObject({
      basics: { is: 'done' },
      texts: { is: 'faults', count: 2 },
    });
    expect(channelState(written, 'sms', must)).toEqual({ is: 'empty' });
    expect(channelState(written, 'email', [...must, 'contents.email.id.subject'])).toEqual({
      is: 'faults',
      count: 1,
    });
  });

  it('names what is left to look at once nothing is missing, and claims nothing before the check', () => {
    expect(partStates(written, [], 3).check).toEqual({ is: 'look', count: 3 });
    expect(partStates(written, [], 0).check).toEqual({ is: 'done' });
    expect(partStates(written, null, 0).texts).toEqual({ is: 'unknown' });
  });
});

describe('one text for several channels', () => {
  it('goes to the chosen channels without one, and overwrites none', () => {
    expect(lacking(written, 'email', 'id')).toEqual(['telegram', 'sms']);
    expect(lacking({ ...written, channels: ['email', 'sms'] }, 'email', 'id')).toEqual(['sms']);
    expect(lacking(written, 'sms', 'id')).toEqual([]);
    const texts = spread(written, 'email', 'id', ['telegram', 'sms']);
    expect(texts.sms['id']?.body).toBe('TPS buka 07.00');
    expect(texts.email['id']).toEqual({ subject: 'Jam buka', body: 'TPS buka 07.00' });
    const kept = { ...written, texts: { ...texts, sms: { id: { subject: '', body: 'KPU: lain' } } } };
    expect(lacking(kept, 'email', 'id')).toEqual([]);
  });

  it('keeps a subject that was written', () => {
    const texts = {
      email: { id: { subject: 'Subjek sendiri', body: '' } },
      telegram: { id: { subject: '', body: 'Halo' } },
      sms: {},
    };
    expect(spread({ title: 'Judul', texts }, 'telegram', 'id', ['email']).email['id']).toEqual({
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
