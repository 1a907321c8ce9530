import { topicIds } from '../topics.js';
import { type Column, headingOf } from './columns.js';

/**
 * Why a row of an import is rejected, and the correct form: in English for the API, in Indonesian for the file that is
 * returned to staff. A sentence about a cell follows the column's heading and the cell's value.
 */
const REASONS = {
  cells: ['It has more or fewer cells than the header.', 'Jumlah selnya tidak sama dengan jumlah kolom.'],
  quotes: [
    'A quote is not closed, or stands inside a cell; write a quote inside as "", and no line break.',
    'Tanda kutip tidak ditutup atau salah letak; tulis "" di dalam sel, tanpa ganti baris.',
  ],
  'too-long': ['This is too long.', 'Terlalu panjang.'],
  encoding: ['It is not UTF-8 text.', 'Bukan teks UTF-8.'],
  control: ['There is a control character in it.', 'Ada karakter kendali di dalamnya.'],
  invisible: [
    'There are invisible characters in it that change how it reads.',
    'Ada karakter tak terlihat yang mengubah bacaannya.',
  ],
  formula: ['It begins like a formula.', 'Diawali seperti rumus.'],
  identity: [
    'It holds a number of 16 digits, like an identity number (NIK, NKK): Siar never takes those.',
    'Ada angka 16 digit seperti NIK atau NKK: Siar tidak pernah menerimanya.',
  ],
  region: [
    'This is neither the code nor the full name of a region.',
    'Bukan kode dan bukan nama lengkap wilayah.',
  ],
  'region-shared': [
    'Two regions have this name: write it in full, such as Kabupaten Bogor.',
    'Nama ini dimiliki dua wilayah: tulis lengkap, misalnya Kabupaten Bogor.',
  ],
  'region-bps': [
    "Siar takes BPS's codes of provinces only: write the regency's full name.",
    'Dari kode BPS hanya kode provinsi yang dikenal: tulis nama lengkap kabupaten atau kota.',
  ],
  'region-codes': [
    'The region is given by a code: say whose codes they are.',
    'Wilayah ditulis dengan kode: nyatakan kode milik siapa.',
  ],
  name: [
    'This is not like a name: use letters, at most seven words besides initials and degrees, with no number, link or word such as “pemilu” or “ditunda”; or leave it empty.',
    'Bukan nama orang: tulis dengan huruf, paling banyak tujuh kata selain gelar, tanpa angka, tautan, atau kata seperti “pemilu” atau “ditunda”; atau kosongkan.',
  ],
  email: [
    'This is no e-mail address: write it such as siti@example.com.',
    'Bukan alamat surel: tulis misalnya siti@example.com.',
  ],
  homograph: [
    'The address has letters in it that only look like others.',
    'Alamat ini memuat huruf yang hanya mirip huruf lain.',
  ],
  telegram: [
    'A Telegram chat is given by its number, such as 123456789.',
    'Obrolan Telegram ditulis dengan nomornya, misalnya 123456789.',
  ],
  phone: [
    'This is no number of a mobile phone, such as 0812 3456 7890.',
    'Bukan nomor ponsel, misalnya 0812 3456 7890.',
  ],
  'no-address': [
    'It has no e-mail address, Telegram chat or phone number: at least one is needed.',
    'Tidak ada surel, obrolan Telegram, atau nomor telepon: perlu sedikitnya satu.',
  ],
  language: [
    'A language is an ISO 639 code such as id, en or jv.',
    'Bahasa harus berupa kode ISO 639, misalnya id, en, atau jv.',
  ],
  topics: [
    `A topic in it is not known. Known are ${topicIds.join(', ')}; write | between several.`,
    `Ada topik yang tidak dikenal. Yang dikenal: ${topicIds.join(', ')}; di antara beberapa topik tulis |.`,
  ],
  preferred: ['This is not email, telegram or sms.', 'Bukan surel, telegram, atau sms.'],
  'preferred-absent': [
    'The row has no address on this channel: give one, or leave this empty.',
    'Baris ini tidak punya alamat di saluran itu: isi alamatnya, atau kosongkan saluran pilihan.',
  ],
  'consent-source': ['Say where consent was given.', 'Sebutkan di mana persetujuan diberikan.'],
  'consent-date': [
    'This is no date: write the day consent was given such as 31/01/2024 or 2024-01-31.',
    'Bukan tanggal: tulis hari persetujuan diberikan seperti 31/01/2024 atau 2024-01-31.',
  ],
  'consent-future': [
    'Consent cannot have been given in the future.',
    'Persetujuan tidak mungkin diberikan di masa depan.',
  ],
  // One reason for all of these cases: a precise one would disclose which other contact is stored.
  contradicts: [
    'It contradicts what is held of its addresses, or an earlier row.',
    'Isinya bertentangan dengan yang sudah tersimpan tentang alamatnya, atau dengan baris sebelumnya.',
  ],
} as const satisfies Record<string, readonly [english: string, indonesian: string]>;

export type Reason = keyof typeof REASONS;

/** One fault of a row. */
export interface RowFault {
  /** Null: the row as a whole. */
  column: Column | null;
  reason: Reason;
  /**
   * The cell's value in displayable form; it may be a citizen's. It is returned to the sender of the file only, and
   * never logged or written to the trail.
   */
  value: string;
  /** The value that was probably meant. */
  meant?: string;
}

/** A rejected row: its line and all its faults. */
export interface Rejected {
  line: number;
  faults: RowFault[];
}

/** A row that is rejected as a whole. */
export const rejectedFor = (line: number, reason: Reason): Rejected => ({
  line,
  faults: [{ column: null, reason, value: '' }],
});

/** Describes a fault: the column, the value, and the correct form. */
export function faultWords({ column, reason, value, meant }: RowFault, indonesian: boolean): string {
  const hint = meant === undefined ? '' : ` ${indonesian ? 'Maksud Anda' : 'Did you mean'} ${meant}?`;
  const said = REASONS[reason][indonesian ? 1 : 0] + hint;
  if (column === null) return said;
  const stands = value === '' ? (indonesian ? '(kosong)' : '(empty)') : `“${value}”`;
  return `${headingOf(column, indonesian)} ${stands}: ${said}`;
}
