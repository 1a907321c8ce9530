import { Injectable } from '@nestjs/common';
import type { ChannelName } from '#channels';
import { deleteOldNotices, writeNotice } from '#notices';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { addressHash, Keys } from '#platform/crypto';
import { Database, now, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { type ConsentLanguage, consentWording } from './consent-wording.js';
import { onceLiveConsent } from '../languages/languages.js';
import {
  confirmByEmail,
  confirmBySms,
  type NoticeFacts,
  preferencesByEmail,
  preferencesBySms,
} from './citizen-notices.js';
import { interruptedChannels } from './interrupted.js';
import { type Counted, countAct } from '../limits/count-act.js';
import { NETWORK_PAID_AHEAD } from '../limits/limits.rules.js';
import { renewHashes } from '../addresses/look-up.js';
import { holderOf, isBarred, joinWith, type Wish } from './memberships.js';
import { linkTo } from './preferences.js';
import { forgetTelegramUpdates } from './taken-updates.js';
import { newDigits, newToken, tokenHash } from './tokens.js';

/** Channels with a typed address. On Telegram the bot learns the chat when the citizen opens it. */
export type TypedChannel = 'email' | 'sms';

/** A sign-up as submitted on the page. */
export interface SignUpRequest {
  wish: Wish;
  /** Addresses in their normal form. */
  to: Partial<Record<TypedChannel, string>>;
  telegram: boolean;
  /** Language of the form and of the messages about it. */
  language: ConsentLanguage;
  /** The id of the wording that was shown, when it is a regional language's. */
  wording?: string | undefined;
  /** The network of the request, for the limits. */
  network: string;
  /** The contact that the addresses join; null: not known before one is confirmed. */
  contactId: string | null;
}

/** Data the page continues with. The e-mail's token goes to the mailbox only. */
export interface OpenSignUp {
  kind: 'open';
  /** When the confirmations were written: ISO 8601. */
  at: string;
  /** Opens the page for the SMS code. */
  smsToken: string | null;
  /** The payload of the deep link. */
  telegramToken: string | null;
  /** Channels on which messages wait at this moment. */
  interrupted: ChannelName[];
}

/** The sign-up behind a confirmation link. */
export interface Confirmation {
  id: string;
  signUpId: string;
  channel: ChannelName;
  wish: Wish;
  wording: string;
  contactId: string | null;
  confirmed: boolean;
}

/**
 * Result of a confirmation, with the channels of the same sign-up that still wait. `joined` carries a new preferences
 * link; `wrong-code` the remaining attempts; `interrupted` the channels on which messages may still wait.
 */
export type Confirmed =
  | {
      kind: 'joined';
      channel: ChannelName;
      preferencesToken: string;
      waiting: ChannelName[];
      interrupted: ChannelName[];
    }
  | { kind: 'already'; channel: ChannelName }
  | {
      kind: 'wrong-code';
      channel: ChannelName;
      triesLeft: number;
      waiting: ChannelName[];
      interrupted: ChannelName[];
    }
  | { kind: 'unknown' };

const HOURS = 3600_000;
/** Unconfirmed addresses are deleted after this time. */
const SIGN_UP_MS = 48 * HOURS;
const CODE_MS = HOURS;
/** Five guesses at one of a million codes. */
const MOST_WRONG = 5;

/** Sign-ups of citizens: on a page, then confirmed at each address (double opt-in). */
@Injectable()
export class SignUps {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    @InjectConfig() private readonly config: Config,
  ) {}

  /** The current wording in a language. */
  wording(language: ConsentLanguage): ReturnType<typeof consentWording> {
    return consentWording(language, {
      ministry: this.config.MINISTRY_NAME,
      commission: this.config.COMMISSION_NAME,
    });
  }

  /**
   * Stores a sign-up and sends each typed address a confirmation. An address that is already active gets a link to its
   * preferences instead. The requester sees no difference, and the same statements run.
   * @returns the time of the next attempt if a limit of an address, a network or in total is exceeded
   */
  async open(request: SignUpRequest): Promise<OpenSignUp | { kind: 'later'; at: Date }> {
    const { to, wish, language, contactId } = request;
    const at = await this.database.transaction((tx) => countAct(tx, this.keys, counted(request)));
    if (at) return { kind: 'later', at };
    return this.database.transaction(async (tx) => {
      const wording = await this.shownWording(tx, request);
      const made = await row<{ id: string; at: Date }>(
        tx,
        `INSERT INTO sign_ups (contact_id, region_code, language, topics, preferred_channel, wording, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, siar_now() + make_interval(secs => $7)) RETURNING id, siar_now() AS at`,
        [
          contactId,
          wish.regionCode,
          wish.language,
          wish.topics,
          wish.preferredChannel,
          wording,
          SIGN_UP_MS / 1000,
        ],
      );
      if (!made) throw new Error('An inserted sign-up returned no row');
      const signUpId = made.id;
      const asked = (['email', 'sms'] as const).flatMap((channel) => {
        const typed = to[channel];
        return typed === undefined ? [] : [{ channel, to: typed }];
      });
      await renewHashes(tx, this.keys, asked);
      if (to.email !== undefined) await this.ask(tx, signUpId, 'email', to.email, language);
      const smsToken = to.sms === undefined ? null : await this.ask(tx, signUpId, 'sms', to.sms, language);
      return {
        kind: 'open',
        at: made.at.toISOString(),
        smsToken,
        telegramToken: request.telegram
          ? await this.confirmation(tx, signUpId, 'telegram', null, null)
          : null,
        interrupted: await interruptedChannels(tx),
      };
    });
  }

  /** @throws Problem no-such-language: nobody was shown such a wording */
  private async shownWording(tx: Tx, { wording, language }: SignUpRequest): Promise<string> {
    if (wording === undefined) return this.wording(language).id;
    if ((await onceLiveConsent(tx, wording)) === null) throw new Problem('no-such-language');
    return wording;
  }

  /** The sign-up behind a link; null when the link never existed or has expired. Changes nothing. */
  async look(token: string, tx: Tx = this.database.manager): Promise<Confirmation | null> {
    return (await this.find(tx, token, '')) ?? null;
  }

  /**
   * Signs up a Telegram chat that agreed in the chat itself: a message from it proves its ownership.
   * @param wording the id of the wording that the chat showed
   * @returns false when the address must not receive messages
   */
  async joinByChat(tx: Tx, chatId: string, wish: Wish, wording: string): Promise<boolean> {
    const proven = { channel: 'telegram', to: chatId, source: 'telegram', wording } as const;
    return (await joinWith(tx, this.keys, null, wish, proven)) !== null;
  }

  /**
   * Confirms an address. Idempotent.
   * @param proof SMS: the typed code; Telegram: the requesting chat
   */
  confirm(token: string, proof: { code?: string; chatId?: string } = {}): Promise<Confirmed> {
    return this.database.transaction((tx) => this.confirmIn(tx, token, proof));
  }

  /** The same within a transaction. */
  async confirmIn(tx: Tx, token: string, proof: { code?: string; chatId?: string }): Promise<Confirmed> {
    const found = await this.find(tx, token, 'FOR UPDATE OF c, s');
    if (!found) return { kind: 'unknown' };
    const { id, channel, wish, wording, contactId, confirmed } = found;
    if (confirmed) return { kind: 'already', channel };
    if (channel === 'sms') {
      const code = proof.code?.replaceAll(/\D/g, '') ?? '';
      if (found.wrongCodes >= MOST_WRONG || !this.isCodeOf(found, code)) {
        await tx.query('UPDATE confirmations SET wrong_codes = least(wrong_codes + 1, 1000) WHERE id = $1', [
          id,
        ]);
        const triesLeft = Math.max(0, MOST_WRONG - 1 - found.wrongCodes);
        return { kind: 'wrong-code', channel, triesLeft, ...(await stillOpen(tx, found.signUpId)) };
      }
    }
    const to =
      channel === 'telegram'
        ? proof.chatId
        : found.ciphertext &&
          this.keys.open({ ciphertext: found.ciphertext, keyId: found.keyId }, confirmationContext(id));
    if (!to) return { kind: 'unknown' };
    const contact = await joinWith(tx, this.keys, contactId, wish, { channel, to, source: 'web', wording });
    if (contact === null) return { kind: 'unknown' };
    await tx.query('UPDATE sign_ups SET contact_id = $2 WHERE id = $1', [found.signUpId, contact]);
    await tx.query(
      `UPDATE confirmations SET confirmed_at = siar_now(), ciphertext = NULL, key_id = NULL, to_hash = NULL, code_hash = NULL
       WHERE id = $1`,
      [id],
    );
    return {
      kind: 'joined',
      channel,
      preferencesToken: await linkTo(tx, contact),
      ...(await stillOpen(tx, found.signUpId)),
    };
  }

  /** Deletes unconfirmed addresses, expired links and expired limits. Runs at a publisher's tick. */
  async forget(): Promise<void> {
    await this.database.query('DELETE FROM sign_ups WHERE expires_at <= siar_now()');
    await this.database.query('DELETE FROM preference_links WHERE expires_at <= siar_now()');
    await this.database.query('DELETE FROM rate_limits WHERE paid_until <= siar_now()');
    await this.database.query('SELECT trim_networks()');
    // SKIP LOCKED: the gateway may hold some rows and must not delay this; they are deleted later.
    await this.database.query(
      `DELETE FROM network_limits WHERE key IN (
         SELECT key FROM network_limits WHERE paid_until <= siar_now() OR paid_until > siar_now() + make_interval(secs => $1)
         FOR UPDATE SKIP LOCKED)`,
      [NETWORK_PAID_AHEAD],
    );
    await forgetTelegramUpdates(this.database.manager);
    await deleteOldNotices(this.database.manager, SIGN_UP_MS / 1000);
  }

  /**
   * Sends an address a confirmation, or a preferences link if it is already active.
   * @returns the token of its confirmation
   */
  private async ask(
    tx: Tx,
    signUpId: string,
    channel: TypedChannel,
    to: string,
    language: ConsentLanguage,
  ): Promise<string> {
    const hash = addressHash(this.keys, channel, to);
    const barred = await isBarred(tx, channel, hash);
    const holder = await holderOf(tx, channel, hash);
    const code = newDigits();
    const token = await this.confirmation(tx, signUpId, channel, to, holder ? null : code);
    const link = await linkTo(tx, holder);
    const facts: NoticeFacts = {
      sender: this.config.SENDER_NAME,
      ministry: this.config.MINISTRY_NAME,
      commission: this.config.COMMISSION_NAME,
      url: `${this.config.PUBLIC_URL}/${holder ? 'preferences' : 'confirm'}/${holder ? link : token}`,
      code,
    };
    const write = holder
      ? { email: preferencesByEmail, sms: preferencesBySms }
      : { email: confirmByEmail, sms: confirmBySms };
    // An address that complained receives nothing; the notice is still written, and expires.
    const life = barred ? 0 : channel === 'sms' ? CODE_MS : SIGN_UP_MS;
    await writeNotice(tx, this.keys, {
      kind: holder ? 'preferences' : 'confirmation',
      channel,
      to,
      message: write[channel](language, facts),
      expiresAt: new Date((await now(tx)).getTime() + life),
    });
    return token;
  }

  /**
   * Stores a confirmation.
   * @param code opens this confirmation alone: its hash is of the confirmation's id too
   * @returns its token
   */
  private async confirmation(
    tx: Tx,
    signUpId: string,
    channel: ChannelName,
    to: string | null,
    code: string | null,
  ): Promise<string> {
    const made = await row<{ id: string }>(
      tx,
      `SELECT nextval(pg_get_serial_sequence('confirmations', 'id')) AS id`,
    );
    const id = made?.id ?? '';
    const token = newToken();
    const sealed = to === null ? null : this.keys.seal(to, confirmationContext(id));
    await tx.query(
      `INSERT INTO confirmations (id, sign_up_id, channel, token_hash, ciphertext, key_id, to_hash, code_hash, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, siar_now() + make_interval(secs => $9))`,
      [
        id,
        signUpId,
        channel,
        tokenHash(token),
        sealed?.ciphertext ?? null,
        sealed?.keyId ?? null,
        to === null ? null : addressHash(this.keys, channel, to),
        channel === 'sms' && code !== null ? this.keys.hash(CODE, codeOf(id, code)) : null,
        (channel === 'sms' ? CODE_MS : SIGN_UP_MS) / 1000,
      ],
    );
    return token;
  }

  private async find(tx: Tx, token: string, lock: '' | 'FOR UPDATE OF c, s'): Promise<Found | undefined> {
    const hash = tokenHash(token);
    if (!hash) return undefined;
    const found = await row<Omit<Found, 'wish'> & Wish>(
      tx,
      `SELECT c.id, c.sign_up_id AS "signUpId", c.channel, c.ciphertext, c.key_id AS "keyId", c.code_hash AS "codeHash",
         c.wrong_codes AS "wrongCodes", c.confirmed_at IS NOT NULL AS confirmed, s.contact_id AS "contactId", s.wording,
         s.region_code AS "regionCode", s.language, s.topics, s.preferred_channel AS "preferredChannel"
       FROM confirmations c JOIN sign_ups s ON s.id = c.sign_up_id
       WHERE c.token_hash = $1 AND c.expires_at > siar_now() ${lock}`,
      [hash],
    );
    if (!found) return undefined;
    const { regionCode, language, topics, preferredChannel, ...rest } = found;
    return { ...rest, wish: { regionCode, language, topics, preferredChannel } };
  }

  private isCodeOf({ id, codeHash }: Found, code: string): boolean {
    return this.keys.hashes(CODE, codeOf(id, code)).some((hash) => codeHash?.equals(hash));
  }
}

