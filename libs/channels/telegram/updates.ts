import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Config } from '#platform/config';
import { constantTimeEqual } from '#platform/crypto';
import { Problem } from '#platform/http';
import type { TelegramClient } from './client.js';
import { LEAVE } from './leave.js';

/** The bot's commands, besides those to start and to leave. */
const COMMANDS = ['wilayah', 'bahasa', 'topik', 'cek', 'bantuan'] as const;

/** What a person wrote in a chat. */
type Written =
  /** Opened the chat, possibly by a link with a payload (`t.me/bot?start=payload`). */
  | { kind: 'start'; payload?: string }
  /** A command, possibly with a word after it; the check command with a whole text. */
  | { kind: 'command'; command: (typeof COMMANDS)[number]; argument: string }
  /** A text that is no command. */
  | { kind: 'text'; text: string }
  /** Unsubscribes: by a command, or by the button under the named broadcast. */
  | { kind: 'leave'; broadcastId?: string; callbackQueryId?: string };

/** What a person did that the bot handles. */
export type TelegramUpdate = {
  chatId: string;
  /** Telegram's id of the update: the same where it is offered again. */
  updateId?: number;
  /** The language of the person's app: an IETF language tag. */
  language?: string;
} & (
  | Written
  /** Pressed a button under an answer of the bot's. */
  | { kind: 'press'; data: string; callbackQueryId: string }
  /** Blocked the bot, or removed it from a group. */
  | { kind: 'blocked' }
);

const chat = z.object({ id: z.number().int() });
/** A part of a text with its own format; offset and length in UTF-16 units (Bot API, MessageEntity). */
const entity = z.object({
  type: z.string(),
  offset: z.number().int().nonnegative(),
  length: z.number().int().positive(),
  url: z.string().optional(),
});
const person = z.object({ language_code: z.string().optional() });
const schema = z.object({
  update_id: z.number().int().optional(),
  message: z
    .object({
      chat,
      from: person.optional(),
      text: z.string().optional(),
      entities: z.array(entity).optional(),
    })
    .optional(),
  callback_query: z
    .object({
      id: z.string(),
      data: z.string().optional(),
      from: chat.extend(person.shape),
      message: z.object({ chat }).optional(),
    })
    .optional(),
  my_chat_member: z.object({ chat, new_chat_member: z.object({ status: z.string() }) }).optional(),
});

/** The kinds of update that Telegram sends us. */
const WANTED = ['message', 'callback_query', 'my_chat_member'] as const;

/**
 * Returns a text with what its reader sees but its letters lack: the target of a link that shows another text, and
 * marks around text that is struck out or hidden. Otherwise a forger could put a target of their own behind our words.
 */
function asSeen(text: string, entities: readonly z.output<typeof entity>[]): string {
  return entities
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((seen, { type, offset, length, url = '' }) => {
      const end = offset + length;
      const part = seen.slice(offset, end);
      if (type === 'text_link' && !sameLink(part, url))
        return `${seen.slice(0, end)} ${url}${seen.slice(end)}`;
      if (HIDES.has(type)) return `${seen.slice(0, offset)}~${part}~${seen.slice(end)}`;
      return seen;
    }, text);
}

const HIDES = new Set(['strikethrough', 'spoiler', 'expandable_blockquote']);

/** A messenger adds the scheme and a last slash, which people leave out. */
const sameLink = (shown: string, url: string): boolean => bareLink(shown) === bareLink(url);
const bareLink = (link: string): string =>
  link
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '');

/** Reads an update of the Bot API; null when it is malformed or nothing that the bot handles. Pure. */
export function readTelegramUpdate(update: unknown): TelegramUpdate | null {
  const parsed = schema.safeParse(update);
  if (!parsed.success) return null;
  const { update_id: updateId, message, callback_query: pressed, my_chat_member: member } = parsed.data;
  const language = (message?.from ?? pressed?.from)?.language_code;
  const about = (chatId: number) => ({
    chatId: String(chatId),
    ...(updateId === undefined ? {} : { updateId }),
    ...(language === undefined ? {} : { language }),
  });
  if (message?.text !== undefined) {
    const written = readText(asSeen(message.text, message.entities ?? []).trim());
    // In a group no person can change preferences of their own; leaving works there too.
    return message.chat.id < 0 && written.kind !== 'leave' ? null : { ...about(message.chat.id), ...written };
  }
  if (pressed) {
    const { id: callbackQueryId, data = '' } = pressed;
    const chatId = (pressed.message?.chat ?? pressed.from).id;
    const broadcastId = new RegExp(`^${LEAVE}(\\d{1,19})$`).exec(data)?.[1];
    if (broadcastId) return { ...about(chatId), kind: 'leave', broadcastId, callbackQueryId };
    return /^[a-z](:[\w:.-]{1,62})?$/.test(data) && chatId > 0
      ? { ...about(chatId), kind: 'press', data, callbackQueryId }
      : null;
  }
  if (member && ['kicked', 'left'].includes(member.new_chat_member.status)) {
    return { ...about(member.chat.id), kind: 'blocked' };
  }
  return null;
}

