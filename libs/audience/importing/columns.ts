/** The columns an import file may have, in any order. */
export const COLUMNS = [
  'name',
  'region',
  'language',
  'topics',
  'email',
  'telegram',
  'phone',
  'preferred',
  'consent_source',
  'consent_date',
  'consent_wording',
  // The file of rejected rows has these two columns; a corrected file may be imported unchanged.
  'rejected_line',
  'rejected_reason',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Headings of each column in files from regional offices; the first is the one our own files use. */
const INDONESIAN: Record<Column, readonly [string, ...string[]]> = {
  name: ['nama', 'nama_lengkap'],
  region: ['wilayah', 'kode_wilayah', 'nama_wilayah'],
  language: ['bahasa'],
  topics: ['topik'],
  email: ['surel', 'alamat_surel', 'e_mail'],
  telegram: ['telegram', 'nomor_telegram', 'obrolan_telegram'],
  phone: [
    'telepon',
    'nomor_telepon',
    'no_telepon',
    'ponsel',
    'nomor_ponsel',
    'no_ponsel',
    'hp',
    'no_hp',
    'nomor_hp',
  ],
  preferred: ['saluran_pilihan', 'saluran'],
  consent_source: ['sumber_persetujuan', 'asal_persetujuan'],
  consent_date: ['tanggal_persetujuan'],
  consent_wording: ['bunyi_persetujuan', 'isi_persetujuan'],
  rejected_line: ['baris_ditolak'],
  rejected_reason: ['sebab_ditolak'],
};
/** Columns by heading. */
export const BY_HEADING: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) => [column, ...INDONESIAN[column]].map((heading) => [heading, column] as const)),
);
/** A column's heading in Indonesian, as people write it, or in the API's form. */
export const headingOf = (column: Column, indonesian: boolean): string =>
  indonesian ? INDONESIAN[column][0].replaceAll('_', ' ') : column;
