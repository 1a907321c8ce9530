/** The kind of a token. A changed link, number or date is worse than a changed word. */
type TokenKind = 'word' | 'date' | 'number' | 'link' | 'mark';

/** A word, number, link or punctuation mark of a text. */
export interface Token {
  /** As it occurs in the text. */
  text: string;
  /** The form that is compared. */
  key: string;
  kind: TokenKind;
  /** The white space before it: none, a space, or line breaks. */
  gap: string;
}

// Messengers render `*a*` as bold, `_a_` as italic and `a` in backticks as code. Strike-through (`~a~`) is kept: it
// reverses the meaning.
const EMPHASIS = ['*', '_', '```', '`'].map((mark) => {
  const [sign, letter] = [mark.replaceAll('*', String.raw`\*`), mark[0] === '*' ? String.raw`\*` : mark[0]];
  return new RegExp(
    String.raw`(?<=^|[\s("'*_])${sign}(?=[^\s${letter}])([^${letter}\n]*[^\s${letter}])${sign}(?=$|[\s.,;:!?)"'*_])`,
    'gmu',
  );
});
const QUOTED = /^[^\S\n]*(?:>[^\S\n]?)+/gmu;
/**
 * Signs that stand alone and that no comparison sees: the line above a signature, which is a rule in HTML and copies as
 * nothing (some programs make one dash of two); the signs of headings and lists, which copy as another one or as nothing.
 */
const ALONE = /^(?:--|[–—]{1,2}|[-#*•◦▪‣·])$/u;
/**
 * Characters that reverse the order in which the following text is read: an overridden 12 is seen as 21. Unicode's
 * marks of direction, and format characters of right-to-left scripts (Bidi_Class AL and AN): after U+070F, 07.00-13.00
 * is seen as 13.00-07.00. No approved text contains one. Other marks of direction, which messengers put around names,
 * reverse nothing in left-to-right letters.
 */
const TURNS = '\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u200f\\u202b\\u202e\\u2067';
export const TURNED = new RegExp(`[${TURNS}]`, 'gu');
const HIDDEN = new RegExp(`(?![${TURNS}])\\p{Cf}`, 'gu');
const IS_HIDDEN = new RegExp(`^(?![${TURNS}])\\p{Cf}$`, 'u');
const MARK = /^[\p{P}\p{S}]$/u;
/** A host or an address, with or without a scheme: anything that could lead a reader to another place. */
const LINK = /:[\\/]{2}|@|[\p{L}\p{N}]\.\p{L}{2,}/u;
const DATE =
  /^(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ie]|jul[iy]|agu(?:stus|st)?|aug(?:ust)?|sep(?:tember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[sc](?:ember)?|senin|selasa|rabu|kamis|jumat|sabtu|minggu|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/;

const SAME: Record<string, string> = {
  '‘': "'",
  '’': "'",
  ʼ: "'",
  '`': "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
};

/**
 * Splits a text into the tokens that have to be the same. Ignores what programs change on the way: white space and
 * folded lines, quotation marks and dashes, bold and italic type, marks of a quoted mail, invisible characters; also
 * letter case, except in the path of a link, where it matters. Leaves a link's own characters as they are, so that a
 * lookalike of our link stays different.
 */
export function tokensOf(text: string): Token[] {
  const plain = EMPHASIS.reduce(
    (left, emphasis) => left.replace(emphasis, '$1'),
    text
      .normalize('NFC')
      .replace(/\r\n?|[\v\f\u{85}\p{Zl}\p{Zp}]/gu, '\n')
      .replace(/[\u{FE0E}\u{FE0F}]/gu, '')
      .replace(QUOTED, ''),
  );
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: chunk, index } of plain.matchAll(/\S+/gu)) {
    const lines = plain.slice(end, index).split('\n').length - 1;
    end = index + chunk.length;
    const gap = tokens.length === 0 ? '' : lines === 0 ? ' ' : lines === 1 ? '\n' : '\n\n';
    const bare = withoutHiddenEdges(chunk);
    if (!ALONE.test(bare)) tokens.push(...piecesOf(bare, gap));
  }
  return tokens;
}

/**
 * Searches by index: `/\p{Cf}+$/` tries each character of a run as its beginning, which is costly in a paste of ten
 * thousand.
 */
function withoutHiddenEdges(chunk: string): string {
  const characters = Array.from(chunk);
  let from = 0;
  let to = characters.length;
  while (from < to && IS_HIDDEN.test(characters[from] ?? '')) from += 1;
  while (to > from && IS_HIDDEN.test(characters[to - 1] ?? '')) to -= 1;
  return characters.slice(from, to).join('');
}

/** The look-up key of a text: its tokens' keys. */
export const keyOf = (text: string): string =>
  tokensOf(text)
    .map(({ key }) => key)
    .join(' ');

/** Removes the marks from both ends of a chunk, one by one. */
function piecesOf(chunk: string, gap: string): Token[] {
  const letters = Array.from(chunk);
  let from = 0;
  let to = letters.length;
  while (from < to && MARK.test(letters[from] ?? '')) from += 1;
  while (to > from && MARK.test(letters[to - 1] ?? '')) to -= 1;
  const core = letters.slice(from, to).join('');
  const tokens = [
    ...letters.slice(0, from).map(mark),
    ...(core === '' ? [] : [tokenOf(core)]),
    ...letters.slice(to).map(mark),
  ];
  return tokens.map((token, at) => (at === 0 ? { ...token, gap } : token));
}

const mark = (text: string): Token => ({ text, key: SAME[text] ?? text, kind: 'mark', gap: '' });

function tokenOf(text: string): Token {
  const seen = text.replace(HIDDEN, '');
  if (LINK.test(seen)) return { text, key: linkKey(text), kind: 'link', gap: '' };
  const key = seen.replace(/./gu, (letter) => SAME[letter] ?? letter).toLowerCase();
  const kind = /\p{N}/u.test(key) ? 'number' : DATE.test(key) ? 'date' : 'word';
  return { text, key, kind, gap: '' };
}

/** Hosts ignore case, paths do not. */
function linkKey(text: string): string {
  const [, host = '', path = ''] = /^((?:[a-z][a-z0-9+.-]*:[\\/]{2})?[^/?#\\]*)(.*)$/isu.exec(text) ?? [];
  return host.toLowerCase() + path;
}