/**
 * Reads a text. A command may carry the bot's name: `/berhenti@siar_bot`. People also write the word alone, as in an
 * SMS.
 */
function readText(text: string): Written {
  if (/^(stop|berhenti)[.!]?$/i.test(text)) return { kind: 'leave' };
  const [, pasted] = /^\/cek(?:@\w+)?\s+(\S[^]*)$/i.exec(text) ?? [];
  if (pasted !== undefined) return { kind: 'command', command: 'cek', argument: pasted };
  const [, word = '', argument = ''] = /^\/([a-z]+)(?:@\w+)?(?:\s+(\S{1,64}))?\s*$/i.exec(text) ?? [];
  const command = word.toLowerCase();
  switch (command) {
    case 'start':
      return { kind: 'start', ...(/^[\w-]+$/.test(argument) ? { payload: argument } : {}) };
    case 'berhenti':
    case 'stop':
      return { kind: 'leave' };
    default: {
      const known = COMMANDS.find((each) => each === command);
      return known ? { kind: 'command', command: known, argument } : { kind: 'text', text };
    }
  }
}

/**
 * Checks that a webhook call is Telegram's.
 * @param secret the header X-Telegram-Bot-Api-Secret-Token as received
 * @throws Problem forbidden when it is not, or when no TELEGRAM_WEBHOOK_SECRET is set
 */
export function checkTelegramSecret(
  config: Pick<Config, 'TELEGRAM_WEBHOOK_SECRET'>,
  secret: string | undefined,
): void {
  const expected = config.TELEGRAM_WEBHOOK_SECRET;
  if (!expected || !secret || !constantTimeEqual(expected, secret)) {
    throw new Problem('not-telegram');
  }
}

/** Makes Telegram send updates to this gateway. @throws Error with Telegram's error code */
export async function setTelegramWebhook(config: Config): Promise<void> {
  await withClient(config, async (client) => {
    const answer = await client.call('setWebhook', {
      url: `${config.PUBLIC_URL}/webhooks/telegram`,
      secret_token: config.TELEGRAM_WEBHOOK_SECRET,
      allowed_updates: WANTED,
    });
    if (answer.kind !== 'ok') throw new Error(`Telegram refused the webhook: ${answer.code}`);
  });
}

/**
 * Answers a press of a button, so that the person's app stops waiting and shows a short text. A failure does no harm:
 * Telegram forgets presses within a minute.
 */
export async function answerTelegramButton(
  config: Config,
  callbackQueryId: string,
  text: string,
): Promise<void> {
  await withClient(config, (client) =>
    client.call('answerCallbackQuery', { callback_query_id: callbackQueryId, text }),
  );
}

/** How long Telegram may hold a poll open while there is no update, in seconds. */
const POLL_SECONDS = 25;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Fetches updates by long polling until the signal aborts, for a gateway that Telegram cannot reach. One poller per
 * bot. An update is confirmed once `handle` has resolved. One for which `handle` throws is offered again, so `handle`
 * must accept the same update twice.
 * @param onTrouble gets each failure, as a short code; polling goes on after a growing pause
 */
export async function pollTelegram(
  config: Config,
  handle: (update: TelegramUpdate) => Promise<void>,
  signal: AbortSignal,
  onTrouble: (reason: string) => void = () => undefined,
): Promise<void> {
  const client = await openClient(config);
  let offset = 0;
  let failures = 0;
  try {
    while (!signal.aborted) {
      const trouble = await poll();
      failures = trouble === null ? 0 : failures + 1;
      if (trouble === null || signal.aborted) continue;
      onTrouble(trouble);
      const rest = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
      await pause(rest, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await client.close();
  }

  async function poll(): Promise<string | null> {
    const answer = await client.call(
      'getUpdates',
      { offset, timeout: POLL_SECONDS, allowed_updates: WANTED },
      { waitMs: POLL_SECONDS * 1_000, signal },
    );
    if (answer.kind !== 'ok') {
      // 409: Telegram refuses polling while a webhook is set.
      if (answer.code === 409) await client.call('deleteWebhook', {});
      return `telegram ${answer.code}`;
    }
    for (const update of answer.result) {
      const read = readTelegramUpdate(update);
      try {
        if (read) await handle(read);
      } catch (error) {
        return error instanceof Error ? error.name : 'error';
      }
      offset = update.update_id + 1;
    }
    return null;
  }
}

/** Loads the client on first use: most programs only read updates. */
const openClient = async (config: Config): Promise<TelegramClient> =>
  new (await import('./client.js')).TelegramClient(config);

async function withClient(config: Config, work: (client: TelegramClient) => Promise<unknown>): Promise<void> {
  const client = await openClient(config);
  try {
    await work(client);
  } finally {
    await client.close();
  }
}
