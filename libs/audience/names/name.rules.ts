// What may stand as a person's name in a message: nothing that reads as a link or as a statement about the election.
import tlds from 'tlds' with { type: 'json' };

/** Maximum characters of a name. */
const LONGEST_NAME = 100;
/** Maximum letters of one word. */
const LONGEST_WORD = 30;
/**
 * Maximum words of a name; Indonesian names are long. Initials and degrees are counted separately, with the same
 * maximum.
 */
const MOST_WORDS = 7;
const MOST_PIECES = 14;

const TOP_LEVEL = new Set(tlds);
/** Degrees that look like a host name, in their usual spelling or in capitals: host names rarely use either. */
const DEGREES = (
  'S.Si M.Si S.Ag M.Ag S.Sn M.Sn S.Th M.Th S.Pt M.Pt S.ST S.Tr M.Tr M.Sc B.Sc M.Kn M.Ph S.KM M.KM A.Ma A.Md S.Pd.SD S.E.Sy ' +
  'Sp.An Sp.BS Sp.JP Sp.MK Sp.PA Sp.PK'
).split(' ');
const DEGREE = new Set([...DEGREES, ...DEGREES.map((degree) => degree.toUpperCase())]);

/** Whether a word with a full stop is an academic degree and therefore no link. */
export const isDegree = (word: string): boolean => DEGREE.has(word);

/** Words that occur in no name and could form a false statement in its place. */
const NO_NAME = new Set(
  `tidak bukan jangan belum batal dibatalkan pembatalan tunda ditunda penundaan diundur dipindah dipindahkan pindah ditutup
   dibuka dimajukan diperpanjang wajib harus segera bayar membayar transfer klik unduh instal hubungi kirim rekening gratis
   hadiah bantuan pemilu pilkada pilpres pileg pemilihan pemungutan tps kpu besok kemarin tanggal coblos dicoblos
   mencoblos nyoblos pencoblosan pilih dipilih memilih golput nomor urut calon paslon capres cawapres suara jadwal libur
   yang anda palsu hoaks
   not no don't dont never cancelled postponed moved closed must pay transfer click download install call send free vote
   votes voter voters voting ballot ballots candidate candidates election elections polling polls tomorrow yesterday
   you`.split(/\s+/u),
);
/** Folds the letters `l` and `i`, which look alike. */
const alike = (word: string): string => word.replaceAll('i', 'l');
/** From this length on, a word with `l` and `i` exchanged is rejected too: a shorter one may be a name. */
const LONG = 5;
const NO_NAME_ALIKE = new Set([...NO_NAME].filter((word) => word.length >= LONG).map(alike));
/** The same words within a longer word, or spelt with marks between the letters. */
const SAYS_ALIKE = new RegExp(
  alike('pemilu|pilkada|pemilih|ditunda|tertunda|diundur|dibatal|batalkan|rekening|cancel|postpon|election'),
  'u',
);

/**
 * Words that are also names: people are called Kamis, Juli, Hari, June or Will. One of them may stand beside ordinary
 * names; two form part of a sentence (“Hari Kamis Saja”) and are rejected.
 */
const SELDOM = new Set(
  `senin selasa rabu kamis jumat sabtu minggu ahad januari februari maret april mei juni juli agustus september oktober
   november desember hari pekan bulan tahun pagi siang sore malam jam pukul lusa nanti sekarang datang pergi pulang tinggal rumah
   saja hanya sudah telah akan sampai mulai sebelum setelah sesudah dan atau untuk dari pada dengan ini itu ada semua menang
   kalah hasil
   monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
   october november december day days week month year today tonight morning noon afternoon evening night come go stay home
   leave only already will was are the this that from for until before after and now later won win wins lost loses
   result results winner`.split(/\s+/u),
);

