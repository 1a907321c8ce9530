const MAX_TEXT = 4096;
const TAGS = new Set(
  'b strong i em u ins s strike del a code pre span tg-spoiler tg-emoji blockquote'.split(' '),
);
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot));?/iy;
const END_TAG = /<\/([a-z0-9-]*)\s*>/iy;
const START_TAG = /<([a-z0-9-]*)((?:\s+[a-z0-9-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[a-z0-9.-]+))?)*)\s*>/iy;
const TAG_NAME = /<([a-z0-9-]*)/iy;
const PLAIN = /[^<&]+/y;

/** An invalid request, with Telegram's error text. */
export class BadRequest extends Error {}

/** Parameters of a method call, from JSON, a form or the query. */
export type Params = Record<string, unknown>;

/** A parameter as text; empty when omitted. @throws BadRequest for a list or object */
export function field(params: Params, name: string): string {
  const value = params[name];
  if (value === undefined || value === null) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw new BadRequest(`field "${name}" must be a text, a number or a boolean`);
}

/** Whether a parameter is true. */
export function isTrue(params: Params, name: string): boolean {
  return ['true', 'True', '1'].includes(field(params, name));
}

/** The chat of a message. @throws BadRequest when the id is invalid */
export function chatIdOf(params: Params): string {
  const id = field(params, 'chat_id');
  if (id === '') throw new BadRequest('chat_id is empty');
  if (!/^-?[1-9]\d{0,15}$/.test(id)) throw new BadRequest('chat not found');
  return id;
}

/** A message's text as shown, and its source if that was HTML. @throws BadRequest as Telegram would */
export function textOf(params: Params): { text: string; html?: string } {
  const given = field(params, 'text');
  const mode = field(params, 'parse_mode').toLowerCase();
  // Telegram supports Markdown too; the sandbox does not.
  if (mode !== '' && mode !== 'html') throw new BadRequest('unsupported parse_mode');
  const text = mode ? parseHtml(given) : given;
  if (text.trim() === '') throw new BadRequest('message text is empty');
  if (text.length > MAX_TEXT) throw new BadRequest('message is too long');
  return mode ? { text, html: given } : { text };
}

/**
 * Parses Telegram's HTML (core.telegram.org/bots/api#html-style) and returns the visible text.
 * @throws BadRequest where Telegram answers 400 "can't parse entities"
 */
export function parseHtml(html: string): string {
  let text = '';
  let index = 0;
  const open: string[] = [];
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = index;
    const found = pattern.exec(html);
    if (found) index += found[0].length;
    return found;
  };
  const refuse = (why: string, at = index): never => {
    const where = `at byte offset ${Buffer.byteLength(html.slice(0, at))}`;
    throw new BadRequest(`can't parse entities: ${why.replace('@', where)}`);
  };
  while (index < html.length) {
    const start = index;
    const plain = read(PLAIN);
    if (plain) {
      text += plain[0];
      continue;
    }
    if (html[index] === '&') {
      const character = entity(read(ENTITY));
      text += character ?? html.slice(start, Math.max(index, start + 1));
      index = Math.max(index, start + 1);
      continue;
    }
    const end = read(END_TAG);
    if (end) {
      const tag = end[1]?.toLowerCase();
      const expected = open.pop() ?? refuse('Unexpected end tag @', start);
      if (tag && tag !== expected)
        refuse(`Unmatched end tag @, expected "</${expected}>", found "</${tag}>"`, start);
      continue;
    }
    const whole = read(START_TAG);
    const tag = (whole ?? read(TAG_NAME))?.[1]?.toLowerCase() ?? '';
    if (!TAGS.has(tag)) refuse(`Unsupported start tag "${tag}" @`, start);
    if (!whole) refuse('Unclosed start tag @', start);
    if (tag === 'span' && !/class\s*=\s*["']?tg-spoiler/.test(whole?.[2] ?? '')) {
      refuse('Tag "span" must have class "tg-spoiler" @', start);
    }
    open.push(tag);
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) refuse(`Can't find end tag corresponding to start tag "${unclosed}"`);
  return text;
}

function entity(found: RegExpExecArray | null): string | null {
  if (!found) return null;
  const [, decimal, hexadecimal, name] = found;
  if (name) return NAMED[name.toLowerCase()] ?? null;
  const code = decimal ? Number(decimal) : parseInt(hexadecimal ?? '', 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

/** A button below a message: opens a URL, or sends data to the bot. */
export interface Button {
  text: string;
  url?: string;
  data?: string;
}

/** Parses the rows of buttons of a reply_markup, as JSON or parsed. @throws BadRequest where Telegram refuses it */
export function readButtons(markup: unknown): Button[][] {
  if (markup === undefined || markup === null || markup === '') return [];
  const parsed = typeof markup === 'string' ? parseJson(markup) : markup;
  if (typeof parsed !== 'object' || parsed === null) throw new BadRequest('object expected as reply markup');
  const rows = 'inline_keyboard' in parsed ? parsed.inline_keyboard : [];
  if (!Array.isArray(rows)) throw new BadRequest('Field "inline_keyboard" must be of type Array');
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw new BadRequest('Field "inline_keyboard" must be an Array of Arrays');
    return row.map(readButton);
  });
}

function readButton(button: unknown): Button {
  if (
    typeof button !== 'object' ||
    button === null ||
    !('text' in button) ||
    typeof button.text !== 'string'
  ) {
    throw new BadRequest('Field "text" must be of type String');
  }
  const { text } = button;
  if ('url' in button && typeof button.url === 'string') {
    if (!/^(https?|tg):\/\/\S+$/.test(button.url) || !URL.canParse(button.url)) {
      throw new BadRequest(`inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`);
    }
    return { text, url: button.url };
  }
  if ('callback_data' in button && typeof button.callback_data === 'string') {
    const bytes = Buffer.byteLength(button.callback_data);
    if (bytes < 1 || bytes > 64) throw new BadRequest('BUTTON_DATA_INVALID');
    return { text, data: button.callback_data };
  }
  throw new BadRequest('Text buttons are unallowed in the inline keyboard');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest("can't parse reply keyboard markup JSON object");
  }
}
