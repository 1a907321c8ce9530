import { plainName } from '#staff/appointments';
import type { BrakeFinding } from '#contract/api/brake';
import { LOCALES, type ScreenLanguage } from '#contract/lists';

type Found = Record<BrakeFinding['why'], (values: Values) => string>;
interface Values {
  copies: string;
  of: string;
  /** The carrier whose recipients alone are affected; empty: all recipients. */
  at: string;
}

const SAYS: Record<ScreenLanguage, Found> = {
  id: {
    key: () => 'program pengirim tidak memegang kunci untuk membuka alamat',
    sender: () => 'penyedia menolak pengirim',
    fault: ({ copies, of, at }) =>
      `${copies} dari ${of} jawaban terakhir${at} menolak pengirim atau isi pesan`,
    dead: ({ copies, of, at }) => `${copies} dari ${of} alamat terakhir${at} tidak ada lagi`,
    refused: ({ copies, of, at }) => `${copies} dari ${of} jawaban terakhir${at} menolak pesannya`,
  },
  en: {
    key: () => 'the sending program lacks the key that opens addresses',
    sender: () => 'the provider refuses the sender',
    fault: ({ copies, of, at }) =>
      `${copies} of the last ${of} answers${at} refused the sender or the content`,
    dead: ({ copies, of, at }) => `${copies} of the last ${of} addresses${at} no longer exist`,
    refused: ({ copies, of, at }) => `${copies} of the last ${of} answers${at} refused the message`,
  },
};

const AT: Record<ScreenLanguage, string> = { id: 'pada', en: 'at' };

/** Codes that no program turns into a link. */
const PLAIN_CODE = /^[a-z]+ [\d.]+$/;

/** The finding of the brake in words, for an e-mail or a notice. */
export function brakeWords(
  language: ScreenLanguage,
  { why, code, copies, of, carrier }: BrakeFinding,
): string {
  const figure = (value: number | null): string =>
    new Intl.NumberFormat(LOCALES[language]).format(value ?? 0);
  const at = carrier === null ? '' : ` ${AT[language]} ${plainName(carrier)}`;
  const said = SAYS[language][why]({ copies: figure(copies), of: figure(of), at });
  return code === null ? said : `${said} (${PLAIN_CODE.test(code) ? code : plainName(code)})`;
}
