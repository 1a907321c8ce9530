import { regionFinder } from './region-finder.rules.js';
import type { Column } from './columns.js';
import { faultWords } from './reasons.js';
import { readHeader, rowReader, withoutIdentity } from './row.rules.js';

const NOW = '2026-11-01T00:00:00Z';
const REGIONS = [
  { code: '32', name: 'Jawa Barat' },
  { code: '32.01', name: 'Kabupaten Bogor' },
  { code: '32.71', name: 'Kota Bogor' },
  { code: '34', name: 'DI Yogyakarta' },
  { code: '81.71', name: 'Kota Ambon' },
  { code: '91', name: 'Papua' },
  { code: '94', name: 'Papua Tengah' },
  { code: 'LN.KUL', name: 'PPLN Kuala Lumpur' },
];
const find = regionFinder(REGIONS, 'kemendagri');
const read = (cells: Partial<Record<Column, string>>) => {
  const whole = {
    region: '32',
    email: 'a@example.com',
    consent_source: 'formulir',
    consent_date: '2024-01-31',
    ...cells,
  };
  return rowReader(Object.keys(whole) as Column[], find, NOW)(2, Object.values(whole));
};

describe('the header of an import', () => {
  it('accepts columns in any order and case', () => {
    expect(readHeader(['Phone', ' REGION', 'consent source', 'Consent-Date'])).toEqual({
      columns: ['phone', 'region', 'consent_source', 'consent_date'],
      headings: ['Phone', 'REGION', 'consent source', 'Consent-Date'],
      indonesian: false,
      faults: [],
    });
  });

  it('accepts Indonesian headings as people write them', () => {
    expect(
      readHeader(['Nama Lengkap', 'WILAYAH', 'No. HP', 'Sumber Persetujuan', 'tanggal-persetujuan']),
    ).toEqual({
      columns: ['name', 'region', 'phone', 'consent_source', 'consent_date'],
      headings: ['Nama Lengkap', 'WILAYAH', 'No. HP', 'Sumber Persetujuan', 'tanggal-persetujuan'],
      indonesian: true,
      faults: [],
    });
  });

  it('does not repeat a first row that may contain personal data', () => {
    const { faults } = readHeader(['Siti Rahayu', 'Aceh', 'siti@example.com']);
    expect(faults).toHaveLength(1);
    expect(JSON.stringify(faults)).not.toMatch(/siti/i);
  });

  it.each(['NIK', 'nkk', 'No. KK', 'nomor_ktp', 'Nomor Induk Kependudukan', 'no kartu keluarga'])(
    'refuses %s',
    (name) => {
      const { faults } = readHeader(['email', 'region', 'consent_source', 'consent_date', name]);
      expect(faults).toEqual([expect.objectContaining({ path: 'header.4', code: 'identity-column' })]);
    },
  );

  it('names unknown, duplicate and missing columns', () => {
    const { faults } = readHeader(['emial', 'region', 'wilayah', 'consent_date']);
    expect(faults.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'header.0 unknown-column',
      'header.2 column-twice',
      'header column-missing',
      'header no-address-column',
    ]);
  });
});

