import { pieces } from '../../../test/factories/pieces.js';
import { linesOf } from './lines.js';
import type { Column } from './columns.js';
import type { Reason } from './reasons.js';
import { regionFinder } from './region-finder.rules.js';
import { readHeader, type ReadRow, rowReader } from './row.rules.js';

const NOW = '2026-11-01T00:00:00Z';
const REGIONS = [
  { code: '32', name: 'Jawa Barat' },
  { code: '32.01', name: 'Kabupaten Bogor' },
  { code: '32.71', name: 'Kota Bogor' },
  { code: '34', name: 'DI Yogyakarta' },
  { code: '91', name: 'Papua' },
  { code: '92', name: 'Papua Barat' },
  { code: '94', name: 'Papua Tengah' },
  { code: '98', name: 'Kembar' },
  { code: '99', name: 'Kembar' },
  { code: 'LN.KUL', name: 'PPLN Kuala Lumpur' },
];
const GOOD: Partial<Record<Column, string>> = {
  name: 'Siti',
  region: '32.01',
  language: 'id',
  topics: 'jadwal',
  email: 'siti@example.com',
  telegram: '90000000001',
  phone: '081234567890',
  preferred: 'sms',
  consent_source: 'formulir desa',
  consent_date: '2024-01-31',
  consent_wording: 'Setuju',
};
const HEADER = Object.keys(GOOD).join(',');
const find = regionFinder(REGIONS, 'kemendagri');

/** The outcome of each line of a file after its header: the first reason, or null if it is accepted. */
async function fatesOf(lines: Buffer[], header = HEADER): Promise<(Reason | null)[]> {
  const fates: (Reason | null)[] = [];
  let readRow: ReadRow | undefined;
  async function* file(): AsyncGenerator<Buffer> {
    await Promise.resolve();
    yield Buffer.from(`${header}\n`);
    for (const line of lines) yield Buffer.concat([line, Buffer.from('\n')]);
  }
  for await (const together of linesOf(file())) {
    for (const line of together) {
      const cells = 'cells' in line ? line.cells : [];
      if (!readRow) readRow = rowReader(readHeader(cells).columns, find, NOW);
      else if (!('cells' in line)) fates.push(line.reason);
      else {
        const read = readRow(line.line, cells);
        fates.push('faults' in read ? (read.faults[0]?.reason ?? null) : null);
      }
    }
  }
  return fates;
}

const rowOf = (cells: Partial<Record<Column, string>>): string =>
  Object.values({ ...GOOD, ...cells })
    .map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
type Bad = [what: string, line: string | Buffer, reason: Reason];
/** One kind of bad row for each invalid value of a column. */
const each = (column: Column, reason: Reason, wrong: readonly string[]): Bad[] =>
  wrong.map((cell) => [`${column}: ${JSON.stringify(cell).slice(0, 60)}`, rowOf({ [column]: cell }), reason]);
const invalid = (...bytes: number[]): Buffer => {
  const [before = '', after = ''] = rowOf({ name: 'Jo@é' }).split('@é');
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
};

