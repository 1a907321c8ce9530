import type { Broadcasts } from '#broadcasts';
import { compileDocument } from '#broadcasts/content';
import { type Difference, differences, type FrozenDocument, permittedKinds } from '#broadcasts/document';
import type { ChannelName, OutgoingMessage } from '#channels';
import { type Config, shortUrl } from '#platform/config';
import { addressContext, type Keys, writeCode } from '#platform/crypto';
import type { Moment } from '#platform/waiting';
import type { Claim, ClaimedDelivery } from '../ledger/ledger.js';
import { messageIdOf } from './copies.js';

/** Compiled broadcasts in the cache, at most. */
const MOST_COMPILED = 20;

/** Renders the copies of one approved document. */
type Render = ReturnType<typeof compileDocument>;

/** An approved document, ready to render. */
export interface Compiled {
  broadcastId: string;
  render: Render;
  /** What a correction does besides sending its text; null for all other kinds. */
  correction: FrozenDocument['correction'];
  /** The sender of its copies. */
  sender: { name: string; address: string };
  /** The kinds of accounts that may carry its copies. */
  kinds: readonly string[];
  /**
   * Settings of this program that differ from those at the approval. If there are any, this program sends nothing of the
   * broadcast.
   */
  differences: Difference[];
}

/** The time left for a copy. */
export interface TimeLeft {
  /** How long it may still be delivered, in ms. */
  lifeMs: number;
  /** The latest instant at which its hand-over may begin. */
  startBy: Moment;
}

/** The dependencies of a composer. */
interface ComposerParts {
  broadcasts: Broadcasts;
  keys: Keys;
  config: Config;
}

/** Renders each person's message from the approved document and the recipient's data. */
export class Composer {
  private readonly compiled = new Map<string, Compiled>();

  /**
   * @param kinds of the channel's accounts here
   * @param kindsForEverybody of those without routes
   */
  constructor(
    private readonly parts: ComposerParts,
    private readonly channel: ChannelName,
    private readonly kinds: readonly string[],
    private readonly kindsForEverybody: readonly string[],
  ) {}

  /**
   * Compiles a broadcast's approved document.
   * @throws Error when nothing is approved, or the stored document differs from the approved one
   */
  async of(broadcastId: string): Promise<Compiled> {
    const { document, digest } = await this.parts.broadcasts.frozen(broadcastId);
    let compiled = this.compiled.get(digest);
    if (!compiled) {
      const permitted = permittedKinds(document, this.channel, this.kinds, this.kindsForEverybody);
      compiled = {
        broadcastId,
        render: compileDocument(document),
        correction: document.correction,
        sender: { name: document.sender.name, address: document.sender.from },
        kinds: permitted.kinds,
        differences: [...differences(document, this.parts.config), ...permitted.differences],
      };
      this.compiled.set(digest, compiled);
      const [oldest] = this.compiled.keys();
      if (this.compiled.size > MOST_COMPILED && oldest !== undefined) this.compiled.delete(oldest);
    }
    return compiled;
  }

  /** Renders one person's text, as `message` does. */
  text(claim: Claim, delivery: ClaimedDelivery, compiled: Compiled): string {
    return this.rendered(claim, delivery, compiled).parts.text;
  }

  /** Renders one person's message. @throws Error when the address cannot be decrypted */
  message(claim: Claim, delivery: ClaimedDelivery, compiled: Compiled, left: TimeLeft): OutgoingMessage {
    const { parts, token, unsubscribeUrl, verifyUrl } = this.rendered(claim, delivery, compiled);
    return {
      to: this.parts.keys.open(
        { ciphertext: delivery.ciphertext, keyId: delivery.keyId },
        addressContext(delivery.addressId, this.channel),
      ),
      ...parts,
      sender: compiled.sender,
      token,
      messageId: messageIdOf(claim.broadcastId, delivery.addressId),
      broadcastId: claim.broadcastId,
      unsubscribeUrl,
      verifyUrl,
      expiresAt: new Date(Date.now() + left.lifeMs),
      startBy: left.startBy,
      date: new Date(claim.expiresAt.getTime() - left.lifeMs),
    };
  }

  private rendered(claim: Claim, delivery: ClaimedDelivery, { render }: Compiled) {
    const { keys, config } = this.parts;
    const tokens = keys.deliveryTokens({ broadcastId: claim.broadcastId, addressId: delivery.addressId });
    const unsubscribeUrl = `${config.PUBLIC_URL}/unsubscribe/${tokens.unsubscribe}`;
    const verifyUrl = `${config.PUBLIC_URL}/verify/${claim.publicCode}`;
    const short = delivery.code === null ? null : `${shortUrl(config)}/${writeCode(BigInt(delivery.code))}`;
    const parts = render(
      this.channel,
      delivery.language,
    )({
      name: delivery.name,
      regionCode: delivery.regionCode,
      regionName: delivery.regionName,
      verifyLink: short ?? verifyUrl,
      unsubscribeLink: short ?? unsubscribeUrl,
    });
    return { parts, token: tokens.receipt, unsubscribeUrl, verifyUrl };
  }
}
