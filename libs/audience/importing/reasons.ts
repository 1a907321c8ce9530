/** Why a row of an import cannot be taken: in English for the API, in Indonesian for the file that goes back to staff. */
export const REASONS = {
  cells: ['It has more or fewer cells than the header.', 'Jumlah selnya tidak sama dengan jumlah kolom.'],
  quotes: [
    'A quote is not closed, or stands inside a cell; write a quote inside as "", and no line break.',
    'Tanda kutip tidak ditutup atau salah letak; tulis "" di dalam sel, tanpa ganti baris.',
  ],
  'too-long': ['The line or a cell is too long.', 'Baris atau salah satu selnya terlalu panjang.'],
  encoding: ['It is not UTF-8 text.', 'Bukan teks UTF-8.'],
  control: ['A cell has a control character in it.', 'Ada karakter kendali di dalam sel.'],
  invisible: [
    'A cell has invisible characters in it that change how it reads.',
    'Ada karakter tak terlihat yang mengubah bacaan sel.',
  ],
  formula: ['A cell begins like a formula.', 'Ada sel yang diawali seperti rumus.'],
  identity: [
    'A cell holds a number of 16 digits, like an identity number (NIK, NKK): Siar never takes those.',
    'Ada angka 16 digit seperti NIK atau NKK: Siar tidak pernah menerimanya.',
  ],
  region: [
    'The region is neither a code nor a full name of one.',
    'Wilayahnya bukan kode dan bukan nama lengkap wilayah.',
  ],
  'region-shared': [
    'Two regions have this name: write it in full, such as Kabupaten Bogor.',
    'Nama ini dimiliki dua wilayah: tulis lengkap, misalnya Kabupaten Bogor.',
  ],
  'region-bps': [
    "Siar knows BPS's codes of provinces only: write the regency's full name.",
    'Dari kode BPS hanya kode provinsi yang dikenal: tulis nama lengkap kabupaten atau kota.',
  ],
  'region-codes': [
    'The region is given by a code: say whose codes they are.',
    'Wilayah ditulis dengan kode: nyatakan kode milik siapa.',
  ],
  name: [
    'The name is not like a name: use letters, at most seven words besides initials and degrees, with no number, link or word such as “pemilu” or “ditunda”; or leave it empty.',
    'Namanya bukan nama orang: tulis dengan huruf, paling banyak tujuh kata selain gelar, tanpa angka, tautan, atau kata seperti “pemilu” atau “ditunda”; atau kosongkan.',
  ],
  email: ['The e-mail address is none.', 'Alamat surelnya bukan alamat surel.'],
  homograph: [
    'The e-mail address has letters in it that only look like others.',
    'Alamat surel memuat huruf yang hanya mirip huruf lain.',
  ],
  telegram: ['The Telegram chat must be its number.', 'Obrolan Telegram harus berupa nomornya.'],
  phone: ['The phone number is none of a mobile phone.', 'Nomor teleponnya bukan nomor ponsel.'],
  'no-address': [
    'It has no e-mail address, Telegram chat or phone number.',
    'Tidak ada surel, obrolan Telegram, atau nomor telepon.',
  ],
  language: [
    'The language must be a code such as id or en.',
    'Bahasa harus berupa kode, misalnya id atau en.',
  ],
  topics: ['A topic is not known.', 'Ada topik yang tidak dikenal.'],
  preferred: [
    'The preferred channel must be email, telegram or sms, and the row must have an address on it.',
    'Saluran pilihan harus email, telegram, atau sms, dan alamatnya ada di baris itu.',
  ],
  'consent-source': [
    'It does not say where consent was given (consent_source).',
    'Tidak menyebut di mana persetujuan diberikan (sumber persetujuan).',
  ],
  'consent-date': [
    'It does not say when consent was given: consent_date must be such as 2024-01-31.',
    'Tidak menyebut kapan persetujuan diberikan: tanggal persetujuan harus seperti 2024-01-31.',
  ],
  'consent-future': [
    'Consent cannot have been given in the future.',
    'Persetujuan tidak mungkin diberikan di masa depan.',
  ],
  // One for all of these: which it is would say who else is held.
  contradicts: [
    'It contradicts what is held of its addresses, or an earlier row.',
    'Isinya bertentangan dengan yang sudah tersimpan tentang alamatnya, atau dengan baris sebelumnya.',
  ],
} as const satisfies Record<string, readonly [english: string, indonesian: string]>;

export type Reason = keyof typeof REASONS;

/** A row that cannot be taken, by the line it stands on: never with what it held, which is a citizen's. */
export interface Rejected {
  line: number;
  reason: Reason;
}
