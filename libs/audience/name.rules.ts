import tlds from 'tlds' with { type: 'json' };

/** Characters of a name at most. */
const LONGEST_NAME = 100;
/** Letters of one word at most. */
const LONGEST_WORD = 30;
/** Words of a name at most; Indonesian names are long. Initials and degrees come on top, up to as many pieces. */
const MOST_WORDS = 7;
const MOST_PIECES = 14;

const TOP_LEVEL = new Set(tlds);
/** Degrees that end like a host: written as usual or in capitals, since a host is rarely. */
const DEGREES = (
  'S.Si M.Si S.Ag M.Ag S.Sn M.Sn S.Th M.Th S.Pt M.Pt S.ST S.Tr M.Tr M.Sc B.Sc M.Kn M.Ph S.KM M.KM A.Ma A.Md S.Pd.SD S.E.Sy ' +
  'Sp.An Sp.BS Sp.JP Sp.MK Sp.PA Sp.PK'
).split(' ');
const DEGREE = new Set([...DEGREES, ...DEGREES.map((degree) => degree.toUpperCase())]);

/** Whether a word with a full stop in it is an academic degree, which leads nowhere. */
export const isDegree = (word: string): boolean => DEGREE.has(word);

/** Of these no name consists, and with them one can say something false in the place of a name. */
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
/** The letters as somebody takes them who does not tell a small `l` from an `i`. */
const alike = (word: string): string => word.replaceAll('i', 'l');
/** Of so many letters on it is no name with its `l` and `i` exchanged either: a shorter one may be. */
const LONG = 5;
const NO_NAME_ALIKE = new Set([...NO_NAME].filter((word) => word.length >= LONG).map(alike));
/** The same within a longer word, or spelt with marks between the letters. */
const SAYS_ALIKE = new RegExp(
  alike('pemilu|pilkada|pemilih|ditunda|tertunda|diundur|dibatal|batalkan|rekening|cancel|postpon|election'),
  'u',
);

/**
 * People are called Kamis, Juli, Hari, June or Will, so each of these may stand in a name beside ordinary ones. Two of them
 * are a piece of a sentence (“Hari Kamis Saja”), and no name.
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

/** Almost every name. */
const PLAIN = /^[A-Z][a-z]{1,29}(?: [A-Z][a-z]{1,29}){0,6}$/;
// Latin without the phonetic letters, some of which look like capitals and some like marks. The other scripts are those that
// Indonesians write names in and that have no letters like Latin ones: Cyrillic or Greek could spell any of the words above.
const LATIN = String.raw`[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01bf\u01c4-\u024f\u02bb\u02bc\u1e00-\u1eff]`;
const SCRIPTS = ['Arab', 'Bali', 'Batk', 'Bugi', 'Deva', 'Hani', 'Java', 'Rjng', 'Sund', 'Taml', 'Thai'];
const OTHER = `(?=\\p{L})[${SCRIPTS.map((script) => `\\p{Script=${script}}`).join('')}]`;
const WORD = new RegExp(`^(?:(?:${LATIN}\\p{M}?)+|(?:${OTHER}\\p{M}{0,3})+)$`, 'u');
const MARKS = /['’‘`´.,()/‐‑–-]/gu;
/** What separates the parts of a word, full stops apart. */
const APART = /['’‘`´,()/‐‑–]+/u;
/** What somebody reads as the space between two words. */
const BETWEEN = /[,()/‐‑–.-]+/u;
/** Marks that follow each other in names, as in "S.Pd.), (": more of them are a pattern. */
const PATTERN = /['’‘`´.,()/‐‑–-]{4}|([^\p{L}\p{M} ])\1/u;

/**
 * Whether a text may stand where a message calls a citizen by name: a few words of letters, with initials, degrees and the
 * marks of names (`M. Nur`, `Ma'ruf`, `Siti Nur-Aini, S.Pd.`). No number, no link, no letters that only look like others, no
 * word that says something about an election or money, and at most one that is seldom a name. The one rule for import,
 * renaming, rendering and the check of pasted texts.
 */
export function isName(text: string): boolean {
  const name = text.replace(/\s+/gu, ' ').trim();
  if (name === '' || name.length > LONGEST_NAME) return false;
  if (PLAIN.test(name)) return sayNothing(name.split(' '));
  const composed = name.normalize('NFC');
  const letters = composed.replace(MARKS, '');
  // Letters in disguise: full-width, mathematical, ligatures.
  if (letters.normalize('NFKC') !== letters || !/\p{L}/u.test(letters) || PATTERN.test(composed))
    return false;
  const chunks = composed.split(' ');
  return areWords(chunks) && sayNothing(spelt(chunks));
}

function areWords(chunks: readonly string[]): boolean {
  let words = 0;
  let pieces = 0;
  for (const chunk of chunks) {
    // A path follows what looks like a host, whatever it is.
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

/** A degree or initials: short pieces with full stops after them. */
const INITIALS = /^\p{L}$|^(?:\p{L}{1,4}\.)+\p{L}{0,4}$/u;

/** Whether a mail program, a messenger or a telephone might make a link of it. */
function looksLikeHost(part: string): boolean {
  const word = part.replace(/^[.-]+|[.-]+$/gu, '');
  const labels = word.toLowerCase().split('.');
  if (labels.length < 2 || isDegree(word)) return false;
  return (
    labels.slice(1).some((label) => TOP_LEVEL.has(label) || label.startsWith('xn--')) ||
    !/^[\p{Script=Latin}\p{M}.-]+$/u.test(word)
  );
}

/** Whether words, their capitals as they are written, are a name's and no piece of a sentence. */
function sayNothing(words: readonly string[]): boolean {
  let seldom = 0;
  for (const written of words) {
    const word = written.toLowerCase();
    // In most type faces a capital I is the same stroke as a small l.
    const read = written.replaceAll('I', 'l').toLowerCase();
    if (NO_NAME.has(word) || NO_NAME.has(read)) return false;
    const taken = alike(word);
    if (SAYS_ALIKE.test(taken) || NO_NAME_ALIKE.has(taken)) return false;
    if (SELDOM.has(word) || SELDOM.has(read)) seldom += 1;
  }
  return seldom < 2;
}

/** The words as somebody reads them who skips marks and accents, or the spaces between single letters, or takes marks for spaces. */
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

/** Letters that do not come apart into a base letter and a mark. */
const BASE: Record<string, string> = { ı: 'i', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', ø: 'o', ƶ: 'z' };

/** The letters of a word without accents. */
const bare = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/[^\p{L}]+/gu, '')
    .replace(/[ıłđðħŧøƶ]/giu, (letter) => BASE[letter.toLowerCase()] ?? letter);
