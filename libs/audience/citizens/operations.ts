import { z } from 'zod';
import { CONSENT_LANGUAGES, REGIONAL_WORDING } from '../joining/consent-wording.js';
import { readName } from '../importing/row.rules.js';
import type { Membership, OwnAddress } from '../joining/preferences.js';
import type { Confirmation, Confirmed, OpenSignUp } from '../joining/sign-ups.js';
import type { Held } from '../rights/held.js';
import type { Reconfirmation } from '../rights/reconfirming.js';
import { topicIds } from '../topics.js';
import { type ChannelName, CHANNELS, normaliseAddress } from '#channels';

import { says } from '#contract/problems';

/**
 * The operations that the public gateway may ask the registrar for: what a citizen could do anyway. A person is named
 * by the token or code of a link that was sent to them, never by an id; no operation takes a text that is sent to
 * anybody.
 */

const token = z.string();
const code = z.string();
const language = z.enum(CONSENT_LANGUAGES);
/** A network as `networkOf` writes it: used for counting, never stored readable. */
const network = z.string().max(64);
const channel = z.enum(CHANNELS);
const normal = (of: 'email' | 'sms') =>
  z
    .string()
    .max(254)
    .refine((to) => normaliseAddress(of, to) === to, says('normal-address', { channel: of }));
const to = z.strictObject({ email: normal('email').optional(), sms: normal('sms').optional() });
const wish = z.strictObject({
  regionCode: z.string().max(20),
  /** Of messages. */
  language: z.string().regex(/^[a-z]{2,3}$/, says('language-code')),
  topics: z
    .array(z.string().refine((id) => topicIds.includes(id), says('not-one-of', { allowed: topicIds })))
    .max(topicIds.length),
  preferredChannel: channel,
});
/** One copy, by its unsubscribe link or by the code that an SMS carries. */
const copy = z.union([z.strictObject({ token }), z.strictObject({ code })]);
/** The id of a regional language's wording, where one was shown instead of the page's. */
const wording = z.string().regex(REGIONAL_WORDING).optional();
const byToken = z.strictObject({ token });

/** Every operation with the schema of its input. */
export const OPERATIONS = {
  'look-copy': copy,
  leave: copy,
  'take-back': z.strictObject({ token, only: z.array(z.string()).nullable(), language }),

  'sign-up': z.strictObject({ wish, to, telegram: z.boolean(), language, wording, network }),
  'look-confirmation': byToken,
  confirm: z.strictObject({ token, code: z.string().max(200) }),

  'send-preferences-link': z.union([
    z.strictObject({ channel: z.literal('email'), to: normal('email'), language, network }),
    z.strictObject({ channel: z.literal('sms'), to: normal('sms'), language, network }),
  ]),
  'open-preferences': byToken,
  'change-preferences': z.strictObject({
    token,
    wish,
    leave: z.array(channel),
    /** Addresses to add; null: none. */
    add: z.strictObject({ to, telegram: z.boolean() }).nullable(),
    language,
    wording,
    network,
  }),

  'look-held': byToken,
  'read-held': byToken,
  rename: z.strictObject({
    token,
    name: z
      .string()
      .max(1000)
      .refine((name) => readName(name) !== null, says('no-name')),
  }),
  erase: byToken,

  'look-reconfirmation': z.strictObject({ code }),
  'answer-reconfirmation': z.strictObject({ code, stop: z.boolean(), language }),
} as const;
export type Operation = keyof typeof OPERATIONS;
/** The input of an operation. */
export type Asked<O extends Operation> = z.output<(typeof OPERATIONS)[O]>;

/** The link or code does not exist, or is no longer valid. */
interface Unknown {
  kind: 'unknown';
}
/** Too many requests; nothing was done. */
interface Later {
  kind: 'later';
  /** When to try again: ISO 8601. */
  at: string;
}
/** A citizen's view of their own preferences. */
export interface MembershipView {
  wish: Membership['wish'];
  addresses: (Pick<OwnAddress, 'channel' | 'state'> & {
    /** Masked, but recognisable to its owner. */
    shown: string;
  })[];
}
export type HeldAnswer = { kind: 'held'; held: Held } | Later | Unknown;

interface Answers {
  /**
   * `channel` null: the address is no longer held. `publicCode` null: nothing approved has the copy's text.
   */
  'look-copy': { kind: 'copy'; channel: ChannelName | null; publicCode: string | null } | Unknown;
  /** `topics`: those of a person who may undo it; null where that is impossible. */
  leave: { kind: 'left'; channel: ChannelName | null; topics: string[] | null } | Unknown;
  /** `back`: whether messages are sent to the address again. */
  'take-back': { kind: 'taken'; back: boolean; channel: ChannelName | null } | Later | Unknown;

  'sign-up': OpenSignUp | Later;
  'look-confirmation':
    ({ kind: 'confirmation'; regionCode: string } & Pick<Confirmation, 'channel' | 'confirmed'>) | Unknown;
  confirm: Confirmed;

  /** `interrupted`: the link waits, because nothing is sent on that channel at present. */
  'send-preferences-link': { kind: 'sent'; interrupted: boolean } | Later;
  'open-preferences': { kind: 'open'; membership: MembershipView } | Unknown;
  /** `asked`: the added addresses, which wait to be confirmed. */
  'change-preferences':
    { kind: 'changed'; asked: OpenSignUp | null; membership: MembershipView } | Later | Unknown;

  'look-held': HeldAnswer;
  'read-held': HeldAnswer;
  rename: HeldAnswer;
  erase: { kind: 'erased' } | Unknown;

  'look-reconfirmation': ReconfirmationAnswer;
  'answer-reconfirmation': ReconfirmationAnswer;
}
type ReconfirmationAnswer =
  { kind: 'reconfirmation'; ending: string; state: Reconfirmation['state'] } | Unknown;
/** The result of an operation. */
export type Answer<O extends Operation> = Answers[O];
