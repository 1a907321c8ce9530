import tlds from 'tlds' with { type: 'json' };
import { isDegree } from '#audience/names';
import { because } from '#contract/problems';
import type { LinkRules } from '#contract/api/message';

export type { LinkRules } from '#contract/api/message';

/** A link found in a text, and its fault: null when it is allowed. */
export interface Link {
  text: string;
  /** The start of the link in the text, and the position after its end. */
  start: number;
  end: number;
  fault: ReturnType<typeof because> | null;
}

const TOP_LEVEL = new Set(tlds);
const LABEL = String.raw`[\p{L}\p{M}\p{N}_-]{1,63}`;
const HOST = String.raw`${LABEL}(?:\.${LABEL})+`;
/**
 * A scheme with what follows it; or a host, with an optional user before it and an optional port or path after it. All
 * repetitions that may need backtracking are bounded, so that the time is linear in the length of the text.
 */
const CANDIDATE = new RegExp(
  String.raw`[a-z][a-z0-9+.-]{0,30}:[\\/]{2}\S*|(?:[^\s@/(<"']{0,64}@)?${HOST}\.?(?:[:/?#\\%@]\S*)?`,
  'giu',
);
/** Replaces a variable: it counts as a letter, so that it becomes part of any link next to it. */
const GLUE = 'ﾞ';
const TRAILING = /[.,;:!?)\]}'"»”’>]+$/u;

/**
 * Finds everything that a mail program, Telegram or a phone would turn into a link, also without a scheme, and judges
 * each. Letters that only look like ASCII (IDN homographs, full-width forms, other full stops) are compared in the form
 * a browser reads (UTS #46), and refused.
 * @param text plain text; each character in `glue` represents a variable, which must not be next to a link
 */
export function findLinks(text: string, rules: LinkRules, glue = '\u{FFFC}'): Link[] {
  // Replaces one character by one, so that positions do not change.
  const dotted = text.replace(/[。．｡․]/gu, '.').replace(/[！-～]/gu, (wide) => wide.normalize('NFKC'));
  const joined = dotted.replaceAll(glue, GLUE);
  const links: Link[] = [];
  for (const match of joined.matchAll(CANDIDATE)) {
    const found = match[0].replace(TRAILING, '');
    const shown = text.slice(match.index, match.index + found.length).replaceAll(glue, '{{…}}');
    const judged = judge(found, rules);
    if (judged !== undefined)
      links.push({ text: shown, start: match.index, end: match.index + found.length, fault: judged });
  }
  return links;
}

/** Undefined: no link, only a word that contains a dot. */
function judge(found: string, rules: LinkRules): Link['fault'] | undefined {
  const [, scheme = '', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):[\\/]{2})?(.*)$/isu.exec(found) ?? [];
  const [authority = ''] = rest.split(/[/?#\\]/);
  const at = authority.lastIndexOf('@');
  const host = authority
    .slice(at + 1)
    .replace(/:\d*$/, '')
    .replace(/\.$/, '');
  if (scheme === '' && !looksLikeHost(host, rest.slice(authority.length))) return undefined;
  if (rest.includes(GLUE)) return because('link-touches-variable');
  if (scheme !== '' && !/^https?$/i.test(scheme)) return because('link-scheme', { scheme });
  if (at >= 0 && (scheme !== '' || rest.length > authority.length)) return because('link-user');
  if (/[\\%]/.test(authority) || rest.includes('\\')) return because('link-backslash');
  if (/[^\0-\x7f]/.test(host)) return because('link-letters', { host });
  if (/\.apk$/i.test(rest.split(/[?#]/)[0] ?? '')) return because('link-apk');
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(host)) return because('link-unreadable');
  const name = host.toLowerCase();
  const port = /:\d+$/.exec(authority)?.[0] ?? '';
  if (rules.hosts.includes(name + port)) return null;
  const allowed =
    port === '' && rules.domains.some((domain) => name === domain || name.endsWith(`.${domain}`));
  if (allowed) return null;
  return because('link-elsewhere', { own: [...rules.hosts, ...rules.domains], host: host + port });
}

function looksLikeHost(host: string, path: string): boolean {
  // S.Si and S.Ag are academic degrees, and would otherwise count as hosts in Slovenia and Antigua.
  if (isDegree(host) && path === '') return false;
  const labels = host.toLowerCase().split('.');
  const last = (labels.at(-1) ?? '').replaceAll(GLUE, '');
  if (/^\d+$/.test(last))
    return path.startsWith('/') && labels.length === 4 && labels.every((label) => Number(label) < 256);
  if (TOP_LEVEL.has(last) || last.startsWith('xn--')) return true;
  // Latin words joined by a full stop are a typing error; words that contain other scripts are not.
  return labels.some((label) => /\p{L}/u.test(label) && /[^\p{Script=Latin}\p{N}\p{M}_ﾞ-]/u.test(label));
}
