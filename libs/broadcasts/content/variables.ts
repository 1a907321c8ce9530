import type { Variable } from '#contract/api/message';

export type { Variable } from '#contract/api/message';

/** The permitted variables of a template. Any other one is a fault when saving, not a blank in a citizen's message. */
export const VARIABLES = ['name', 'region', 'polling_date', 'verify_link', 'unsubscribe_link'] as const;
/** Indonesian aliases of the variables, in one word: each means exactly one variable. */
export const ALIASES: Readonly<Record<string, Variable>> = {
  nama: 'name',
  nama_penerima: 'name',
  wilayah: 'region',
  daerah: 'region',
  tanggal: 'polling_date',
  tanggal_pemungutan: 'polling_date',
  tanggal_pemungutan_suara: 'polling_date',
  tautan_cek: 'verify_link',
  tautan_cek_keaslian: 'verify_link',
  tautan_verifikasi: 'verify_link',
  tautan_berhenti: 'unsubscribe_link',
};

/** The language every content must have, and the one a contact falls back to. */
export const REQUIRED_LANGUAGE = 'id';
