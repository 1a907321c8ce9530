import { z } from 'zod';
import { CHANNELS, type ChannelName } from './arrival.js';

/** The faults that can be ordered, and which channels have them. */
const FAULTS = {
  /** The address is dead: 550 5.1.1 · 403 blocked · 21211. Always the same addresses: a share by hash. */
  dead: CHANNELS,
  /** Not now, for this message: 450 4.2.1. */
  '4xx': ['email'],
  /** The server is broken: 554 5.3.0 (permanent, as SMTP has it) · 502 · 503. */
  '5xx': CHANNELS,
  /** Slow down: 421 4.3.2 · 429 with retry_after · 429 20429. */
  '429': CHANNELS,
  /** The message is taken and kept, but the answer comes holdSeconds later. */
  hang: CHANNELS,
  /** The connection is reset, see `at`. */
  reset: CHANNELS,
  /** The sender or the content is refused: 550 5.7.26 · 401 · 400 21612. */
  sender_at_fault: CHANNELS,
  /** The person told the provider to stop: 400 21610. */
  opted_out: ['sms'],
  /** Taken, and reported as undeliverable later: an RFC 3464 report · undelivered 30005. */
  late_bounce: ['email', 'sms'],
  /** Every answer comes latencyMs later. */
  slow: CHANNELS,
  /** The group became a supergroup: 400 with migrate_to_chat_id. */
  moved: ['telegram'],
  /** Whatever answer is wanted. */
  refuse: CHANNELS,
} as const satisfies Record<string, readonly ChannelName[]>;

export type FaultKind = keyof typeof FAULTS;
const KINDS = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];

/** What `POST /sandbox/faults` takes. */
export const FaultOrder = z
  .strictObject({
    channel: z.enum(CHANNELS, `must be one of ${CHANNELS.join(', ')}`),
    kind: z.enum(KINDS, `must be one of ${KINDS.join(', ')}`),
    /** Which part of the hand-overs it strikes, at random but for `dead`. */
    share: z.number().min(0).max(1).default(1),
    /** How long it stays in force; for ever if left out. */
    seconds: z.number().positive().max(86_400).optional(),
    /** How many hand-overs it strikes before it is over. */
    count: z.number().int().positive().optional(),
    /** hang: how long the answer is held back. */
    holdSeconds: z.number().positive().max(3600).default(30),
    /** slow: how long every answer takes, in milliseconds. */
    latencyMs: z.number().positive().max(600_000).default(1000),
    /** 429: how many seconds the provider asks to wait. */
    retryAfter: z.number().int().min(1).max(3600).default(1),
    /**
     * reset: `before` anything of the message was asked for (on HTTP the request has come by then), `during` it (SMTP: in
     * DATA), or `after` it was taken in full, so that only the answer is lost. It arrives only in the last case.
     */
    at: z.enum(['before', 'during', 'after']).default('during'),
    /** refuse: status and text, such as `450 4.2.1 Mailbox busy`, `400 Bad Request: chat not found`, `400 21614 Not a mobile`. */
    answer: z.string().optional(),
  })
  .check((context) => {
    const { channel, kind, answer } = context.value;
    const refuseWith = (path: string, message: string): void => {
      context.issues.push({ code: 'custom', path: [path], message, input: context.value });
    };
    const channels: readonly ChannelName[] = FAULTS[kind];
    if (!channels.includes(channel))
      refuseWith('kind', `${channel} has no such fault; ${kind} is for ${channels.join(', ')}`);
    if ((kind === 'refuse') !== (answer !== undefined))
      refuseWith('answer', 'goes with the kind refuse, and only with it');
    if (answer !== undefined && !ANSWERS[channel].test(answer)) {
      refuseWith('answer', `must read ${ANSWER_EXAMPLES[channel]}`);
    }
  });

/** As ordered, defaults filled in. */
export type FaultOrder = z.output<typeof FaultOrder>;

const ANSWERS: Record<ChannelName, RegExp> = {
  email: /^[45]\d\d [45]\.\d{1,3}\.\d{1,3} \S.*$/,
  telegram: /^[45]\d\d \S.*$/,
  sms: /^[45]\d\d \d{5} \S.*$/,
};
const ANSWER_EXAMPLES: Record<ChannelName, string> = {
  email: '450 4.2.1 Mailbox busy',
  telegram: '400 Bad Request: chat not found',
  sms: '400 21614 Not a mobile number',
};

/** A 32-bit hash that spreads well: FNV-1a, then MurmurHash3's finaliser. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Where an address falls in [0, 1): always the same place, so that a share of addresses is always the same ones. */
export function place(channel: ChannelName, to: string): number {
  return hash32(`${channel} ${to}`) / 2 ** 32;
}

/** Random numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
