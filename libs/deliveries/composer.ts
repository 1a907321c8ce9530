import type { DataSource } from 'typeorm';
import {
  type Broadcasts,
  compileDocument,
  type Difference,
  differences,
  type FrozenDocument,
} from '#broadcasts';
import type { ChannelName, OutgoingMessage } from '#channels';
import { addressContext, type Config, type Keys, type Moment, row, shortUrl, writeCode } from '#platform';
import type { Claim, ClaimedDelivery } from './ledger.js';

/** Compiled broadcasts kept. */
const MOST_COMPILED = 20;

/** Renders the copies of one approved document. */
type Render = ReturnType<typeof compileDocument>;

/** An approved document, ready to be rendered. */
export interface Compiled {
  broadcastId: string;
  render: Render;
  /** What a correction does besides sending its text; null of everything else. */
  correction: FrozenDocument['correction'];
  /** Who its copies are from. */
  sender: { name: string; address: string };
  /** Where this program's settings are not those it was approved with: then nothing of it goes out from here. */
  differences: Difference[];
}

/** The time a copy has. */
export interface TimeLeft {
  /** How long it may still be delivered, in ms. */
  lifeMs: number;
  /** Until when its hand-over may begin. */
  startBy: Moment;
}

/** What a composer is made of. */
interface ComposerParts {
  database: DataSource;
  broadcasts: Broadcasts;
  keys: Keys;
  config: Config;
}

/** Makes each person's message of what was approved and of whom it goes to. */
export class Composer {
  private readonly compiled = new Map<string, Compiled>();

  constructor(
    private readonly parts: ComposerParts,
    private readonly channel: ChannelName,
  ) {}

  /**
   * How the approved document of a released wave is rendered; null when the wave is not released (any more).
   * @throws Error when nothing is approved, or what is stored is not what was approved
   */
  async of(waveId: string): Promise<Compiled | null> {
    const wave = await row<{ broadcastId: string }>(
      this.parts.database.manager,
      `SELECT broadcast_id AS "broadcastId" FROM waves WHERE id = $1 AND state = 'released'`,
      [waveId],
    );
    if (!wave) return null;
    const { document, digest } = await this.parts.broadcasts.frozen(wave.broadcastId);
    let compiled = this.compiled.get(digest);
    if (!compiled) {
      compiled = {
        broadcastId: wave.broadcastId,
        render: compileDocument(document),
        correction: document.correction,
        sender: { name: document.sender.name, address: document.sender.from },
        differences: differences(document, this.parts.config),
      };
      this.compiled.set(digest, compiled);
      const [oldest] = this.compiled.keys();
      if (this.compiled.size > MOST_COMPILED && oldest !== undefined) this.compiled.delete(oldest);
    }
    return compiled;
  }

  /**
   * One person's message.
   * @throws Error when the address cannot be opened
   */
  message(
    claim: Claim,
    delivery: ClaimedDelivery,
    { render, sender }: Compiled,
    left: TimeLeft,
  ): OutgoingMessage {
    const { keys, config } = this.parts;
    const tokens = keys.deliveryTokens({ broadcastId: claim.broadcastId, addressId: delivery.addressId });
    const unsubscribeUrl = `${config.PUBLIC_URL}/unsubscribe/${tokens.unsubscribe}`;
    const verifyUrl = `${config.PUBLIC_URL}/verify/${claim.publicCode}`;
    const short = delivery.code === null ? null : `${shortUrl(config)}/${writeCode(BigInt(delivery.code))}`;
    const rendered = render(
      this.channel,
      delivery.language,
    )({
      name: delivery.name,
      regionCode: delivery.regionCode,
      regionName: delivery.regionName,
      verifyLink: short ?? verifyUrl,
      unsubscribeLink: short ?? unsubscribeUrl,
    });
    return {
      to: keys.open(
        { ciphertext: delivery.ciphertext, keyId: delivery.keyId },
        addressContext(delivery.addressId, this.channel),
      ),
      ...rendered,
      sender,
      token: tokens.receipt,
      messageId: `${claim.broadcastId}.${delivery.addressId}`,
      broadcastId: claim.broadcastId,
      unsubscribeUrl,
      verifyUrl,
      expiresAt: new Date(Date.now() + left.lifeMs),
      startBy: left.startBy,
      date: new Date(claim.expiresAt.getTime() - left.lifeMs),
    };
  }
}
