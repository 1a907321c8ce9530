import Mustache from 'mustache';
import { because, type Fault, fault } from '#contract/problems';
import { editDistance } from '#platform/text';
import { ELECTION_FACTS } from './election-facts.rules.js';
import { ALIASES, VARIABLES, type Variable } from './variables.js';
import type { MeantVariable as Meant, TextSpan as Span } from '#contract/api/message';

export type { TextSpan as Span } from '#contract/api/message';

/** A piece of a template: literal text, or a variable to fill in. */
export type Segment = string | { variable: Variable };

/** A fault of a template; its parameters give line and column, counted from 1. */
export interface TemplateFault extends Span, Fault {
  code: 'lone-brace' | 'tag' | 'unknown-variable' | 'unclosed-tag';
  /** Of an unknown variable: the variable that was probably meant; `sure` when the name is an alias of it. */
  meant?: Meant;
}

// A writer without a cache: Mustache's default writer keeps every template it has parsed.
const writer = new Mustache.Writer();
Object.assign(writer, { templateCache: undefined });

/** Mustache's tokens: kind ('text', 'name', '#', …), value, and start. */
type Token = [kind: string, value: string, start: number, end: number];

const isFact = (name: string): boolean => (ELECTION_FACTS as readonly string[]).includes(name);
const isVariable = (name: string): name is Variable => (VARIABLES as readonly string[]).includes(name);

/**
 * Parses a Mustache template (mustache(5)) in which only `{{variable}}` tags are allowed, so that a text cannot branch,
 * loop, include or unescape.
 * @param path the path of the template, for the faults
 * @param most unreadable places that are named
 * @returns the segments, the start of each in the template, and every fault; with a fault the segments must not be used
 */
export function parseTemplate(
  template: string,
  path = '',
  most = MOST_UNREADABLE,
): {
  segments: Segment[];
  starts: number[];
  faults: TemplateFault[];
} {
  const faults: TemplateFault[] = [];
  const found = <C extends TemplateFault['code']>(
    start: number,
    end: number,
    of: (at: { line: number; column: number }) => Fault & { code: C },
    meant?: Meant | null,
  ): void => void faults.push({ start, end, ...of(position(template, start)), ...(meant ? { meant } : {}) });
  let tokens: Token[];
  try {
    tokens = writer.parse(template) as Token[];
  } catch {
    const [start, end, why] = whyUnreadable(template, path);
    found(start, end, why);
    // What is wrong elsewhere is found in what is left, every letter in its place.
    const rest =
      template.slice(0, start) + template.slice(start, end).replace(/[^\n]/g, ' ') + template.slice(end);
    if (rest !== template && most > 1) faults.push(...parseTemplate(rest, path, most - 1).faults);
    return { segments: [], starts: [], faults: faults.toSorted((a, b) => a.start - b.start) };
  }
  const segments: Segment[] = [];
  const starts: number[] = [];
  for (const [kind, value, start, end] of tokens) {
    if (kind === 'text' || (kind === 'name' && isVariable(value))) starts.push(start);
    if (kind === 'text') {
      for (const { 0: braces, index } of value.matchAll(BRACES))
        found(start + index, start + index + 1, (at) =>
          fault(path, 'lone-brace', { ...at, brace: braces.charAt(0) }),
        );
      segments.push(value);
    } else if (kind !== 'name') {
      found(start, end, (at) =>
        fault(path, 'tag', because('tag-here', { ...at, tag: kind, allowed: ALLOWED })),
      );
    } else if (isVariable(value)) {
      segments.push({ variable: value });
    } else if (isFact(value)) {
      starts.push(start);
      segments.push(template.slice(start, end));
    } else {
      const meant = meantBy(value);
      found(
        start,
        end,
        (at) => {
          const said = { ...at, variable: value, allowed: ALLOWED };
          const why = meant
            ? because('variable-meant', { ...said, meant: meant.variable })
            : because('variable-unknown', said);
          return fault(path, 'unknown-variable', why);
        },
        meant,
      );
    }
  }
  return { segments, starts, faults };
}

const KNOWN = new RegExp(String.raw`\{\{\s*(${VARIABLES.join('|')})\s*\}\}`, 'g');

/**
 * The segments of a template that may have faults: anything that is no variable stays as typed. For showing and
 * counting a text during writing; never for sending.
 */
export function asTyped(template: string): { segments: Segment[]; starts: number[] } {
  const { faults, ...parsed } = parseTemplate(template);
  if (faults.length === 0) return parsed;
  const segments: Segment[] = [];
  const starts: number[] = [];
  let end = 0;
  const literal = (to: number): void => {
    if (to === end) return;
    segments.push(template.slice(end, to));
    starts.push(end);
  };
  for (const { 0: tag, 1: name = '', index } of template.matchAll(KNOWN)) {
    literal(index);
    if (isVariable(name)) segments.push({ variable: name });
    starts.push(index);
    end = index + tag.length;
  }
  literal(template.length);
  return { segments, starts };
}

/** The variables in a template. */
export function variablesIn(template: string): Set<Variable> {
  return new Set(
    parseTemplate(template).segments.flatMap((segment) =>
      typeof segment === 'string' ? [] : [segment.variable],
    ),
  );
}

/** Each takes one more reading of the whole template. */
const MOST_UNREADABLE = 20;

/** Braces that are no tag: a pair around a word is one fault, and so are those in a row. */
const BRACES = /\{[^{}\n]*\}+|[{}]+/g;

const ALLOWED = [...VARIABLES, ...ELECTION_FACTS].map((name) => `{{${name}}}`);

function whyUnreadable(
  template: string,
  path: string,
): [number, number, (at: { line: number; column: number }) => Fault & { code: 'tag' | 'unclosed-tag' }] {
  const section = /\{\{\s*[#^/]/.exec(template);
  if (section) {
    const close = template.indexOf('}}', section.index);
    const after = close < 0 ? section.index + section[0].length : close + 2;
    const why = (at: { line: number; column: number }) => because('sections', { ...at, allowed: ALLOWED });
    return [section.index, after, (at) => fault(path, 'tag', why(at))];
  }
  const opened = Math.max(template.indexOf('{{', template.lastIndexOf('}}') + 1), 0);
  const [line = ''] = template.slice(opened).split('\n');
  return [opened, opened + line.length, (at) => fault(path, 'unclosed-tag', at)];
}

function position(template: string, at: number): { line: number; column: number } {
  const before = template.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function meantBy(name: string): Meant | null {
  const word = name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const same = Object.hasOwn(ALIASES, word) ? ALIASES[word] : isVariable(word) ? word : undefined;
  if (same !== undefined) return { variable: same, sure: true };
  const ranked = VARIABLES.map((variable) => ({
    variable,
    steps: editDistance(name.toLowerCase(), variable),
  }));
  const nearest = ranked.reduce((best, one) => (one.steps < best.steps ? one : best));
  const near = nearest.steps <= Math.max(2, nearest.variable.length / 2);
  return near ? { variable: nearest.variable, sure: false } : null;
}