const BAD: Bad[] = [
  // Bytes
  ['Latin-1 in the midst of UTF-8', invalid(0xe9), 'encoding'],
  ['Windows-1252 quotes', invalid(0x93, 0x94), 'encoding'],
  ['an overlong slash', invalid(0xc0, 0xaf), 'encoding'],
  ['half a surrogate pair', invalid(0xed, 0xa0, 0x80), 'encoding'],
  ['a sequence cut short', invalid(0xe2, 0x82), 'encoding'],
  ['a lone continuation byte', invalid(0x80), 'encoding'],
  ['a byte that is in no UTF-8', invalid(0xff), 'encoding'],
  ['a character beyond Unicode', invalid(0xf5, 0x80, 0x80, 0x80), 'encoding'],
  ['UTF-16 in the midst of UTF-8', Buffer.from('Siti', 'utf16le'), 'cells'],
  ['a UTF-16 letter with its byte order mark', invalid(0xff, 0xfe, 0x41, 0x00), 'encoding'],
  ['a NUL byte', rowOf({ name: 'Si\u0000ti' }), 'control'],
  ['a NUL byte in an e-mail address', rowOf({ email: 'a\u0000@example.com' }), 'control'],
  ['a NUL byte in a region', rowOf({ region: '32\u0000' }), 'control'],
  ...['\u0001', '\u0007', '\u0008', '\u000b', '\u000c', '\u001b', '\u007f', '\u0085', '\u009f'].map(
    (char): Bad => [`the control character ${JSON.stringify(char)}`, rowOf({ name: `a${char}b` }), 'control'],
  ),
  ['a tab within a cell', rowOf({ name: 'a\tb' }), 'control'],
  ['a carriage return within a cell', rowOf({ name: 'a\rb' }), 'control'],
  ...['\u200b', '\u200d', '\u200e', '\u202e', '\u2066', '\u2060', '\u00ad', '\ufeff', '\ufffd', '\ufe0f'].map(
    (char): Bad => [`the invisible ${JSON.stringify(char)}`, rowOf({ name: `a${char}b` }), 'invisible'],
  ),
  ['an e-mail address with a zero-width space', rowOf({ email: 'si\u200bti@example.com' }), 'invisible'],
  ['an e-mail address turned round', rowOf({ email: '\u202emoc.elpmaxe@itis' }), 'invisible'],
  // Lines
  ['a line of 10 MB', Buffer.alloc(10 << 20, 'x'), 'too-long'],
  ['a line of 10 MB in quotes', Buffer.concat([Buffer.from('"'), Buffer.alloc(10 << 20, 'x')]), 'too-long'],
  ['a line of 10 MB of commas', Buffer.alloc(10 << 20, ','), 'too-long'],
  ['a line just too long', Buffer.alloc((16 << 10) + 1, 'x'), 'too-long'],
  ['a cell too long', rowOf({ name: 'x'.repeat(201) }), 'too-long'],
  ['an e-mail address too long for a cell', rowOf({ email: `${'x'.repeat(201)}@example.com` }), 'too-long'],
  ['a wording too long', rowOf({ consent_wording: 'ya '.repeat(70) }), 'too-long'],
  ['one cell too few', rowOf({}).replace(/,[^,]*$/, ''), 'cells'],
  ['one cell too many', `${rowOf({})},`, 'cells'],
  ['semicolons among commas', rowOf({}).replaceAll(',', ';'), 'cells'],
  ['tabs among commas', rowOf({}).replaceAll(',', '\t'), 'cells'],
  ['a single word', 'Siti', 'cells'],
  ['a name with a comma and no quotes', rowOf({}).replace('Siti', 'Siti, Nur'), 'cells'],
  ['the header once more', HEADER, 'region'],
  ['a total at the end', 'Jumlah,,,,,,,,,,2', 'region'],
  ['HTML', '<html><body>404</body></html>', 'cells'],
  ['JSON', '{"email": "siti@example.com"}', 'quotes'],
  ['a quote never closed', rowOf({}).replace('Siti', '"Siti'), 'quotes'],
  ['a quote closed and gone on', rowOf({}).replace('Siti', '"Siti" Nur'), 'quotes'],
  ['a quote inside a plain cell', rowOf({}).replace('Siti', 'Siti "Ti"'), 'quotes'],
  ['a backslash before a quote', rowOf({}).replace('Siti', '"Siti \\"Ti\\""'), 'quotes'],
  ['an inch sign', rowOf({}).replace('Siti', 'Siti 5"'), 'quotes'],
  ['the first half of a cell with a line break', '"Siti', 'quotes'],
  ['the second half of one', `Nur",${rowOf({}).slice(5)}`, 'quotes'],
  // Formulas
  ...each('name', 'formula', [
    '=1+1',
    '=HYPERLINK("http://x.example","klik")',
    "=cmd|' /C calc'!A0",
    '+1+1',
    '-1+1',
    '@SUM(A1:A9)',
    "'=1+1",
    '＝1+1',
    '＋1',
    ' =1+1',
  ]),
  ...each('consent_source', 'formula', ['=A1', '+formulir', '-formulir', '@formulir']),
  ...each('consent_wording', 'formula', ['=WEBSERVICE("http://x.example")', '@ya']),
  ...each('region', 'formula', ['=32', '-32', '+32']),
  ...each('email', 'formula', [
    '=siti@example.com',
    '@example.com',
    '+siti@example.com',
    '-siti@example.com',
  ]),
  ...each('consent_date', 'formula', ['=TODAY()', '-2024-01-31']),
  ...each('topics', 'formula', ['=jadwal']),
  ...each('phone', 'formula', ['=081234567890', '=+6281234567890', '="081234567890"', '@081234567890']),
  ...each('telegram', 'formula', ['=90000000001']),
  // Identity numbers
  ...each('telegram', 'identity', ['3201010101010001', '3201-0101-0101-0001']),
  ...each('name', 'identity', [
    '3201010101010001',
    'Siti (3201010101010001)',
    '3201 0101 0101 0001',
    '3201.0101.0101.0001',
    'NIK3201010101010001',
    '３２０１０１０１０１０１０００１',
  ]),
  ...each('phone', 'identity', ['3201010101010001', '3201 0101 0101 0001']),
  ...each('email', 'identity', ['3201010101010001@example.com']),
  ...each('consent_source', 'identity', ['KTP 3201010101010001', 'KK no. 3201010101019999']),
  ...each('consent_wording', 'identity', ['saya, 3201010101010001, setuju']),
  // Regions
  ...each('region', 'region', [
    '',
    '97',
    '00',
    '3',
    '320',
    '32.99',
    '3299',
    '32.1',
    '32.01.01',
    '3201010',
    '32-01',
    '32,01',
    'ID-JB',
    'LN',
    'LN.XXX',
    'Jabar',
    'Bogor',
    'Jawa',
    'Jawa Barat Daya',
    'Kecamatan Cibinong',
    'Indonesia',
    'Jakarta/Bogor',
    '#REF!',
    'null',
  ]),
  ...each('region', 'region-shared', ['Kembar', 'KEMBAR', 'provinsi kembar']),
  // E-mail
  ...each('email', 'email', [
    'siti',
    'siti@',
    'siti@@example.com',
    'siti@example',
    'siti@example.',
    'siti@.com',
    'siti@example..com',
    'siti example@example.com',
    '.siti@example.com',
    'siti.@example.com',
    'si..ti@example.com',
    'siti@-example.com',
    'siti@exa_mple.com',
    'siti@[127.0.0.1]',
    'siti@127.0.0.1',
    'Siti <siti@example.com>',
    'mailto:siti@example.com',
    'siti@example.com, budi@example.com',
    'siti@example.com;budi@example.com',
    'siti(at)example.com',
    `${'x'.repeat(65)}@example.com`,
    '"siti"@example.com',
    'tidak ada',
    '#N/A',
    '081234567890',
  ]),
  ...each('email', 'homograph', [
    'siti@gmаil.com', // Cyrillic а
    'siti@ехample.com', // Cyrillic ех
    'siti@gmaıl.com', // dotless i
    'siti@ɡmail.com', // Latin script g
    'siti@gοοgle.com', // Greek ο
    'siti@ｇmail.com', // full width
    'siti@gmail。com', // ideographic full stop
    'siti@xn--gmil-6na.com',
    'siti@mail.XN--80ak6aa92e.com',
    'ѕiti@example.com', // Cyrillic ѕ
    'sití@example.com',
    'siti＠example.com', // full-width at
    'siti@exam‐ple.com', // Unicode hyphen
  ]),
  // Telegram
  ...each('telegram', 'telegram', [
    '@siti',
    'siti',
    't.me/siti',
    '0',
    '007',
    '1.5',
    '9e9',
    '99 99',
    '900719925x',
  ]),
  // Phones
  ...each('phone', 'phone', [
    '+62 21 555 1234',
    '021-5551234',
    '0215551234',
    '08123',
    '0812345678901234'.slice(0, 15),
    '+62',
    '0',
    '112',
    '14045',
    '6.28123E+12',
    '6,28123E+12',
    '081234567890/081234567891',
    '081234567890 ext 5',
    'Budi 081234567890',
    'wa.me/6281234567890',
    'tel:+6281234567890',
    '0812-XXXX-7890',
    'O81234567890',
    '08l234567890',
    '+999 81234567890',
    '++6281234567890',
    '٠٨١٢٣٤٥٦٧٨٩٠',
    '081234567890 081234567891'.slice(0, 13 + 2),
    '0800 1234567',
    '0809 1234567',
    'tidak ada',
    '#VALUE!',
  ]),
  ['no address at all', rowOf({ email: '', telegram: '', phone: '', preferred: '' }), 'no-address'],
  // The rest
  ...each('language', 'language', ['Indonesia', 'i', 'id-ID', 'id en', '1', 'ба']),
  ...each('topics', 'topics', ['cuaca', 'jadwal;cuaca', 'jadwal hoaks', 'jadwal/hoaks', '1']),
  ...each('preferred', 'preferred', ['fax', 'whatsapp', 'sms;email', '1']),
  ['a preferred channel without an address', rowOf({ phone: '', preferred: 'sms' }), 'preferred-absent'],
  ['a preferred e-mail without an address', rowOf({ email: '', preferred: 'email' }), 'preferred-absent'],
  ...each('consent_source', 'consent-source', ['', '   ']),
  ...each('consent_date', 'consent-date', [
    '',
    '31/13/2024',
    '01/31/2024',
    '31/02/2024',
    '01-31-2024',
    '31-01-2024',
    '31 Januar 2024',
    '31 Januari 24',
    '31/1 2024',
    '2024-1-31',
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '45322',
    '2024',
    'kemarin',
    '2024-01-31T10:00',
    '2024-01-31T25:00:00+07:00',
    '2024-01-31 10:00',
    '20240131',
  ]),
  ...each('consent_date', 'consent-future', ['2026-11-02', '2026-11-01T00:00:01Z', '2999-12-31']),
];

