import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import type { ChannelName } from '#channels';
import { endNotice, lockNotices } from '#notices';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, prepared, rows, type Statement, type Tx } from '#platform/database';
import { inSpan } from '#platform/tracing';
import { DELIVERY_STATES, type DeliveryState } from '#contract';
import { type BrakePart, noteSigns, type SignedCopy } from '../control/brake.js';
import type { Sign } from '../control/brake.rules.js';
import { forgetMessageIds, messagesOf, type OfMessage } from './message-ids.js';
import { fingerprintOf, judge, type Judgement, mustWait, type Said, type Verdict } from './receipts.rules.js';
import { type AddressEvidence, groupBy, suppressAll } from '../sending/suppressing.js';

/** Receipts applied in one transaction: enough to group them, few enough to keep locks short. */
const TAKEN_AT_ONCE = 1_000;
/** A receipt that cannot be applied yet is retried at this interval, in seconds, for this time, in hours. */
const RETRY_SECONDS = 10;
const RETRIED_HOURS = 24;

/** A provider's report about one copy, as the gateway receives it. */
export interface IncomingReceipt {
  channel: ChannelName;
  /** From the VERP address or the callback URL: identifies the copy, and only Siar can have made it. */
  token: string;
  verdict: Verdict;
  /** A short stable code such as `twilio 30006`: never a text. */
  reason: string;
  /** The provider's own message id, if any. Distinguishes two receipts; never used for a look-up. */
  providerId: string;
}

/** A provider's report about a message that only its own id names. */
export interface ReceiptById {
  channel: ChannelName;
  account: string;
  id: string;
  verdict: Verdict;
  reason: string;
}

/** A receipt as the inbox holds it. */
interface Stored extends Omit<OfMessage, 'messageId'> {
  channel: ChannelName;
  verdict: Verdict;
  reason: string;
  fingerprint: Buffer;
}

/** The result of one drain. */
export interface Drained {
  /** Receipts taken from the inbox, including those without effect; 0 when none was waiting. */
  taken: number;
  /** Receipts without a delivery in the ledger (yet, or any more), each counted once. */
  withoutDelivery: number;
  /** Broadcasts that got signs, each once per channel: the brake is to judge them. */
  toJudge: BrakePart[];
}

interface Waiting extends Said {
  id: string;
  /** Whether it is recent enough to wait until it can be applied. */
  young: boolean;
  /** Whether it has waited before. */
  waited: boolean;
  channel: ChannelName;
  broadcastId: string | null;
  addressId: string | null;
  noticeId: string | null;
}

interface OfDelivery extends Waiting {
  broadcastId: string;
  addressId: string;
}

interface OfNotice extends Waiting {
  noticeId: string;
}

interface Locked {
  addressId: string;
  waveId: string;
  state: DeliveryState;
  handedAt: Date | null;
  channel: ChannelName;
}

type Shifts = Map<string, Map<DeliveryState, number>>;

/** The effects of receipts besides those on their deliveries. */
interface Consequences {
  shifts: Shifts;
  suppressions: AddressEvidence[];
  signs: (BrakePart & SignedCopy & { sign: Sign })[];
  /** Ids of receipts that cannot be applied yet. */
  waiting: string[];
}

