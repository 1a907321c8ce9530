import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type Config, constantTimeEqual, Problem } from '#platform';
import { TelegramClient } from './client.js';
import { LEAVE } from './telegram.channel.js';

/** What a person did that concerns us. */
export type TelegramUpdate =
  /** Opened the chat, perhaps by a link that carries something (`t.me/bot?start=payload`). */
  | { kind: 'start'; chatId: string; payload?: string }
  /** Wants no more: by a command, or by the button under the broadcast named. */
  | { kind: 'leave'; chatId: string; broadcastId?: string; callbackQueryId?: string }
  /** Blocked the bot, or threw it out of a group. */
  | { kind: 'blocked'; chatId: string };

const chat = z.object({ id: z.number().int() });
const schema = z.object({
  message: z.object({ chat, text: z.string().optional() }).optional(),
  callback_query: z
    .object({
      id: z.string(),
      data: z.string().optional(),
      from: chat,
      message: z.object({ chat }).optional(),
    })
    .optional(),
  my_chat_member: z.object({ chat, new_chat_member: z.object({ status: z.string() }) }).optional(),
});

/** The updates we ask Telegram for. */
const WANTED = ['message', 'callback_query', 'my_chat_member'] as const;

/** Reads an update of the Bot API; null when it is none, or nothing that concerns us. Pure. */
export function readTelegramUpdate(update: unknown): TelegramUpdate | null {
  const parsed = schema.safeParse(update);
  if (!parsed.success) return null;
  const { message, callback_query: pressed, my_chat_member: member } = parsed.data;
  if (message?.text !== undefined) return readCommand(String(message.chat.id), message.text);
  if (pressed) {
    const broadcastId = new RegExp(`^${LEAVE}(\\d{1,19})$`).exec(pressed.data ?? '')?.[1];
    const chatId = String((pressed.message?.chat ?? pressed.from).id);
    return broadcastId ? { kind: 'leave', chatId, broadcastId, callbackQueryId: pressed.id } : null;
  }
  if (member && ['kicked', 'left'].includes(member.new_chat_member.status)) {
    return { kind: 'blocked', chatId: String(member.chat.id) };
  }
  return null;
}

/** Commands may carry the bot's name: `/berhenti@siar_bot`. People also just write the word, as one does in an SMS. */
function readCommand(chatId: string, text: string): TelegramUpdate | null {
  if (/^(stop|berhenti)[.!]?$/i.test(text.trim())) return { kind: 'leave', chatId };
  const [, command, payload] =
    /^\/([a-z]+)(?:@\w+)?(?:\s+([A-Za-z0-9_-]{1,64}))?\s*$/i.exec(text.trim()) ?? [];
  switch (command?.toLowerCase()) {
    case 'start':
      return { kind: 'start', chatId, ...(payload ? { payload } : {}) };
    case 'berhenti':
    case 'stop':
      return { kind: 'leave', chatId };
    default:
      return null;
  }
}

/**
 * Checks that a webhook call is Telegram's.
 * @param secret the header X-Telegram-Bot-Api-Secret-Token as it came
 * @throws Problem forbidden when it is not, or when no TELEGRAM_WEBHOOK_SECRET is set
 */
export function checkTelegramSecret(
  config: Pick<Config, 'TELEGRAM_WEBHOOK_SECRET'>,
  secret: string | undefined,
): void {
  const expected = config.TELEGRAM_WEBHOOK_SECRET;
  if (!expected || !secret || !constantTimeEqual(expected, secret)) {
    throw new Problem('forbidden', 'The secret token is not the one agreed with Telegram.');
  }
}

/** Tells Telegram to send updates to this gateway. @throws Error with the code Telegram answered */
export async function setTelegramWebhook(config: Config): Promise<void> {
  await withClient(config, async (client) => {
    const answer = await client.call('setWebhook', {
      url: `${config.PUBLIC_URL}/webhooks/telegram`,
      secret_token: config.TELEGRAM_WEBHOOK_SECRET,
      allowed_updates: WANTED,
    });
    if (answer.kind !== 'ok') throw new Error(`Telegram did not take the webhook: ${answer.code}`);
  });
}

/**
 * Answers a press of a button, so that the person's app stops waiting; a short text pops up there. That it fails is no
 * trouble: Telegram forgets presses within a minute.
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

/** How long Telegram may hold a poll open, in seconds, until there is something. */
const POLL_SECONDS = 25;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Fetches updates by long polling until the signal comes; for a gateway that Telegram cannot reach. One poller per bot.
 * An update is given up only once `handle` has taken it: one that throws is offered again, so `handle` must bear seeing
 * the same twice.
 * @param onTrouble hears of each failure, as a short code; polling goes on after a growing pause
 */
export async function pollTelegram(
  config: Config,
  handle: (update: TelegramUpdate) => Promise<void>,
  signal: AbortSignal,
  onTrouble: (reason: string) => void = () => undefined,
): Promise<void> {
  const client = new TelegramClient(config);
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
    client.close();
  }

  async function poll(): Promise<string | null> {
    const answer = await client.call(
      'getUpdates',
      { offset, timeout: POLL_SECONDS, allowed_updates: WANTED },
      { waitMs: POLL_SECONDS * 1_000, signal },
    );
    if (answer.kind !== 'ok') {
      // 409: a webhook is set, and polling is refused while it is.
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

async function withClient(config: Config, work: (client: TelegramClient) => Promise<unknown>): Promise<void> {
  const client = new TelegramClient(config);
  try {
    await work(client);
  } finally {
    client.close();
  }
}