describe('bad rows of an import', () => {
  it('cover at least 200 kinds', () => {
    expect(new Set(BAD.map(([, line]) => Buffer.from(line).toString('base64'))).size).toBe(BAD.length);
    expect(BAD.length).toBeGreaterThanOrEqual(200);
  });

  it('are each refused with the right reason, in one file, and affect no other row', async () => {
    const good = Buffer.from(rowOf({}));
    const fates = await fatesOf(BAD.flatMap(([, line]) => [Buffer.from(line), good]));
    const told = BAD.map(([what], at) => [what, fates[2 * at]]);
    expect(told).toEqual(BAD.map(([what, , reason]) => [what, reason]));
    expect(fates.filter((_, at) => at % 2 === 1)).toEqual(BAD.map(() => null));
  });

  it.each([
    '+62 812-3456-7890',
    '0812 3456 7890',
    '6281234567890',
    '0062 812 3456 7890',
    '+62 (0)812 3456 7890',
    '(+62) 81234567890',
    '+62.812.3456.7890',
    "'+6281234567890",
    '81234567890',
  ])('do not include %s, which is one number', (phone) => {
    const columns = Object.keys(GOOD) as Column[];
    const read = rowReader(columns, find, NOW)(2, Object.values({ ...GOOD, phone }));
    expect(read).toMatchObject({ addresses: [{}, {}, { channel: 'sms', to: '+6281234567890' }] });
  });

  it.each([
    ['commas and LF', '\n', ','],
    ['semicolons and CRLF', '\r\n', ';'],
    ['semicolons and CR', '\r', ';'],
  ])(
    'do not include valid rows with %s, with or without a byte order mark, at every chunk boundary',
    async (_, end, delimiter) => {
      const cells = { ...GOOD, topics: 'jadwal|hoaks', name: `Siti${delimiter} "Ti"` };
      const quoted = Object.values(cells).map((cell) => `"${cell.replaceAll('"', '""')}"`);
      for (const mark of ['', '\ufeff']) {
        const bytes = Buffer.from(
          mark +
            [Object.keys(GOOD).join(delimiter), quoted.join(delimiter), '', quoted.join(delimiter)].join(end),
        );
        for (const size of [1, 7, 64, 1_000]) {
          const found = [];
          for await (const lines of linesOf(pieces(bytes, size))) found.push(...lines);
          expect(found.map((line) => ('cells' in line ? line.cells : line.reason))).toEqual([
            Object.keys(GOOD),
            Object.values(cells),
            Object.values(cells),
          ]);
          expect(found.map(({ line }) => line)).toEqual([1, 2, 4]);
        }
      }
    },
  );

  it('do not affect the rows around them', async () => {
    const bad = Buffer.from([0xe9, 0x2c, 0x0a]);
    const long = `${'x'.repeat(20_000)}\n`;
    const good = `${Object.values(GOOD).join()}\r\n`;
    const bytes = Buffer.concat([
      Buffer.from(`${Object.keys(GOOD).join()}\r\n${good}${long}${good}`),
      bad,
      Buffer.from(`${good}${long}${good}`),
    ]);
    for (const size of [1, 1_000, 30_000, 1_000_000]) {
      const found = [];
      for await (const lines of linesOf(pieces(bytes, size))) found.push(...lines);
      expect(found.map((line) => ('reason' in line ? line.reason : line.cells.length))).toEqual(
        [11, 11, 'too-long', 11, 'encoding', 11, 'too-long', 11].map((one) =>
          one === 11 ? Object.keys(GOOD).length : one,
        ),
      );
    }
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeffemail,region\n', 'utf16le')],
    ['no text', Buffer.from([0xe9, 0x2c, 0x0a])],
    ['one endless line', Buffer.alloc(1 << 20, 'x')],
  ])('do not occur in a file of %s, which is refused', async (_, bytes) => {
    const read = async (): Promise<void> => {
      for await (const lines of linesOf(pieces(bytes, 65_536))) expect(lines).toBeUndefined();
    };
    await expect(read()).rejects.toMatchObject({ kind: 'malformed' });
  });
});
