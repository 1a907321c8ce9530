import { z } from 'zod';
import { CHANNELS, type ChannelName } from './arrival.js';

/** Available faults, and the channels that have them. */
export const FAULTS = {
  /** The address is dead: 550 5.1.1 · 403 blocked · 21211 · ESME_RINVDSTADR. A share selects the same addresses each time, by hash. */
  dead: CHANNELS,
  /** Temporary failure of this message: 450 4.2.1. */
  '4xx': ['email'],
  /** The server fails: 554 5.3.0 (permanent, as SMTP has it) · 502 · 503 · ESME_RSYSERR. */
  '5xx': CHANNELS,
  /** Slow down: 421 4.3.2 · 429 with retry_after · 429 20429 · ESME_RTHROTTLED. */
  '429': CHANNELS,
  /** The message is accepted and kept, but the answer comes holdSeconds later. */
  hang: CHANNELS,
  /** The connection is reset, see `at`. */
  reset: CHANNELS,
  /** The sender or the content is refused: 550 5.7.26 · 401 · 400 21612 · ESME_RINVSRCADR. */
  sender_at_fault: CHANNELS,
  /** The person opted out at the provider: 400 21610 · 0x401. */
  opted_out: ['sms'],
  /** Accepted, and reported as undeliverable later: an RFC 3464 report · undelivered 30005 · UNDELIV. */
  late_bounce: ['email', 'sms'],
  /** Every answer comes latencyMs later. */
  slow: CHANNELS,
  /** The group became a supergroup: 400 with migrate_to_chat_id. */
  moved: ['telegram'],
  /** Any answer given in `answer`; e-mail and SMPP may refuse the account itself, see `at`. */
  refuse: CHANNELS,
} as const satisfies Record<string, readonly ChannelName[]>;

export type FaultKind = keyof typeof FAULTS;
const KINDS = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];

/** Body of `POST /sandbox/faults`. */
export const FaultOrder = z
  .strictObject({
    channel: z.enum(CHANNELS, `must be one of ${CHANNELS.join(', ')}`),
    kind: z.enum(KINDS, `must be one of ${KINDS.join(', ')}`),
    /** Share of hand-overs affected, at random except for `dead`. */
    share: z.number().min(0).max(1).default(1),
    /** Duration; unlimited if omitted. */
    seconds: z.number().positive().max(86_400).optional(),
    /** Number of hand-overs affected before the fault ends. */
    count: z.number().int().positive().optional(),
    /** hang: delay of the answer. */
    holdSeconds: z.number().positive().max(3600).default(30),
    /** slow: delay of every answer, in milliseconds. */
    latencyMs: z.number().positive().max(600_000).default(1000),
    /** 429: retry_after, in seconds. */
    retryAfter: z.number().int().min(1).max(3600).default(1),
    /**
     * reset: `before` the message is transferred (over HTTP the request has arrived by then), `during` the transfer
     * (SMTP: in DATA), or `after` it was received in full, so that only the answer is lost. The message arrives only in
     * the last case. refuse: `before` a recipient is named, which refuses the account: 53x at the sign-in, anything else
     * at MAIL FROM; over SMPP each bind.
     */
    at: z.enum(['before', 'during', 'after']).default('during'),
    /** refuse: status and text, such as `450 4.2.1 Mailbox busy`, `400 Bad Request: chat not found`, `400 21614 Not a mobile`, `0x0B`. */
    answer: z.string().optional(),
  })
  .check((context) => {
    const { channel, kind, answer, at } = context.value;
    const refuseWith = (path: string, message: string): void => {
      context.issues.push({ code: 'custom', path: [path], message, input: context.value });
    };
    const channels: readonly ChannelName[] = FAULTS[kind];
    if (!channels.includes(channel))
      refuseWith('kind', `${channel} has no such fault; ${kind} is for ${channels.join(', ')}`);
    if ((kind === 'refuse') !== (answer !== undefined))
      refuseWith('answer', 'goes with the kind refuse, and only with it');
    if (kind === 'refuse' && at === 'before' && channel === 'telegram')
      refuseWith('at', 'telegram has no sign-in: it answers each message');
    if (answer !== undefined && !ANSWERS[channel].test(answer)) {
      refuseWith('answer', `must read ${ANSWER_EXAMPLES[channel]}`);
    }
  });

/** An order with its defaults. */
export type FaultOrder = z.output<typeof FaultOrder>;

const ANSWERS: Record<ChannelName, RegExp> = {
  email: /^[45]\d\d [45]\.\d{1,3}\.\d{1,3} \S.*$/,
  telegram: /^[45]\d\d \S.*$/,
  sms: /^(?:[45]\d\d \d{5} \S.*|0x[0-9a-fA-F]{1,8})$/,
};
const ANSWER_EXAMPLES: Record<ChannelName, string> = {
  email: '450 4.2.1 Mailbox busy',
  telegram: '400 Bad Request: chat not found',
  sms: '400 21614 Not a mobile number, or of SMPP 0x0B',
};

/** A 32-bit hash with good distribution: FNV-1a, then MurmurHash3's finaliser. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Position of an address in [0, 1): constant, so that a share always selects the same addresses. */
export function place(channel: ChannelName, to: string): number {
  return hash32(`${channel} ${to}`) / 2 ** 32;
}

/** Random numbers in [0, 1), deterministic per seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