const CODE = 'confirmation code';
const codeOf = (confirmationId: string, code: string): string => `${confirmationId} ${code}`;

/** The channels of a sign-up that are not confirmed yet, and those that are interrupted. */
async function stillOpen(
  tx: Tx,
  signUpId: string,
): Promise<{ waiting: ChannelName[]; interrupted: ChannelName[] }> {
  const waiting = await rows<{ channel: ChannelName }>(
    tx,
    'SELECT channel FROM confirmations WHERE sign_up_id = $1 AND confirmed_at IS NULL ORDER BY id',
    [signUpId],
  );
  return { waiting: waiting.map(({ channel }) => channel), interrupted: await interruptedChannels(tx) };
}

interface Found extends Confirmation {
  ciphertext: Buffer | null;
  keyId: string;
  codeHash: Buffer | null;
  wrongCodes: number;
}

/** The limits that a sign-up counts against. */
function counted({ to, network, telegram }: SignUpRequest): Counted[] {
  const addresses = Object.entries(to).map(([channel, address]): Counted => ({
    limit: 'address',
    subject: `${channel} ${address}`,
  }));
  // A sign-up that sends no confirmation counts too: it stores a row.
  return [
    ...addresses,
    ...(to.sms === undefined
      ? []
      : [{ limit: 'sms' } as const, { limit: 'networkSms', subject: network } as const]),
    ...(addresses.length > 0 || telegram ? [{ limit: 'network', subject: network } as const] : []),
    { limit: 'everybody' },
  ];
}

/** Encryption context of an unconfirmed address. */
export const confirmationContext = (confirmationId: string): string => `confirmation\0${confirmationId}`;
