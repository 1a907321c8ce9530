import { TURN_SECONDS } from '../rights/reconfirming.rules.js';

/** A burst at once, then one more every `everySeconds`: { burst: 3, everySeconds: 3600 } allows four in an hour. */
export interface Limit {
  burst: number;
  everySeconds: number;
}

/**
 * How often somebody may do something: citizens on public pages and in the bot, and staff who look people up, import or
 * send tests. Sign-ins are limited in libs/staff. They keep Siar from being used to flood a mailbox, a telephone or itself,
 * and the register from being read out. docs/public.md repeats the public figures, which a test compares. Many citizens share one
 * network behind their operator, so limits per network are wide; limits per address and in total are the effective
 * ones.
 */
export const LIMITS = {
  /** Messages to one address that is unconfirmed or requests its link: codes, links and reconfirmations together. */
  address: { burst: 3, everySeconds: 6 * 3600 },
  network: { burst: 100, everySeconds: 10 },
  /** Total SMS with codes: bounds their cost per hour. */
  sms: { burst: 600, everySeconds: 1 },
  /** Answers to one number about one code: an SMSC may deliver again what was taken. */
  sameReply: { burst: 1, everySeconds: 600 },
  /** SMS with codes per network: a twentieth of the total burst, a thirtieth of the total rate. */
  networkSms: { burst: 30, everySeconds: 30 },
  everybody: { burst: 3_600, everySeconds: 0.1 },
  /** Texts pasted for a check, per network: each takes up to a tenth of a second of CPU. */
  pastes: { burst: 60, everySeconds: 1 },
  /** Unknown codes, per network or chat. Valid codes are not counted, because thousands of citizens share a network. */
  guesses: { burst: 20, everySeconds: 3 },
  /** Reads and changes of personal data through one link: each writes a trail entry. */
  ownData: { burst: 30, everySeconds: 60 },
  /** Turns of the timer that asks for reconfirmation of consents. */
  reconfirmations: { burst: 1, everySeconds: TURN_SECONDS },
  /** Answers of the bot in one chat. */
  chat: { burst: 20, everySeconds: 3 },
  /**
   * Answers of the bot in one group, where it answers only requests to leave. Telegram allows a bot 20 messages a
   * minute in a group, and throttles the whole bot when it exceeds that.
   */
  group: { burst: 5, everySeconds: 6 },
  /**
   * Look-ups of addresses and codes by one member of staff. A call takes minutes; the limit prevents reading out the
   * register.
   */
  staffLook: { burst: 30, everySeconds: 60 },
  /** Look-ups by all staff: enough for a national helpdesk, while reading out the register takes decades. */
  looks: { burst: 600, everySeconds: 3 },
  /**
   * Addresses revealed to all data protection officers: some hundreds a day, while reading out the register takes many
   * years.
   */
  reveals: { burst: 60, everySeconds: 300 },
  /** One officer's share of these: half of the burst and of the rate, so that no officer uses up the others' share. */
  ownReveals: { burst: 30, everySeconds: 600 },
  /** Dry runs of imports by one member of staff: a row's outcome discloses whether its addresses are stored. */
  importTry: { burst: 5, everySeconds: 600 },
  /** Test copies sent by one member of staff: they precede every broadcast and use the same budget. */
  testSend: { burst: 10, everySeconds: 60 },
  /** Answers of the bot in total: a third of the 30 messages a second that it may send. */
  chats: { burst: 60, everySeconds: 0.1 },
} as const satisfies Record<string, Limit>;
export type LimitName = keyof typeof LIMITS;

/** The limits that the gateway counts itself, by network, in `network_limits`. */
const BY_NETWORK = ['pastes', 'guesses'] as const satisfies readonly LimitName[];
export type NetworkLimit = (typeof BY_NETWORK)[number];

/** How far ahead a bucket of `network_limits` may be paid, in seconds. One beyond it was written by a stolen gateway. */
export const NETWORK_PAID_AHEAD = Math.max(
  24 * 3600,
  ...BY_NETWORK.map((name) => LIMITS[name].burst * LIMITS[name].everySeconds),
);

/** A limit multiplied by `times`. */
export const wider = ({ burst, everySeconds }: Limit, times: number): Limit => ({
  burst: burst * times,
  everySeconds: everySeconds / times,
});

/** Result of a request to a bucket. */
export interface Take {
  allowed: boolean;
  /** The bucket's new content, in ms; unchanged if not allowed. */
  paidUntil: number;
  /** Time from which one more is allowed, in ms. */
  retryAt: number;
}

/**
 * Requests one unit from a bucket by the generic cell rate algorithm (ITU-T I.371): each unit costs `everySeconds`,
 * counted from now or from the end of what is already paid; at most `burst` units may be outstanding.
 * @param paidUntil the bucket's content, in ms; null: never used
 * @param now in ms
 */
export function take(paidUntil: number | null, now: number, { burst, everySeconds }: Limit): Take {
  const cost = everySeconds * 1000;
  const from = Math.max(paidUntil ?? now, now);
  const retryAt = from + cost - burst * cost;
  const allowed = retryAt <= now;
  return { allowed, paidUntil: allowed ? from + cost : (paidUntil ?? now), retryAt: Math.max(retryAt, now) };
}
