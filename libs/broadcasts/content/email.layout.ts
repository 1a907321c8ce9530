import { findLinks, type Link, type LinkRules } from './links.rules.js';
import type { Segment } from './template.rules.js';

// Replaces a variable during the search for links. In an author's text this character marks an embedded object, which
// an e-mail does not have: it is left out.
const VARIABLE = '\u{FFFC}';
/** The paragraph that becomes a rule. The closing lines follow the last one. */
const RULE = '--';
const COLUMN =
  'max-width:600px;margin:0 auto;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif';

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

/** The parts of an e-mail that its layout adds to the text. */
export interface Dress {
  /** The organisations, as the text names them. */
  sender: { name: string; ministry: string; commission: string };
  /** Whether the first paragraph says that the message is a correction. */
  banded: boolean;
  /** Whether lines that begin with a mark become headings and lists, and an inbox shows how the text begins. */
  marked: boolean;
}

/** A layout: what surrounds the paragraphs, and how each is written. */
interface Layout {
  /** What follows the title. */
  head: string;
  body: string;
  column: string;
  /** What stands above the first paragraph. */
  top: string;
  rule: string;
  link: string;
  paragraph: (html: string, place: Place) => string;
}
type Place = 'band' | 'text' | 'closing';

/** How a line of the text begins that is a heading, or an entry of a list. */
const MARKS = { heading: /^# +(?=\S)/, entry: /^[-*•] +(?=\S)/ } as const;
const HEADING = 'margin:24px 0 8px;font-size:19px;line-height:1.3';
// Mail programs show what an HTML begins with beside the subject: the text, not the organisations above it.
const UNSEEN = 'display:none;max-height:0;overflow:hidden;mso-hide:all';
/** Characters of the beginning of a text, without its variables, that an inbox gets. */
const BEGINNING = 110;
// The same on both sides: it is right for every direction.
const LIST = 'margin:0 0 16px;padding:0 24px';

/** Of documents without a `layout`. Never changed: what was approved with it is sent with it. */
const FIRST: Layout = {
  head: '',
  body: 'style="margin:0;padding:16px;background:#ffffff;color:#1a1a1a"',
  column: `style='${COLUMN}'`,
  top: '',
  rule: '<hr>',
  link: 'color:#0b4f9e',
  paragraph: (html) => `<p>${html}</p>`,
};

/**
 * Mail programs that turn colours round by themselves do so for an element that has both a colour and a background.
 * Those that read the style sheet get the colours of dark mode from it.
 */
export const DARK_SHEET = `<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
.page { background: #11161c !important; color: #e6ebf1 !important; }
.sheet { background: #1a212a !important; color: #e6ebf1 !important; border-color: #3a4652 !important; }
.quiet { color: #b4bfcb !important; }
.rule { border-color: #3a4652 !important; }
.page a { color: #8ec1f5 !important; }
.page .band a { color: #ffffff !important; }
}
</style>
`;
const TABLE = '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';
const SMALL = 'font-size:14px;color:#4a5663';

const second = ({ sender }: Dress): Layout => ({
  head: DARK_SHEET,
  body: 'class="page" style="margin:0;padding:16px 8px;background:#f3f5f8;color:#1b2430"',
  column: `class="sheet" style='${COLUMN};padding:0 20px 8px;background:#ffffff;color:#1b2430;border:1px solid #d5dbe2;border-radius:8px;overflow-wrap:anywhere'`,
  top:
    `${TABLE}><tr><td style="padding:16px 0 12px;border-bottom:3px solid #0b5676">` +
    `<strong style="font-size:20px">${escapeHtml(sender.name)}</strong><br>\n` +
    `<span class="quiet" style="${SMALL}">${escapeHtml(sender.ministry)} · ${escapeHtml(sender.commission)}</span></td></tr></table>\n`,
  rule: '<hr class="rule" style="border:0;border-top:1px solid #d5dbe2;margin:24px 0 0">',
  link: 'color:#0b5676',
  paragraph: (html, place) => {
    switch (place) {
      case 'band': {
        const [title = '', ...rest] = html.split('<br>\n');
        return (
          `${TABLE} style="margin:16px 0"><tr><td class="band" bgcolor="#a11320" style="padding:12px 16px;background:#a11320;color:#ffffff;border-radius:6px">` +
          `<strong style="font-size:22px;letter-spacing:1px">${title}</strong><br>\n${rest.join('<br>\n')}</td></tr></table>`
        );
      }
      case 'text':
        return `<p>${html}</p>`;
      case 'closing':
        return `<p class="quiet" style="${SMALL}">${html}</p>`;
    }
  },
});

/**
 * The HTML part of an e-mail, derived from its text part: paragraphs, line breaks, a rule for a paragraph `--`, and
 * links to allowed places only. In a text with marks, a line `# …` is a heading, and lines `- …` are a list. A change of
 * a layout is another one, with a number of its own in the document's `layout`: a digest covers it.
 * @param text the segments of the text part; @param subject those of the subject
 * @param dress null: the first layout, which has none
 * @returns segments whose variables have to be filled in with escaped values
 */
export function emailHtml(
  { language, rightToLeft }: { language: string; rightToLeft: boolean },
  subject: Segment[],
  text: Segment[],
  links: LinkRules,
  dress: Dress | null = null,
): Segment[] {
  const layout = dress ? second(dress) : FIRST;
  const variables = text.filter((segment) => typeof segment !== 'string');
  const body = text
    .map((segment) => (typeof segment === 'string' ? segment.replaceAll(VARIABLE, '') : VARIABLE))
    .join('');
  const next = variables.values();
  const paragraphs = body
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
  const closing = paragraphs.lastIndexOf(RULE);
  const place = (at: number): Place =>
    dress?.banded && at === 0 ? 'band' : closing >= 0 && at > closing ? 'closing' : 'text';
  const written = paragraphs.map((paragraph, at) => {
    if (paragraph === RULE) return layout.rule;
    const colour = place(at) === 'band' ? 'color:#ffffff' : layout.link;
    const write = (part: string): string => linked(part, findLinks(part, links, VARIABLE), colour);
    return dress?.marked && place(at) === 'text'
      ? blocks(paragraph, write, (html) => layout.paragraph(html, 'text'))
      : layout.paragraph(write(paragraph), place(at));
  });
  const title = subject.map((segment) => (typeof segment === 'string' ? escapeHtml(segment) : segment));
  return [
    `<!doctype html>\n<html lang="${escapeHtml(language)}"${rightToLeft ? ' dir="rtl"' : ''}>\n<head>\n<meta charset="utf-8">\n` +
      `<meta name="viewport" content="width=device-width,initial-scale=1">\n<title>`,
    ...title,
    `</title>\n${layout.head}</head>\n<body ${layout.body}>\n`,
    ...(dress?.marked ? [`<div style="${UNSEEN}">`, ...beginning(body, variables), '</div>\n'] : []),
    `<main ${layout.column}>\n${layout.top}`,
    ...written
      .join('\n')
      .split(new RegExp(`(${VARIABLE})`, 'u'))
      .flatMap((piece) => (piece === VARIABLE ? filled(next.next().value, layout.link) : [piece])),
    '\n</main>\n</body>\n</html>\n',
  ];
}

/**
 * How a text begins, in one line, up to the end of a word, and at most to its closing lines or a person's own link, which
 * a lock screen must not show; other variables whole.
 * @param body with a sign in the place of each variable
 */
function beginning(body: string, variables: readonly Exclude<Segment, string>[]): Segment[] {
  const [own = ''] = body.split(`\n\n${RULE}\n`);
  const line = own.split('\n').map(unmarked).join(' ').replaceAll(/\s+/g, ' ').trim();
  const out: Segment[] = [];
  let left = BEGINNING;
  for (const [at, piece] of line.split(VARIABLE).entries()) {
    const variable = variables[at - 1];
    if (variable && isOwnLink(variable)) break;
    if (variable) out.push(variable);
    if (piece.length > left) {
      out.push(escapeHtml(piece.slice(0, left).replace(/\S*$/, '')));
      break;
    }
    out.push(escapeHtml(piece));
    left -= piece.length;
  }
  return out;
}

const kindOf = (line: string): keyof typeof MARKS | 'plain' =>
  MARKS.heading.test(line) ? 'heading' : MARKS.entry.test(line) ? 'entry' : 'plain';

/** A line without the sign that it begins with. */
function unmarked(line: string): string {
  const kind = kindOf(line);
  return kind === 'plain' ? line : line.replace(MARKS[kind], '');
}

/** The lines of a paragraph as headings, lists and plain text. @param write escapes, and links */
function blocks(paragraph: string, write: (part: string) => string, plain: (html: string) => string): string {
  const groups: { kind: ReturnType<typeof kindOf>; lines: string[] }[] = [];
  for (const line of paragraph.split('\n')) {
    const kind = kindOf(line);
    const last = groups.at(-1);
    if (last?.kind === kind && kind !== 'heading') last.lines.push(unmarked(line));
    else groups.push({ kind, lines: [unmarked(line)] });
  }
  return groups
    .map(({ kind, lines }) => {
      switch (kind) {
        case 'heading':
          return `<h2 style="${HEADING}">${lines.map(write).join('')}</h2>`;
        case 'entry':
          return `<ul style="${LIST}">\n${lines.map((line) => `<li>${write(line)}</li>`).join('\n')}\n</ul>`;
        case 'plain':
          return plain(write(lines.join('\n')));
      }
    })
    .join('\n');
}

const isOwnLink = ({ variable }: Exclude<Segment, string>): boolean =>
  variable === 'verify_link' || variable === 'unsubscribe_link';

/** A variable in the HTML: a variable that is a link becomes clickable. */
function filled(segment: Exclude<Segment, string> | undefined, style: string): Segment[] {
  if (segment === undefined) throw new Error('The text lost a variable on its way into HTML');
  if (!isOwnLink(segment)) return [segment];
  return [`<a style="${style}" href="`, segment, '">', segment, '</a>'];
}

function linked(paragraph: string, links: Link[], style: string): string {
  let out = '';
  let end = 0;
  for (const { text, start, fault } of links) {
    if (fault !== null) continue;
    out += escapeHtml(paragraph.slice(end, start));
    out += `<a style="${style}" href="${escapeHtml(target(text))}">${escapeHtml(text)}</a>`;
    end = start + text.length;
  }
  return (out + escapeHtml(paragraph.slice(end))).replaceAll('\n', '<br>\n');
}

function target(link: string): string {
  if (/^https?:/i.test(link)) return link;
  return /^[^/?#]*@/.test(link) ? `mailto:${link}` : `https://${link}`;
}