describe('a row of an import', () => {
  it('is normalised in every column', () => {
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

  it('leaves out empty cells', () => {
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

  it('is refused for a wrong number of cells', () => {
    expect(rowReader(['email'], find, NOW)(7, ['a@example.com', ''])).toMatchObject({
      line: 7,
      faults: [{ column: null, reason: 'cells' }],
    });
  });

  it('is refused with all its faults, each with its column, value and correct form', () => {
    const refused = read({
      region: 'Kota Amboon',
      email: 'siti@example',
      phone: '081234',
      language: 'bahasa',
      topics: 'cuaca',
      preferred: 'faks',
      consent_source: '',
      consent_date: '2027-02-01',
    });
    const told = (indonesian: boolean) =>
      'faults' in refused ? refused.faults.map((one) => faultWords(one, indonesian)) : [];
    expect(told(true)).toEqual([
      'wilayah “Kota Amboon”: Bukan kode dan bukan nama lengkap wilayah. Maksud Anda Kota Ambon?',
      'surel “siti@example”: Bukan alamat surel: tulis misalnya siti@example.com.',
      'telepon “081234”: Bukan nomor ponsel, misalnya 0812 3456 7890.',
      'bahasa “bahasa”: Bahasa harus berupa kode ISO 639, misalnya id, en, atau jv.',
      'topik “cuaca”: Ada topik yang tidak dikenal. Yang dikenal: jadwal, lokasi-tps, hoaks, hasil; di antara beberapa topik tulis |.',
      'saluran pilihan “faks”: Bukan surel, telegram, atau sms.',
      'sumber persetujuan (kosong): Sebutkan di mana persetujuan diberikan.',
      'tanggal persetujuan “2027-02-01”: Persetujuan tidak mungkin diberikan di masa depan.',
    ]);
    expect(told(false)[0]).toBe(
      'region “Kota Amboon”: This is neither the code nor the full name of a region. Did you mean Kota Ambon?',
    );
  });

  it.each([
    ['jw', 'jv'],
    ['in', 'id'],
    ['ind', 'id'],
    ['zz', undefined],
  ])('refuses the language %s, and names the intended code', (language, meant) => {
    expect(read({ language })).toEqual({
      line: 2,
      faults: [
        {
          column: 'language',
          reason: 'language',
          value: language,
          ...(meant === undefined ? {} : { meant }),
        },
      ],
    });
  });

  it.each(['id', 'en', 'jv', 'mad', 'btx'])('accepts the language %s', (language) => {
    expect(read({ language })).toMatchObject({ language });
  });

  it('shows no identity number and no invisible character in a fault', () => {
    expect(
      read({ name: 'KTP 3201010101010001', consent_source: `a\u202eb${'x'.repeat(300)}` }),
    ).toMatchObject({
      faults: [
        { column: 'consent_source', reason: 'too-long', value: `a\ufffdb${'x'.repeat(57)}…` },
        { column: 'name', reason: 'identity', value: 'KTP (16 digit dihapus)' },
      ],
    });
  });

  it.each([
    ['31/01/2024', '2024-01-31'],
    ['1/2/2024', '2024-02-01'],
    ['2 Oktober 2024', '2024-10-02'],
    ['02 okt 2024', '2024-10-02'],
    ['5 Agustus 2024', '2024-08-05'],
    ['5 December 2024', '2024-12-05'],
  ])('reads the day of consent %s, day first', (written, day) => {
    expect(read({ consent_date: written })).toMatchObject({
      consent: { givenAt: `${day}T00:00:00+07:00` },
    });
  });

  it('accepts consent with an hour', () => {
    expect(read({ consent_date: '2024-01-31T10:00:00+09:00' })).toMatchObject({
      consent: { givenAt: '2024-01-31T10:00:00+09:00' },
    });
  });
});

describe('a region', () => {
  it.each([
    ['Jawa Barta', 'Jawa Barat'],
    ['Kab Bogorr', 'Kabupaten Bogor'],
    ['Ambon', 'Kota Ambon'],
    ['Bogor', undefined],
    ['Atlantis', undefined],
    ['Papu Tengah', 'Papua Tengah'],
  ])('written %s is refused with the name that was probably meant', (text, meant) => {
    expect(find(text)).toEqual({ reason: 'region', ...(meant === undefined ? {} : { meant }) });
  });

  const bps = regionFinder(REGIONS, 'bps');
  const names = regionFinder(REGIONS, null);
  it.each([
    ['94', { code: '94' }, { code: '91' }, { reason: 'region-codes' }],
    ['96', { reason: 'region' }, { code: '94' }, { reason: 'region-codes' }],
    ['32', { code: '32' }, { code: '32' }, { reason: 'region-codes' }],
    ['3201', { code: '32.01' }, { reason: 'region-bps' }, { reason: 'region-codes' }],
    ['32.01', { code: '32.01' }, { reason: 'region-bps' }, { reason: 'region-codes' }],
    ['93', { reason: 'region' }, { reason: 'region' }, { reason: 'region-codes' }],
    ['ln.kul', { code: 'LN.KUL' }, { code: 'LN.KUL' }, { code: 'LN.KUL' }],
    ['Papua', { code: '91' }, { code: '91' }, { code: '91' }],
  ])('written %s is found in the right code system', (text, asKemendagri, asBps, asName) => {
    expect([find(text), bps(text), names(text)]).toEqual([asKemendagri, asBps, asName]);
  });
});

it('shows no identity number', () => {
  expect(withoutIdentity('a 3201010101010001, 3201 0101 0101 0001; 081234567890')).toBe(
    'a (16 digit dihapus), (16 digit dihapus); 081234567890',
  );
});
