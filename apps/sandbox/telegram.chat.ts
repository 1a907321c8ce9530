import type { Arrival, Content } from './arrival.js';
import { SlidingSecond } from './sliding-second.js';
import type { Button } from './telegram.rules.js';
import type { Updates } from './telegram.updates.js';

/** A bot's message in a chat; `text` and `html` are the original, edits follow. */
export class ChatMessage implements Arrival {
  readonly channel = 'telegram';
  readonly at = Date.now();
  /** Edits with their buttons. */
  readonly edits: { at: string; text: string; html?: string; buttons: Button[][] }[] = [];
  readonly presses: { data: string; answer?: string }[] = [];
  deletedAt: string | null = null;

  constructor(
    readonly from: string,
    readonly to: string,
    readonly messageId: number,
    readonly body: { text: string; html?: string },
    private readonly firstButtons: Button[][],
  ) {}

  /** The current buttons. */
  get buttons(): Button[][] {
    return this.edits.at(-1)?.buttons ?? this.firstButtons;
  }

  get providerId(): string {
    return String(this.messageId);
  }

  get size(): number {
    return (this.body.text.length + (this.body.html?.length ?? 0)) * 2 + 800;
  }

  /** The current text. */
  get shown(): { text: string; html?: string } {
    return this.edits.at(-1) ?? this.body;
  }

  handedOver(): string {
    return `${this.to}\n${targets(this.firstButtons)}`;
  }

  revised(): string {
    return this.edits.map(({ buttons }) => targets(buttons)).join('\n');
  }

  open(): Promise<Content> {
    const { body, messageId, buttons, edits, presses, deletedAt } = this;
    return Promise.resolve({ ...body, messageId, buttons, edits, presses, deletedAt });
  }
}

/** Targets of the buttons, one a line. */
const targets = (buttons: Button[][]): string =>
  buttons
    .flat()
    .map(({ url, data }) => url ?? data)
    .join('\n');

/** One bot: its updates, its rate, and its unanswered button presses. */
export class Bot {
  readonly id: number;
  readonly second = new SlidingSecond();
  readonly chatSeconds = new Map<string, SlidingSecond>();
  readonly queries = new Map<string, ChatMessage['presses'][number]>();
  messages = 0;
  commands: unknown = [];

  constructor(
    token: string,
    readonly updates: Updates,
  ) {
    this.id = Number(token.split(':')[0]);
  }

  /** The result of getMe. */
  get me(): Record<string, unknown> {
    return {
      id: this.id,
      is_bot: true,
      first_name: 'Siar (sandbox)',
      username: 'siar_sandbox_bot',
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    };
  }
}

/** A message in the API's form. */
export function written(bot: Bot, message: ChatMessage): Record<string, unknown> {
  const rows = message.buttons.map((row) =>
    row.map(({ text, url, data }) => (url ? { text, url } : { text, callback_data: data })),
  );
  return {
    message_id: message.messageId,
    from: bot.me,
    chat: chat(message.to, 'Warga'),
    date: Math.floor(message.at / 1000),
    ...(message.edits.length > 0 ? { edit_date: Math.floor(Date.now() / 1000) } : {}),
    text: message.shown.text,
    ...(rows.length > 0 ? { reply_markup: { inline_keyboard: rows } } : {}),
  };
}

/** A chat in the API's form: private, or a group when its id is negative. */
export function chat(id: string, name: string): Record<string, unknown> {
  return Number(id) > 0
    ? { id: Number(id), type: 'private', first_name: name }
    : { id: Number(id), type: 'group', title: name };
}

/** A user in the API's form. */
export function person(id: string, name: string): Record<string, unknown> {
  return { id: Math.abs(Number(id)), is_bot: false, first_name: name, language_code: 'id' };
}