/** Later reports of providers: an inbox that the gateway fills, and the drain that applies it to the ledger. */
@Injectable()
export class Receipts {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly audience: Audience,
    @InjectConfig() private readonly config: Pick<Config, 'SOFT_FAILURES'>,
  ) {}

  /**
   * Stores a receipt in the inbox; a repeated one changes nothing. Committed on return.
   * @returns false when the token is not ours: nothing is then stored
   */
  async receive({ channel, token, verdict, reason, providerId }: IncomingReceipt): Promise<boolean> {
    const delivery = this.keys.readDeliveryToken('receipt', token);
    const noticeId = this.keys.readNoticeToken(token);
    if (!delivery && !noticeId) return false;
    await this.insert([
      {
        channel,
        verdict,
        reason,
        fingerprint: fingerprintOf({ channel, token, verdict, providerId }),
        broadcastId: delivery?.broadcastId ?? null,
        addressId: delivery?.addressId ?? null,
        noticeId,
      },
    ]);
    return true;
  }

  /**
   * Stores receipts that name their messages by the provider's id alone; a repeated one changes nothing. Committed on
   * return.
   * @returns for each, in their order: `early` when no accepted message has this id (yet)
   */
  async receiveById(receipts: readonly ReceiptById[]): Promise<('stored' | 'partly' | 'early')[]> {
    const messages = await messagesOf(
      this.database,
      receipts.map(({ account, id, verdict }) => ({ account, id, delivered: verdict === 'delivered' })),
    );
    await this.insert(
      receipts.flatMap(({ channel, account, verdict, reason }, n) => {
        const message = messages[n];
        if (!message) return [];
        // The account in the token's place: its ids are its own.
        const said = { channel, token: account, verdict, providerId: message.messageId };
        return [{ ...message, channel, verdict, reason, fingerprint: fingerprintOf(said) }];
      }),
    );
    return messages.map((message) =>
      message === undefined ? 'early' : message === null ? 'partly' : 'stored',
    );
  }

  /** Deletes ids about which no receipt is expected any more. */
  async forgetIds(): Promise<void> {
    await forgetMessageIds(this.database);
  }

  /** In the order of the key, since another program may be storing the same ones. */
  private async insert(receipts: readonly Stored[]): Promise<void> {
    if (receipts.length === 0) return;
    const column = <K extends keyof Stored>(name: K): Stored[K][] => receipts.map((one) => one[name]);
    await this.database.query(
      `INSERT INTO receipts (channel, broadcast_id, address_id, notice_id, verdict, reason, fingerprint)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::bytea[])
         AS v(channel, broadcast_id, address_id, notice_id, verdict, reason, fingerprint)
       ORDER BY v.fingerprint ON CONFLICT (fingerprint) DO NOTHING`,
      [
        column('channel'),
        column('broadcastId'),
        column('addressId'),
        column('noticeId'),
        column('verdict'),
        column('reason'),
        column('fingerprint'),
      ],
    );
  }

  /**
   * Applies up to a thousand waiting receipts in one transaction; any number of publishers may do so at once. Locks in the
   * common order: the ledger's rows by key, then the waves' counters by id, then the addresses.
   */
  async drain(): Promise<Drained> {
    // The next query is planned each time, since a cached plan would be that of an empty table: asked when one waits.
    if ((await prepared(this.database.manager, WAITING)).length === 0)
      return { taken: 0, withoutDelivery: 0, toJudge: [] };
    return this.database.transaction(async (tx) => {
      const waiting = await rows<Waiting>(
        tx,
        `SELECT id, channel, broadcast_id AS "broadcastId", address_id AS "addressId", notice_id AS "noticeId",
           verdict, reason, received_at AS "receivedAt", received_at > siar_now() - make_interval(hours => $2) AS young,
           retry_at IS NOT NULL AS waited
         FROM receipts WHERE applied_at IS NULL AND (retry_at IS NULL OR retry_at <= siar_now())
         ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
        [TAKEN_AT_ONCE, RETRIED_HOURS],
      );
      const drained: Drained = { taken: waiting.length, withoutDelivery: 0, toJudge: [] };
      if (waiting.length === 0) return drained;

      const consequences: Consequences = { shifts: new Map(), suppressions: [], signs: [], waiting: [] };
      for (const [broadcastId, receipts] of inIdOrder(
        groupBy(waiting.filter(ofDelivery), ({ broadcastId }) => broadcastId),
      )) {
        const strangers = await inSpan(broadcastId, 'apply receipts', { receipts: receipts.length }, () =>
          applyToBroadcast(tx, broadcastId, receipts, consequences),
        );
        drained.withoutDelivery += strangers.filter(({ waited }) => !waited).length;
      }
      const { shifts, suppressions, signs } = consequences;
      await moveCounters(tx, shifts);
      drained.toJudge = await noteAll(tx, signs);
      await suppressAll(tx, this.audience, suppressions, this.config.SOFT_FAILURES);
      await applyToNotices(tx, waiting);
      await tx.query(
        `UPDATE receipts SET applied_at = CASE WHEN id <> ALL ($2::bigint[]) THEN siar_now() END,
           retry_at = CASE WHEN id = ANY ($2::bigint[]) THEN siar_now() + make_interval(secs => $3) ELSE retry_at END
         WHERE id = ANY ($1::bigint[])`,
        [waiting.map(({ id }) => id), consequences.waiting, RETRY_SECONDS],
      );
      return drained;
    });
  }
}

/**
 * Applies the receipts of one broadcast, whose rows all are in one partition of the ledger. A claimed copy keeps its
 * claim's id: its worker has yet to write the provider's message id.
 * @returns the receipts for which the ledger has no delivery
 */
async function applyToBroadcast(
  tx: Tx,
  broadcastId: string,
  receipts: OfDelivery[],
  { shifts, suppressions, signs, waiting }: Consequences,
): Promise<OfDelivery[]> {
  const byAddress = groupBy(receipts, ({ addressId }) => addressId);
  const locked = await rows<Locked>(
    tx,
    `SELECT d.address_id AS "addressId", d.wave_id AS "waveId", d.state, d.handed_at AS "handedAt", w.channel
     FROM deliveries d JOIN waves w ON w.id = d.wave_id
     WHERE d.broadcast_id = $1 AND d.address_id = ANY ($2::bigint[]) ORDER BY d.address_id FOR UPDATE OF d`,
    [broadcastId, [...byAddress.keys()]],
  );
  const wait = (some: readonly OfDelivery[]): unknown =>
    waiting.push(...some.filter(({ young }) => young).map(({ id }) => id));
  const moved: { addressId: string; judgement: Judgement }[] = [];
  for (const { addressId, waveId, state, handedAt, channel } of locked) {
    // A token given to one channel's provider must not be valid on another, whose callbacks are authenticated differently.
    const said = (byAddress.get(addressId) ?? []).filter((receipt) => receipt.channel === channel);
    byAddress.delete(addressId);
    if (said.length === 0) continue;
    const judgement = judge({ channel, state, handedAt }, said);
    const { suppress, sign, reason } = judgement;
    if (suppress) suppressions.push({ broadcastId, channel, addressId, ...suppress });
    if (sign) signs.push({ broadcastId, channel, addressId, sign, reason: reason ?? '' });
    if (mustWait(state, said)) wait(said);
    // The only states that receipts lead to.
    if (judgement.state !== 'delivered' && judgement.state !== 'failed') continue;
    if (judgement.state === state) continue;
    moved.push({ addressId, judgement });
    shift(shifts, waveId, state, -1);
    shift(shifts, waveId, judgement.state, 1);
  }
  if (moved.length > 0) {
    await tx.query(
      `UPDATE deliveries d SET state = v.state, reason = v.reason, next_attempt_at = NULL
       FROM unnest($2::bigint[], $3::text[], $4::text[]) AS v(address_id, state, reason)
       WHERE d.broadcast_id = $1 AND d.address_id = v.address_id AND d.address_id = ANY ($2::bigint[])`,
      [
        broadcastId,
        moved.map(({ addressId }) => addressId),
        moved.map(({ judgement }) => judgement.state),
        moved.map(({ judgement }) => judgement.reason),
      ],
    );
  }
  const strangers = [...byAddress.values()].flat();
  wait(strangers);
  return strangers;
}

/** Records the signs of copies against their broadcasts. @returns those broadcasts, each once per channel */
async function noteAll(tx: Tx, signs: Consequences['signs']): Promise<BrakePart[]> {
  const parts = new Map<string, BrakePart>();
  const groups = groupBy(signs, ({ broadcastId, channel, sign }) => `${broadcastId} ${channel} ${sign}`);
  for (const copies of groups.values()) {
    const [first] = copies;
    if (!first) continue;
    const part = { broadcastId: first.broadcastId, channel: first.channel };
    await noteSigns(tx, part, first.sign, copies, true);
    parts.set(`${part.broadcastId} ${part.channel}`, part);
  }
  return [...parts.values()];
}

/** Applies the receipts of notices, which have a ledger of their own with the same states and rules but share this inbox. */
async function applyToNotices(tx: Tx, receipts: Waiting[]): Promise<void> {
  const byNotice = groupBy(receipts.filter(ofNotice), ({ noticeId }) => noticeId);
  if (byNotice.size === 0) return;
  for (const { id, channel, state } of await lockNotices(tx, [...byNotice.keys()])) {
    const said = (byNotice.get(id) ?? []).filter((receipt) => receipt.channel === channel);
    if (said.length === 0) continue;
    const judgement = judge({ channel, state, handedAt: null }, said);
    // The only states that receipts lead to.
    if (judgement.state !== 'delivered' && judgement.state !== 'failed') continue;
    if (judgement.state === state) continue;
    await endNotice(tx, id, judgement.state, judgement.reason);
  }
}

const COUNTERS = DELIVERY_STATES.map((state, index) => `${state} = ${state} + $${index + 2}`).join(', ');

async function moveCounters(tx: Tx, shifts: Shifts): Promise<void> {
  for (const [waveId, by] of inIdOrder(shifts)) {
    await tx.query(`UPDATE waves SET ${COUNTERS} WHERE id = $1`, [
      waveId,
      ...DELIVERY_STATES.map((state) => by.get(state) ?? 0),
    ]);
  }
}

function shift(shifts: Shifts, waveId: string, state: DeliveryState, by: number): void {
  const wave = shifts.get(waveId) ?? new Map<DeliveryState, number>();
  wave.set(state, (wave.get(state) ?? 0) + by);
  shifts.set(waveId, wave);
}

const ofDelivery = (receipt: Waiting): receipt is OfDelivery =>
  receipt.broadcastId !== null && receipt.addressId !== null;
const ofNotice = (receipt: Waiting): receipt is OfNotice => receipt.noticeId !== null;

/** Ids are bigints as text: "9" sorts before "10". */
function inIdOrder<T>(groups: Map<string, T>): [string, T][] {
  return [...groups].toSorted(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1));
}

const WAITING: Statement = {
  name: 'receipt waits',
  sql: 'SELECT FROM receipts WHERE applied_at IS NULL AND (retry_at IS NULL OR retry_at <= siar_now()) LIMIT 1',
};
