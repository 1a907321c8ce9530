import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import type { ChannelName } from '#channels';
import { writeNotice } from '#notices';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, now, row, rows, type Tx } from '#platform/database';
import { openAddress } from '../addresses/addresses.js';
import { Audience } from '../audience.js';
import type { ConsentLanguage } from './consent-wording.js';
import { preferencesByEmail, preferencesBySms } from './citizen-notices.js';
import { interruptedChannels } from './interrupted.js';
import { lookUpHash } from '../addresses/look-up.js';
import { countAct } from '../limits/count-act.js';
import { holderOf, isBarred, setWish, type Wish } from './memberships.js';
import { newToken, tokenHash } from './tokens.js';

const LINK_DAYS = 7;
const DAY_MS = 24 * 3600_000;

/** One of a citizen's addresses, as shown to its owner. */
export interface OwnAddress {
  id: string;
  channel: ChannelName;
  state: 'pending' | 'active' | 'unsubscribed' | 'invalid';
  to: string;
}

/** A citizen's stored preferences and addresses. */
export interface Membership {
  contactId: string;
  wish: Wish;
  addresses: OwnAddress[];
}

/**
 * Creates a link to a contact's preferences. With null the same statements run, and no link is stored.
 * @returns its token
 */
export async function linkTo(tx: Tx, contactId: string | null): Promise<string> {
  const token = newToken();
  await tx.query(
    `INSERT INTO preference_links (token_hash, contact_id, expires_at)
     SELECT $1, id, siar_now() + make_interval(days => $3) FROM contacts WHERE id = $2`,
    [tokenHash(token), contactId, LINK_DAYS],
  );
  return token;
}

/** Preferences that citizens change themselves, through a link sent to their confirmed address. */
@Injectable()
export class Preferences {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly audience: Audience,
    @InjectConfig() private readonly config: Config,
  ) {}

  /**
   * Sends a link to an address if it is confirmed. The requester sees no difference.
   * @param to in its normal form
   * @returns whether the message waits because its channel is interrupted; or when to try again
   */
  async sendLink(
    channel: 'email' | 'sms',
    to: string,
    language: ConsentLanguage,
    network: string,
  ): Promise<Date | { interrupted: boolean }> {
    const later = await this.database.transaction((tx) =>
      countAct(tx, this.keys, [
        { limit: 'address', subject: `${channel} ${to}` },
        { limit: 'network', subject: network },
        ...(channel === 'sms'
          ? [{ limit: 'sms' } as const, { limit: 'networkSms', subject: network } as const]
          : []),
        { limit: 'everybody' },
      ]),
    );
    if (later) return later;
    return this.database.transaction(async (tx) => {
      const hash = await lookUpHash(tx, this.keys, channel, to);
      const barred = await isBarred(tx, channel, hash);
      const holder = await holderOf(tx, channel, hash);
      const token = await linkTo(tx, holder);
      // No other address receives it; the notice is still written, and expires, so that both cases take the same time.
      const life = holder !== null && !barred ? LINK_DAYS * DAY_MS : 0;
      const expiresAt = new Date((await now(tx)).getTime() + life);
      const message = { email: preferencesByEmail, sms: preferencesBySms }[channel](language, {
        sender: this.config.SENDER_NAME,
        ministry: this.config.MINISTRY_NAME,
        commission: this.config.COMMISSION_NAME,
        url: `${this.config.PUBLIC_URL}/preferences/${token}`,
        code: '',
      });
      await writeNotice(tx, this.keys, { kind: 'preferences', channel, to, message, expiresAt });
      return { interrupted: (await interruptedChannels(tx)).includes(channel) };
    });
  }

  /** The membership that a link opens; null when the link never existed or has expired. */
  async open(token: string): Promise<Membership | null> {
    const contactId = await this.holder(token);
    return contactId === null ? null : this.of(this.database.manager, contactId);
  }

  /** The contact of a link; null as above. */
  async holder(token: string): Promise<string | null> {
    const hash = tokenHash(token);
    if (!hash) return null;
    const link = await row<{ contactId: string }>(
      this.database.manager,
      'SELECT contact_id AS "contactId" FROM preference_links WHERE token_hash = $1 AND expires_at > siar_now()',
      [hash],
    );
    return link?.contactId ?? null;
  }

  /** The membership of a Telegram chat, and the id of its address; null when no contact has it. */
  async ofChat(tx: Tx, chatId: string): Promise<(Membership & { chat: OwnAddress }) | null> {
    const found = await row<{ contactId: string }>(
      tx,
      `SELECT contact_id AS "contactId" FROM addresses WHERE channel = 'telegram' AND hash = $1`,
      [await lookUpHash(tx, this.keys, 'telegram', chatId)],
    );
    const membership = found ? await this.of(tx, found.contactId) : null;
    const chat = membership?.addresses.find(({ channel }) => channel === 'telegram');
    return membership && chat ? { ...membership, chat } : null;
  }

  /** A contact's membership. */
  async of(tx: Tx, contactId: string): Promise<Membership | null> {
    const wish = await row<Wish>(
      tx,
      `SELECT region_code AS "regionCode", language, topics, preferred_channel AS "preferredChannel" FROM contacts WHERE id = $1`,
      [contactId],
    );
    if (!wish) return null;
    const held = await rows<Omit<OwnAddress, 'to'> & { ciphertext: Buffer; keyId: string }>(
      tx,
      `SELECT id, channel, state, ciphertext, key_id AS "keyId" FROM addresses WHERE contact_id = $1 ORDER BY channel`,
      [contactId],
    );
    const addresses = held.map(({ id, channel, state, ciphertext, keyId }) => ({
      id,
      channel,
      state,
      to: openAddress(this.keys, id, channel, { ciphertext, keyId }),
    }));
    return { contactId, wish, addresses };
  }

  /**
   * Stores a citizen's preferences and unsubscribes the channels named, at once.
   * @param via how they came: a short code for the record
   */
  async change(
    tx: Tx,
    contactId: string,
    wish: Wish,
    leave: readonly ChannelName[] = [],
    via = 'preferences',
  ): Promise<void> {
    const before = await row<Wish>(
      tx,
      `SELECT region_code AS "regionCode", language, topics, preferred_channel AS "preferredChannel"
       FROM contacts WHERE id = $1 FOR UPDATE`,
      [contactId],
    );
    if (!before) return;
    await setWish(tx, contactId, wish);
    for (const { id } of await rows<{ id: string }>(
      tx,
      'SELECT id FROM addresses WHERE contact_id = $1 AND channel = ANY ($2) ORDER BY id',
      [contactId, leave],
    ))
      await this.audience.leave(tx, id, via);
    const changed = (Object.keys(wish) as (keyof Wish)[]).filter(
      (field) => JSON.stringify(wish[field]) !== JSON.stringify(before[field]),
    );
    if (changed.length > 0 || leave.length > 0)
      await record(tx, {
        actorId: null,
        act: 'contact.change',
        subject: `contact:${contactId}`,
        // Names of the changed fields, never their values: the trail outlives an erasure.
        detail: { changed, left: leave, via },
      });
  }
}
