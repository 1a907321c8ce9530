/** A heading: in the HTML of an e-mail it is one, every other text has its sign. */
const HEADING = /^#[ \t]+\S[^\n]*/m;
/**
 * Signs that other programs turn into bold, headings or links. Every channel sends a text as it is typed. A line that
 * begins with "-" is none of them: it reads as a list as it stands, and is one in the HTML of an e-mail.
 */
const SIGNS: readonly RegExp[] = [
  /\*\*(?=\S)[^*\n]+\*\*/,
  // One on either side, as in WhatsApp.
  /(?<![\w*])\*(?=\S)[^*\n]+(?<=\S)\*(?![\w*])/,
  /(?<!\w)(_{1,2})(?=[^\s_])[^_\n]+(?<=\S)\1(?!\w)/,
  /^#{2,6}[ \t]+\S[^\n]*/m,
  /\[[^[\]\n]+\]\([^\s()]+\)/,
  /<\/?(?:a|b|br|em|h[1-6]|i|li|ol|p|strong|u|ul)(?:\s[^<>\n]*)?\/?>/i,
];
/** Characters of a place that a warning quotes. */
const QUOTED = 30;

/**
 * The first place of each such sign in a text, shortened, in the order of the text.
 * @param of where the text is shown
 */
export const typedMarkupIn = (text: string, of: 'email-body' | 'plain'): string[] =>
  (of === 'email-body' ? SIGNS : [HEADING, ...SIGNS])
    .flatMap((sign) => {
      const found = sign.exec(text);
      return found ? [{ at: found.index, quote: found[0] }] : [];
    })
    .sort((one, other) => one.at - other.at)
    .map(({ quote }) => (quote.length > QUOTED ? `${quote.slice(0, QUOTED).trimEnd()}…` : quote));