/** Matches almost every name. */
const PLAIN = /^[A-Z][a-z]{1,29}(?: [A-Z][a-z]{1,29}){0,6}$/;
// Latin without the phonetic letters, some of which look like capitals or marks. The other scripts are in use for
// Indonesian names and have no letters like Latin ones: Cyrillic or Greek could spell any of the words above.
const LATIN = String.raw`[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01bf\u01c4-\u024f\u02bb\u02bc\u1e00-\u1eff]`;
const SCRIPTS = ['Arab', 'Bali', 'Batk', 'Bugi', 'Deva', 'Hani', 'Java', 'Rjng', 'Sund', 'Taml', 'Thai'];
const OTHER = `(?=\\p{L})[${SCRIPTS.map((script) => `\\p{Script=${script}}`).join('')}]`;
const WORD = new RegExp(`^(?:(?:${LATIN}\\p{M}?)+|(?:${OTHER}\\p{M}{0,3})+)$`, 'u');
const MARKS = /['’‘`´.,()/‐‑–-]/gu;
/** Separators of the parts of a word, except full stops. */
const APART = /['’‘`´,()/‐‑–]+/u;
/** Characters that read like the space between two words. */
const BETWEEN = /[,()/‐‑–.-]+/u;
/** Consecutive marks occur in names, as in "S.Pd.), (": more of them form a pattern. */
const PATTERN = /['’‘`´.,()/‐‑–-]{4}|([^\p{L}\p{M} ])\1/u;

/**
 * Whether a text may be used as a citizen's name in a message: a few words of letters, with initials, degrees and the
 * marks of names (`M. Nur`, `Ma'ruf`, `Siti Nur-Aini, S.Pd.`). It rejects numbers, links, look-alike letters, words
 * about elections or money, and more than one word that is rarely a name. Import, renaming, rendering and the check of
 * pasted texts share this rule.
 */
export function isName(text: string): boolean {
  const name = text.replace(/\s+/gu, ' ').trim();
  if (name === '' || name.length > LONGEST_NAME) return false;
  if (PLAIN.test(name)) return sayNothing(name.split(' '));
  const composed = name.normalize('NFC');
  const letters = composed.replace(MARKS, '');
  // Compatibility characters: full-width, mathematical, ligatures.
  if (letters.normalize('NFKC') !== letters || !/\p{L}/u.test(letters) || PATTERN.test(composed))
    return false;
  const chunks = composed.split(' ');
  return areWords(chunks) && sayNothing(spelt(chunks));
}

function areWords(chunks: readonly string[]): boolean {
  let words = 0;
  let pieces = 0;
  for (const chunk of chunks) {
    // A host name followed by a path.
    if (/\p{L}\.\p{L}.*\//u.test(chunk)) return false;
    for (const part of chunk.split(APART)) {
      const labels = part.split(/[.-]+/u).filter((label) => label !== '');
      if (labels.length === 0) continue;
      if (!labels.every(isWord) || looksLikeHost(part)) return false;
      pieces += 1;
      if (!INITIALS.test(part)) words += 1;
    }
  }
  return words <= MOST_WORDS && pieces <= MOST_PIECES;
}

const isWord = (label: string): boolean => label.length <= LONGEST_WORD && WORD.test(label);

/** A degree or initials: short pieces, each followed by a full stop. */
const INITIALS = /^\p{L}$|^(?:\p{L}{1,4}\.)+\p{L}{0,4}$/u;

/** Whether a mail program, a messenger or a telephone might render it as a link. */
function looksLikeHost(part: string): boolean {
  const word = part.replace(/^[.-]+|[.-]+$/gu, '');
  const labels = word.toLowerCase().split('.');
  if (labels.length < 2 || isDegree(word)) return false;
  return (
    labels.slice(1).some((label) => TOP_LEVEL.has(label) || label.startsWith('xn--')) ||
    !/^[\p{Script=Latin}\p{M}.-]+$/u.test(word)
  );
}

/** Whether words, with their original capitals, form a name and not part of a sentence. */
function sayNothing(words: readonly string[]): boolean {
  let seldom = 0;
  for (const written of words) {
    const word = written.toLowerCase();
    // In most typefaces a capital I looks like a small l.
    const read = written.replaceAll('I', 'l').toLowerCase();
    if (NO_NAME.has(word) || NO_NAME.has(read)) return false;
    const taken = alike(word);
    if (SAYS_ALIKE.test(taken) || NO_NAME_ALIKE.has(taken)) return false;
    if (SELDOM.has(word) || SELDOM.has(read)) seldom += 1;
  }
  return seldom < 2;
}

/** Other readings of the words: without marks and accents, with single letters joined, and with marks as spaces. */
function spelt(chunks: readonly string[]): string[] {
  const words: string[] = [];
  let run = '';
  for (const chunk of chunks) {
    const letters = bare(chunk);
    words.push(letters);
    const parts = chunk.split(BETWEEN).map(bare);
    if (parts.length > 1) words.push(...parts.filter((part) => part.length > 2));
    run = letters.length === 1 ? run + letters : '';
    words.push(run);
  }
  return words;
}

/** Letters without a Unicode decomposition into base letter and mark. */
const BASE: Record<string, string> = { ı: 'i', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', ø: 'o', ƶ: 'z' };

/** A word's letters without accents. */
const bare = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/[^\p{L}]+/gu, '')
    .replace(/[ıłđðħŧøƶ]/giu, (letter) => BASE[letter.toLowerCase()] ?? letter);
