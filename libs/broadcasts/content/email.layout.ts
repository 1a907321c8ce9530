import { findLinks, type Link, type LinkRules } from './links.rules.js';
import type { Segment } from './template.rules.js';

// Replaces a variable during the search for links. In an author's text this character marks an embedded object, which
// an e-mail does not have: it is left out.
const VARIABLE = '\u{FFFC}';
const PAGE = 'margin:0;padding:16px;background:#ffffff;color:#1a1a1a';
const COLUMN =
  'max-width:600px;margin:0 auto;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif';
const LINK = 'color:#0b4f9e';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes a text for HTML, for use between tags and in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

/**
 * The HTML part of an e-mail, derived from its text part: paragraphs, line breaks, a rule for a paragraph `--`, and
 * links to allowed places only. Any change here needs a new version of the document's `renderer`: a digest covers it.
 * @param text the segments of the text part; @param subject those of the subject
 * @returns segments whose variables have to be filled in with escaped values
 */
export function emailHtml(
  language: string,
  subject: Segment[],
  text: Segment[],
  links: LinkRules,
): Segment[] {
  const variables = text.filter((segment) => typeof segment !== 'string');
  const body = text
    .map((segment) => (typeof segment === 'string' ? segment.replaceAll(VARIABLE, '') : VARIABLE))
    .join('');
  const next = variables.values();
  const paragraphs = body
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) =>
      paragraph === '--' ? '<hr>' : `<p>${linked(paragraph, findLinks(paragraph, links, VARIABLE))}</p>`,
    );
  const title = subject.map((segment) => (typeof segment === 'string' ? escapeHtml(segment) : segment));
  return [
    `<!doctype html>\n<html lang="${escapeHtml(language)}">\n<head>\n<meta charset="utf-8">\n` +
      `<meta name="viewport" content="width=device-width,initial-scale=1">\n<title>`,
    ...title,
    `</title>\n</head>\n<body style="${PAGE}">\n<main style='${COLUMN}'>\n`,
    ...paragraphs
      .join('\n')
      .split(new RegExp(`(${VARIABLE})`, 'u'))
      .flatMap((piece) => (piece === VARIABLE ? filled(next.next().value) : [piece])),
    '\n</main>\n</body>\n</html>\n',
  ];
}

/** A variable in the HTML: a variable that is a link becomes clickable. */
function filled(segment: Exclude<Segment, string> | undefined): Segment[] {
  if (segment === undefined) throw new Error('The text lost a variable on its way into HTML');
  if (segment.variable !== 'verify_link' && segment.variable !== 'unsubscribe_link') return [segment];
  return [`<a style="${LINK}" href="`, segment, '">', segment, '</a>'];
}

function linked(paragraph: string, links: Link[]): string {
  let out = '';
  let end = 0;
  for (const { text, start, fault } of links) {
    if (fault !== null) continue;
    out += escapeHtml(paragraph.slice(end, start));
    out += `<a style="${LINK}" href="${escapeHtml(target(text))}">${escapeHtml(text)}</a>`;
    end = start + text.length;
  }
  return (out + escapeHtml(paragraph.slice(end))).replaceAll('\n', '<br>\n');
}

function target(link: string): string {
  if (/^https?:/i.test(link)) return link;
  return /^[^/?#]*@/.test(link) ? `mailto:${link}` : `https://${link}`;
}
