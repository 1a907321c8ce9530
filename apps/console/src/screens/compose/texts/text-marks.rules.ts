import type { Channel, Span } from '../../../api';

/** What a line of an e-mail is, by the sign that it begins with. The server's rule: `MARKS` in `email.layout.ts`. */
export const LINE_MARKS = { heading: '# ', entry: '- ' } as const;
export type LineMark = keyof typeof LINE_MARKS;
const SIGNS = { heading: /^# +/, entry: /^[-*•] +/ } as const;
const ANY = /^(?:#|[-*•]) +/;

/** A text as a channel shows it: only an e-mail makes headings of their signs. */
export const bodyFor = (channel: Channel, body: string): string =>
  channel === 'email' ? body : body.replace(/^# +(?=\S)/gm, '');

/**
 * The lines that a selection touches get a sign, or lose it when each of them has it. Empty lines between others get none.
 * @returns the text, and the selection of the same letters
 */
export function toggled(text: string, { start, end }: Span, mark: LineMark): { text: string; at: Span } {
  const from = text.slice(0, start).lastIndexOf('\n') + 1;
  const ends = text.indexOf('\n', end);
  const to = ends < 0 ? text.length : ends;
  const lines = text.slice(from, to).split('\n');
  const filled = lines.filter((line) => line.trim() !== '');
  const off = filled.length > 0 && filled.every((line) => SIGNS[mark].test(line));
  const next = lines.map((line) => {
    if (line.trim() === '' && lines.length > 1) return line;
    return (off ? '' : LINE_MARKS[mark]) + line.replace(off ? SIGNS[mark] : ANY, '');
  });
  const written = next.join('\n');
  const first = (next[0]?.length ?? 0) - (lines[0]?.length ?? 0);
  const at =
    start === end
      ? { start: Math.max(from, start + first), end: Math.max(from, start + first) }
      : { start: from, end: from + written.length };
  return { text: text.slice(0, from) + written + text.slice(to), at };
}

const ENTRY = /^(?:(?<sign>[-*•])|(?<no>\d{1,3})(?<point>[.)])) +/;

/**
 * What Enter puts in the place of a selection in an entry of a list: the sign of the next one, or nothing in the place of
 * an entry that is empty. @returns null: a line break alone
 */
export function continued(text: string, { start, end }: Span): (Span & { put: string }) | null {
  const from = text.slice(0, start).lastIndexOf('\n') + 1;
  const ends = text.indexOf('\n', end);
  const line = text.slice(from, ends < 0 ? text.length : ends);
  const entry = ENTRY.exec(line);
  if (!entry || start < from + entry[0].length) return null;
  if (line.slice(entry[0].length).trim() === '') return { start: from, end: from + line.length, put: '' };
  const { sign, no, point } = entry.groups ?? {};
  return { start, end, put: `\n${sign ?? `${Number(no) + 1}${point}`} ` };
}
