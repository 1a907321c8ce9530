/** The kinds of files that a mark may be. */
export type LogoType = 'image/svg+xml' | 'image/png';

/** The largest file of a mark, in bytes: every page shows it. */
export const LOGO_BYTES = 60_000;

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
/** Parts of an SVG that run, load, or refer to something outside the file. */
const REFUSED: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/<!(?:DOCTYPE|ENTITY)/i, 'a DOCTYPE or an entity'],
  [/<\?xml-stylesheet/i, 'a style sheet of another file'],
  [
    /<(?:[\w-]+:)?(?:script|foreignObject|iframe|embed|object|audio|video|animate\w*|set|handler)\b/i,
    'an element that runs',
  ],
  [/\son[a-z]+\s*=/i, 'an attribute that runs'],
  [/(?:javascript|data)\s*:/i, 'a link that runs or embeds'],
  [/\b(?:href|src)\s*=\s*["']?\s*(?!["']?#)/i, 'a link to another file'],
  [/@import|url\(\s*["']?\s*(?!["']?\s*#)/i, 'a style that loads another file'],
];

/**
 * Checks the file of an organisation's mark.
 * @returns its type, or what is wrong with it, as a part of a sentence
 */
export function logoOf(bytes: Buffer): { type: LogoType } | { fault: string } {
  if (bytes.length > LOGO_BYTES)
    return { fault: `has ${bytes.length} bytes; at most ${LOGO_BYTES} are shown with every page` };
  if (bytes.subarray(0, PNG.length).equals(PNG)) return { type: 'image/png' };
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.includes('\uFFFD')) return { fault: 'is neither a PNG nor an SVG in UTF-8' };
  const inner = text.replace(/^\s*(?:<\?xml [^>]*\?>\s*)?(?:<!--[^]*?-->\s*)*/, '');
  const root = /^<svg\b[^>]*>/.exec(inner)?.[0];
  if (!root || !/<\/svg>\s*$/.test(inner)) return { fault: 'is neither a PNG nor an SVG' };
  if (!/\sxmlns\s*=\s*["']http:\/\/www\.w3\.org\/2000\/svg["']/.test(root))
    return { fault: 'lacks xmlns="http://www.w3.org/2000/svg", without which browsers do not draw it' };
  // The name of a namespace links nothing.
  const bare = text.replace(/\sxmlns(?::\w+)?\s*=\s*(?:"[^"]*"|'[^']*')/g, '');
  const [, what] = REFUSED.find(([pattern]) => pattern.test(bare)) ?? [];
  return what === undefined ? { type: 'image/svg+xml' } : { fault: `contains ${what}` };
}
