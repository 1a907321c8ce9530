import { type Column, readHeader, readRow, regionFinder } from './row.rules.js';

const NOW = '2026-11-01T00:00:00Z';
const find = regionFinder([
  { code: '32', name: 'Jawa Barat' },
  { code: '32.01', name: 'Kabupaten Bogor' },
  { code: '32.71', name: 'Kota Bogor' },
  { code: '34', name: 'DI Yogyakarta' },
  { code: '98', name: 'Kembar' },
  { code: '99', name: 'Kembar' },
]);
const read = (cells: Partial<Record<Column, string>>) => {
  const whole = {
    region: '32',
    email: 'a@example.com',
    consent_source: 'formulir',
    consent_date: '2024-01-31',
    ...cells,
  };
  return readRow(2, Object.keys(whole) as Column[], Object.values(whole), find, NOW);
};

describe('the header of an import', () => {
  it('takes columns in any order and spelling of case', () => {
    expect(readHeader(['Phone', ' REGION', 'consent source', 'Consent-Date'])).toEqual({
      columns: ['phone', 'region', 'consent_source', 'consent_date'],
      faults: [],
    });
  });

  it.each(['NIK', 'nkk', 'No. KK', 'nomor_ktp', 'Nomor Induk Kependudukan', 'no kartu keluarga'])(
    'refuses %s',
    (name) => {
      const { faults } = readHeader(['email', 'region', 'consent_source', 'consent_date', name]);
      expect(faults).toEqual([
        { path: 'header.4', message: expect.stringContaining('identity numbers') as string },
      ]);
    },
  );

  it('names what is unknown, there twice, or missing', () => {
    expect(readHeader(['emial', 'region', 'region', 'consent_date']).faults.map(({ path }) => path)).toEqual([
      'header.0',
      'header.2',
      'header',
      'header',
    ]);
  });
});

describe('a row of an import', () => {
  it('is read into the one spelling of everything', () => {
    expect(
      read({
        name: ' Siti ',
        region: 'kab.  bogor',
        language: 'ID',
        topics: 'jadwal; HOAKS|jadwal',
        email: 'Siti@Example.COM',
        telegram: '90000000001',
        phone: '0834-1234-5678',
        preferred: 'phone',
        consent_wording: 'Setuju',
      }),
    ).toEqual({
      line: 2,
      regionCode: '32.01',
      name: 'Siti',
      language: 'id',
      topics: ['hoaks', 'jadwal'],
      preferredChannel: 'sms',
      addresses: [
        { channel: 'email', to: 'siti@example.com' },
        { channel: 'telegram', to: '90000000001' },
        { channel: 'sms', to: '+6283412345678' },
      ],
      consent: { source: 'formulir', wording: 'Setuju', givenAt: '2024-01-31T00:00:00+07:00' },
    });
  });

  it('leaves out what the file left empty', () => {
    expect(Object.keys(read({ name: '', language: '', topics: '', preferred: '' }))).toEqual([
      'line',
      'regionCode',
      'addresses',
      'consent',
    ]);
  });

  it.each([
    ['32', '32'],
    ['jawa barat', '32'],
    ['Provinsi Jawa Barat', '32'],
    ['KOTA BOGOR', '32.71'],
    ['Daerah Istimewa Yogyakarta', '34'],
  ])('finds the region %s', (region, regionCode) => {
    expect(read({ region })).toMatchObject({ regionCode });
  });

  it.each<[string, Partial<Record<Column, string>>]>([
    ['a region that is none', { region: '97' }],
    ['half a name, which two regions share', { region: 'Bogor' }],
    ['a name that two regions bear', { region: 'Kembar' }],
    ['a region left empty', { region: '' }],
    ['no address', { email: '' }],
    ['a bad e-mail address', { email: 'a@' }],
    ['a fixed line', { email: '', phone: '+62215551234' }],
    ['a Telegram name', { telegram: '@siti' }],
    ['an unknown topic', { topics: 'jadwal;cuaca' }],
    ['a language by name', { language: 'Indonesia' }],
    ['a preferred channel without an address', { preferred: 'sms' }],
    ['no source of consent', { consent_source: ' ' }],
    ['no date of consent', { consent_date: '' }],
    ['a date that does not exist', { consent_date: '2023-02-31' }],
    ['a date written otherwise', { consent_date: '31/01/2024' }],
    ['consent from the future', { consent_date: '2026-11-02' }],
    ['an identity number in a cell', { telegram: '3201010101010001' }],
    ['an identity number in words', { name: 'Siti (3201010101010001)' }],
    ['text that is not UTF-8', { name: 'Jos�' }],
    ['a control character', { name: 'Si\u0000ti' }],
    ['a very long cell', { name: 'x'.repeat(201) }],
  ])('is refused for %s, without repeating a word of it', (_, cells) => {
    const refused = read(cells);
    expect(refused).toEqual({ line: 2, reason: expect.any(String) as string });
    for (const cell of Object.values(cells)) {
      if (cell.trim().length > 3) expect(JSON.stringify(refused)).not.toContain(cell);
    }
  });

  it('is refused for a cell too many', () => {
    expect(readRow(7, ['email'], ['a@example.com', ''], find, NOW)).toEqual({
      line: 7,
      reason: expect.stringContaining('2 cells') as string,
    });
  });

  it('takes consent with its hour', () => {
    expect(read({ consent_date: '2024-01-31T10:00:00+09:00' })).toMatchObject({
      consent: { givenAt: '2024-01-31T10:00:00+09:00' },
    });
  });
});
