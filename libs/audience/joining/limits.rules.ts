import { TURN_SECONDS } from '../rights/reconfirming.rules.js';

/** So many at once, and one more each `everySeconds` after that. */
export interface Limit {
  burst: number;
  everySeconds: number;
}

/**
 * What stands between a public page and somebody who would flood a mailbox, a telephone or us with it. Many citizens share
 * one network behind their operator, so that of a network is wide; those of an address and of everybody do the work.
 */
export const LIMITS = {
  /** Messages to one address that nobody has confirmed yet, or that asks for its link. */
  address: { burst: 3, everySeconds: 6 * 3600 },
  network: { burst: 100, everySeconds: 10 },
  /** SMS cost money: what asking for codes may cost in an hour is bounded. */
  sms: { burst: 600, everySeconds: 1 },
  /** A network's share of these: a twentieth of what may be asked at once, a thirtieth of what may be asked for long. */
  networkSms: { burst: 30, everySeconds: 30 },
  everybody: { burst: 3_600, everySeconds: 0.1 },
  /** Texts pasted to be checked, by network: each is a tenth of a second of computing at most. */
  pastes: { burst: 60, everySeconds: 1 },
  /** Codes of which nothing was known, by network or chat. Only these count: thousands open the right ones. */
  guesses: { burst: 20, everySeconds: 3 },
  /** What the holder of one link sees or changes of what is held about them: each leaves a line in the trail. */
  ownData: { burst: 30, everySeconds: 60 },
  /** Turns of the timer that asks whether consents still hold. */
  reconfirmations: { burst: 1, everySeconds: TURN_SECONDS },
  /** What the bot answers in one chat. */
  chat: { burst: 20, everySeconds: 3 },
  /**
   * The same in a group, where only leaving is answered: Telegram lets a bot send 20 messages a minute there, and has the
   * whole bot wait for whoever makes it send more.
   */
  group: { burst: 5, everySeconds: 6 },
  /** Addresses and codes that one member of staff looks up: a call takes minutes, and a register is not to be read out. */
  staffLook: { burst: 30, everySeconds: 60 },
  /** What all of the staff look up: a national helpdesk at work, and a register in decades. */
  looks: { burst: 600, everySeconds: 3 },
  /** Addresses that all officers for data together read out: some hundreds a day, and a register in many years. */
  reveals: { burst: 60, everySeconds: 300 },
  /** An officer's share of these, so that none of them uses up what the others need: half, at once and for long. */
  ownReveals: { burst: 30, everySeconds: 600 },
  /** Files that one member of staff tries out: what becomes of a row says what is held of its addresses. */
  importTry: { burst: 5, everySeconds: 600 },
  /** Test copies that one member of staff has sent: they go ahead of every broadcast, from the same budget. */
  testSend: { burst: 10, everySeconds: 60 },
  /** What the bot answers in all: a third of the 30 messages a second that it may send. */
  chats: { burst: 60, everySeconds: 0.1 },
} as const satisfies Record<string, Limit>;
export type LimitName = keyof typeof LIMITS;

/** A limit for so many times as much. */
export const wider = ({ burst, everySeconds }: Limit, times: number): Limit => ({
  burst: burst * times,
  everySeconds: everySeconds / times,
});

/** What a bucket comes to when one more is asked for. */
export interface Take {
  allowed: boolean;
  /** The bucket's new content, in ms; what it was where not allowed. */
  paidUntil: number;
  /** From then on one more would be allowed, in ms. */
  retryAt: number;
}

/**
 * Asks a bucket for one more, by the generic cell rate algorithm (ITU-T I.371): each costs `everySeconds` from now on or
 * from where the last was paid until; no more than `burst` of them may be owed.
 * @param paidUntil the bucket's content, in ms; null: never asked
 * @param now in ms
 */
export function take(paidUntil: number | null, now: number, { burst, everySeconds }: Limit): Take {
  const cost = everySeconds * 1000;
  const from = Math.max(paidUntil ?? now, now);
  const retryAt = from + cost - burst * cost;
  const allowed = retryAt <= now;
  return { allowed, paidUntil: allowed ? from + cost : (paidUntil ?? now), retryAt: Math.max(retryAt, now) };
}
