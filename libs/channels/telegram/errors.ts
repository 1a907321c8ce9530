import type { Outcome, Revision } from '../channel.js';

/** A response of the Bot API that is not ok. */
export interface TelegramRefusal {
  /** `error_code`, which is the HTTP status. */
  code: number;
  /** `description`: English text for people, and the only difference between one 400 and another. */
  description: string;
  /** Seconds (`parameters.retry_after`). */
  retryAfter?: number | undefined;
  /** `parameters.migrate_to_chat_id`. */
  migrateTo?: number | undefined;
}

/** How long the bot pauses after a 429 without a duration, in ms. */
const REST_MS = 5_000;

/** Descriptions of a 400 about one chat: the recipient no longer exists. */
const GONE =
  /chat not found|user not found|user is deactivated|peer_id_invalid|group chat was deactivated|group chat was deleted/i;

/** Descriptions of a 400 about the text or the buttons, which are the same for every recipient. */
const CONTENT =
  /can't parse|message is too long|message_too_long|text is empty|text must be non-empty|button|reply.?markup|entit(y|ies)|url host is empty/i;

/**
 * Maps a refusal to the outcome of the copy. Sources: Telegram's Bot FAQ and Bot API (ResponseParameters); the
 * descriptions are those of the open-source Bot API server. Pure.
 */
export function outcomeOfRefusal({ code, description, retryAfter, migrateTo }: TelegramRefusal): Outcome {
  const reason = `telegram ${code}`;
  // Applies to the whole bot, not to this chat.
  if (code === 429) return { kind: 'slow_down', reason, afterMs: retryAfter ? retryAfter * 1_000 : REST_MS };
  if (migrateTo !== undefined) return { kind: 'moved', to: String(migrateTo), reason: `${reason} migrated` };
  switch (code) {
    case 400:
      if (GONE.test(description)) return { kind: 'dead', reason: `${reason} gone` };
      if (CONTENT.test(description)) return { kind: 'sender_at_fault', reason: `${reason} content` };
      return { kind: 'failed', reason };
    // 401: the token is not valid. 404: there is no such bot.
    case 401:
    case 404:
      return { kind: 'own_fault', reason };
    // Blocked, deactivated, kicked, or never started: a bot cannot write to this person.
    case 403:
      return { kind: 'dead', reason: `${reason} ${/block/i.test(description) ? 'blocked' : 'forbidden'}` };
    // A gateway forwarded the request and got no response: the one 5xx after which the message may have been sent.
    case 504:
      return { kind: 'unknown', reason };
    default:
      // 500, 502, 503: the Bot API as a whole is unavailable.
      return code >= 500 ? { kind: 'away', reason } : { kind: 'failed', reason };
  }
}

/** Descriptions of a 400 about the message to edit or delete. */
const DONE = /message is not modified/i;
const NO_MESSAGE =
  /message to (?:edit|delete) not found|message_id_invalid|message identifier is not specified/i;

/**
 * Maps a refusal to edit or delete a message, otherwise as for a new one. Both calls can be repeated without harm, so
 * that nothing is unknown. Pure.
 */
export function revisionOfRefusal(refusal: TelegramRefusal): Revision {
  const { code, description } = refusal;
  const reason = `telegram ${code}`;
  if (code === 400 && DONE.test(description)) return { kind: 'accepted' };
  if (code === 400 && NO_MESSAGE.test(description)) return { kind: 'gone', reason: `${reason} no message` };
  const outcome = outcomeOfRefusal(refusal);
  if (outcome.kind === 'unknown') return { ...outcome, kind: 'away' };
  // "message can't be edited", "message can't be deleted for everyone", and descriptions that Telegram may add.
  return outcome.kind === 'failed' ? { kind: 'fixed', reason } : outcome;
}
