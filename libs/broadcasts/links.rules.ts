import tlds from 'tlds' with { type: 'json' };
import { isDegree } from '#audience';
import { because } from '#platform';

/** Where a text may lead. */
export interface LinkRules {
  /** Domains that are allowed with all their subdomains, such as `kpu.go.id`. */
  domains: string[];
  /** Hosts allowed exactly as they stand, with their port where they have one: our own. */
  hosts: string[];
}

/** A link found in a text, and what is wrong with it: null when it is allowed. */
export interface Link {
  text: string;
  /** Where it starts in the text, and what comes after it. */
  start: number;
  end: number;
  fault: ReturnType<typeof because> | null;
}

const TOP_LEVEL = new Set(tlds);
const LABEL = String.raw`[\p{L}\p{M}\p{N}_-]{1,63}`;
const HOST = String.raw`${LABEL}(?:\.${LABEL})+`;
/**
 * A scheme with what follows it; or a host, perhaps with a user before it and a port or path after it. All repeats that
 * may have to be tried again are bounded, so that a long text takes no longer than its length.
 */
const CANDIDATE = new RegExp(
  String.raw`[a-z][a-z0-9+.-]{0,30}:[\\/]{2}\S*|(?:[^\s@/(<"']{0,64}@)?${HOST}\.?(?:[:/?#\\%@]\S*)?`,
  'giu',
);
/** Stands for a variable: counts as a letter, so that it becomes part of whatever link it touches. */
const GLUE = 'ﾞ';
const TRAILING = /[.,;:!?)\]}'"»”’>]+$/u;

/**
 * Finds what a mail program, Telegram or a phone would turn into a link, also without a scheme, and judges each.
 * Letters that merely look like ASCII (IDN homographs, full-width forms, other full stops) are compared as a browser
 * would read them (UTS #46), and refused.
 * @param text plain text; a character listed in `glue` stands for a variable, which must not touch a link
 */
export function findLinks(text: string, rules: LinkRules, glue = '\u{FFFC}'): Link[] {
  // One character each, so that positions stay those of the text.
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

/** Undefined: no link at all, only a word with a dot in it. */
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
  // S.Si and S.Ag are degrees, and would otherwise read as hosts of Slovenia and Antigua.
  if (isDegree(host) && path === '') return false;
  const labels = host.toLowerCase().split('.');
  const last = (labels.at(-1) ?? '').replaceAll(GLUE, '');
  if (/^\d+$/.test(last))
    return path.startsWith('/') && labels.length === 4 && labels.every((label) => Number(label) < 256);
  if (TOP_LEVEL.has(last) || last.startsWith('xn--')) return true;
  // Latin words run together by a full stop are a slip of the pen; other scripts inside them are not.
  return labels.some((label) => /\p{L}/u.test(label) && /[^\p{Script=Latin}\p{N}\p{M}_ﾞ-]/u.test(label));
}
