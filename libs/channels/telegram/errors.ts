import type { Outcome, Revision } from '../channel.js';

/** What the Bot API says in an answer that is not ok. */
export interface TelegramRefusal {
  /** `error_code`, which is the HTTP status. */
  code: number;
  /** `description`: English, meant for people, yet all that tells one 400 from another. */
  description: string;
  /** Seconds (`parameters.retry_after`). */
  retryAfter?: number | undefined;
  /** `parameters.migrate_to_chat_id`. */
  migrateTo?: number | undefined;
}

/** How long the bot rests when a 429 does not say. */
const REST_MS = 5_000;

/** 400s about one chat: there is nobody to write to any more. */
const GONE =
  /chat not found|user not found|user is deactivated|peer_id_invalid|group chat was deactivated|group chat was deleted/i;

/** 400s about the text or the buttons, which are the same for everybody. */
const CONTENT =
  /can't parse|message is too long|message_too_long|text is empty|text must be non-empty|button|reply.?markup|entit(y|ies)|url host is empty/i;

/**
 * Decides what a refusal means for the copy. Sources: Telegram's Bot FAQ and Bot API (ResponseParameters); the
 * descriptions are those of the open-source Bot API server. Pure.
 */
export function outcomeOfRefusal({ code, description, retryAfter, migrateTo }: TelegramRefusal): Outcome {
  const reason = `telegram ${code}`;
  // Binds the whole bot, not this chat.
  if (code === 429) return { kind: 'slow_down', reason, afterMs: retryAfter ? retryAfter * 1_000 : REST_MS };
  if (migrateTo !== undefined) return { kind: 'moved', to: String(migrateTo), reason: `${reason} migrated` };
  switch (code) {
    case 400:
      if (GONE.test(description)) return { kind: 'dead', reason: `${reason} gone` };
      if (CONTENT.test(description)) return { kind: 'sender_at_fault', reason: `${reason} content` };
      return { kind: 'failed', reason };
    // 401: the token is not valid (any more). 404: there is no such bot.
    case 401:
    case 404:
      return { kind: 'own_fault', reason };
    // Blocked, deactivated, kicked, or never started: a bot cannot write to this person.
    case 403:
      return { kind: 'dead', reason: `${reason} ${/block/i.test(description) ? 'blocked' : 'forbidden'}` };
    // A gateway handed the request on and heard nothing: the one 5xx after which the message may have gone out.
    case 504:
      return { kind: 'unknown', reason };
    default:
      // 500, 502, 503: the Bot API as such is not there.
      return code >= 500 ? { kind: 'away', reason } : { kind: 'failed', reason };
  }
}

/** 400s about the message that was to be edited or deleted. */
const DONE = /message is not modified/i;
const NO_MESSAGE =
  /message to (?:edit|delete) not found|message_id_invalid|message identifier is not specified/i;

/**
 * Decides what a refusal to edit or delete a message means; in all else it is as with a new one. Either may be asked again
 * without harm, so that nothing is unknown. Pure.
 */
export function revisionOfRefusal(refusal: TelegramRefusal): Revision {
  const { code, description } = refusal;
  const reason = `telegram ${code}`;
  if (code === 400 && DONE.test(description)) return { kind: 'accepted' };
  if (code === 400 && NO_MESSAGE.test(description)) return { kind: 'gone', reason: `${reason} no message` };
  const outcome = outcomeOfRefusal(refusal);
  if (outcome.kind === 'unknown') return { ...outcome, kind: 'away' };
  // "message can't be edited", "message can't be deleted for everyone", and what Telegram may yet come up with.
  return outcome.kind === 'failed' ? { kind: 'fixed', reason } : outcome;
}
