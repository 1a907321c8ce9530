import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify';
import { countReveal } from '#audience/limits';
import { record } from '#audit';
import type { BroadcastState } from '#contract';
import { type ChannelName, CHANNELS, mask } from '#channels';
import { fault } from '#contract/problems';
import { addressContext, Keys } from '#platform/crypto';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { COUNTERS, type Counts } from '#contract';
import { messageIdOf } from '../sending/copies.js';
import { SUMMED_COUNTERS } from '../waves/summed-counters.js';
import { hindrancesOf } from '../control/hindrances.js';
import { ChannelWatch } from '../control/channel-watch.js';
import {
  countDeliveries,
  type DeliveryFilter,
  type Found,
  type LedgerRow,
  listDeliveries,
  listGotNothing,
} from './listing.js';
import type { ListedDelivery, Progress } from '#contract/api/deliveries';

export type { ListedDelivery, Progress } from '#contract/api/deliveries';

/** Who reveals an address, and why. */
interface Why {
  personId: string;
  requestId: string;
  reason?: string | undefined;
}

interface Page {
  deliveries: ListedDelivery[];
  after: string | null;
}

const CSV_COLUMNS = [
  'addressId',
  'channel',
  'region',
  'state',
  'attempts',
  'resends',
  'reason',
  'handedAt',
  'address',
  'messageId',
  'providerId',
];
/**
 * Deliveries read at once for a CSV. Decrypting a page blocks the event loop. A small page also lets the export start at
 * once.
 */
const CSV_PAGE = 200;
const FIRST_CSV_PAGE = 100;

/** Reads the delivery account of a broadcast: counts, lists and exports. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly watch: ChannelWatch,
  ) {}

  /** The given channels whose provider is away, and since when. */
  providersAway(channels: readonly ChannelName[] = CHANNELS): Promise<Progress['away']> {
    return rows<Progress['away'][number]>(
      this.database.manager,
      `SELECT channel, since FROM providers_away WHERE channel = ANY ($1) ORDER BY 1`,
      [channels],
    );
  }

  /**
   * The counts of a broadcast, from its waves' counters: the cost does not depend on the ledger's size.
   * @throws Problem not-found
   */
  async progress(broadcastId: string): Promise<Progress> {
    const manager = this.database.manager;
    const broadcast = await row<{ state: BroadcastState; pauseReason: string | null; endedAt: Date | null }>(
      manager,
      `SELECT state, pause_reason AS "pauseReason", ended_at AS "endedAt" FROM broadcasts WHERE id = $1`,
      [broadcastId],
    );
    if (!broadcast) throw new Problem('no-such-broadcast');
    const groups = await rows<
      Counts & {
        channel: ChannelName | null;
        region: string | null;
        province: string | null;
        first: Date | null;
      }
    >(
      manager,
      `SELECT w.channel, w.region_code AS region, split_part(w.region_code, '.', 1) AS province,
         min(w.first_handover_at) AS first, ${SUMMED_COUNTERS}
       FROM waves w WHERE w.broadcast_id = $1
       GROUP BY GROUPING SETS ((), (w.channel), (w.region_code), (w.channel, split_part(w.region_code, '.', 1))) ORDER BY 1, 2, 3`,
      [broadcastId],
    );
    const byChannel = groups.filter(({ province }) => province === null);
    const accounts = await rows<{ channel: ChannelName; since: Date | null; rate: number | null }>(
      manager,
      `SELECT l.channel, a.since, l.rate_per_second AS rate FROM channel_limits l LEFT JOIN providers_away a ON a.channel = l.channel
       WHERE l.channel = ANY ($1) ORDER BY 1`,
      [byChannel.flatMap(({ channel }) => channel ?? [])],
    );
    const stalled = await this.watch.stalled();
    const waiting = new Set(
      byChannel.flatMap(({ channel, pending, claimed }) => (pending + claimed > 0 ? [channel] : [])),
    );
    const progress: Progress = {
      broadcastId,
      state: broadcast.state,
      pauseReason: broadcast.pauseReason,
      total: NOTHING,
      channels: {},
      regions: {},
      parts: [],
      firstHandoverAt: null,
      endedAt: broadcast.endedAt,
      hindrances: await hindrancesOf(manager, broadcastId),
      away: accounts.flatMap(({ channel, since }) =>
        since && waiting.has(channel) ? [{ channel, since }] : [],
      ),
      stalled: stalled.filter(({ channel }) =>
        byChannel.some((one) => one.channel === channel && (one.pending > 0 || one.targeted === 0)),
      ),
      limits: Object.fromEntries(accounts.map(({ channel, rate }) => [channel, rate])),
    };
    for (const { channel, region, province, first, ...counts } of groups) {
      if (channel !== null && province !== null) progress.parts.push({ channel, province, ...counts });
      else if (channel !== null) progress.channels[channel] = counts;
      else if (region !== null) progress.regions[region] = counts;
      else {
        progress.total = counts;
        progress.firstHandoverAt = first;
      }
    }
    return progress;
  }

  /**
   * One page of deliveries, starting after `after`, and where the next begins: null after the last one.
   * @throws Problem `not-found` when `after` is no delivery of the broadcast
   */
  async list(broadcastId: string, filter: DeliveryFilter, limit: number): Promise<Page> {
    const { manager } = this.database;
    if (filter.gotNothing) {
      const { found, after } = await listGotNothing(manager, broadcastId, filter, limit);
      return { deliveries: this.masked(broadcastId, found), after };
    }
    const found = await listDeliveries(manager, broadcastId, filter, limit);
    return {
      deliveries: this.masked(broadcastId, found),
      after: found.length === limit ? (found.at(-1)?.addressId ?? null) : null,
    };
  }

  private masked(broadcastId: string, found: readonly LedgerRow[]): ListedDelivery[] {
    return found.map(({ ciphertext, keyId, ...delivery }) => ({
      ...delivery,
      messageId: messageIdOf(broadcastId, delivery.addressId),
      address:
        ciphertext && keyId
          ? mask(
              delivery.channel,
              this.keys.open({ ciphertext, keyId }, addressContext(delivery.addressId, delivery.channel)),
            )
          : null,
    }));
  }

  /** How many deliveries match a filter, on all pages. */
  count(broadcastId: string, filter: DeliveryFilter): Promise<Found> {
    return countDeliveries(this.database.manager, broadcastId, filter);
  }

  /**
   * Reveals one delivery's full address, in answer to a request of its owner. The trail records who looked at which address
   * and why. Counts against the look-up limits of the officer and of all officers together.
   * @param why.requestId the open data request this answers, which has found that person
   * @throws Problem too-many; invalid when the request does not fit; not-found, also when the address was erased
   */
  async reveal(
    broadcastId: string,
    addressId: string,
    { personId, requestId, reason }: Why,
  ): Promise<string> {
    await countReveal(this.database, this.keys, personId);
    return this.database.transaction(async (tx) => {
      const found = await row<{ channel: ChannelName; contactId: string; ciphertext: Buffer; keyId: string }>(
        tx,
        `SELECT a.channel, a.contact_id AS "contactId", a.ciphertext, a.key_id AS "keyId" FROM deliveries d JOIN addresses a ON a.id = d.address_id
         WHERE d.broadcast_id = $1 AND d.address_id = $2`,
        [broadcastId, addressId],
      );
      if (!found) throw new Problem('no-such-delivery');
      const { channel, contactId, ...sealed } = found;
      await mustBeAbout(tx, requestId, contactId);
      await record(tx, {
        actorId: personId,
        act: 'delivery.reveal',
        subject: `broadcast:${broadcastId}`,
        detail: { addressId, channel, requestId, ...(reason && { reason }) },
      });
      return this.keys.open(sealed, addressContext(addressId, channel));
    });
  }

  /**
   * Writes the same list as CSV (RFC 4180) into a stream, page by page in constant memory, and ends the stream. Escapes
   * what a spreadsheet would run as a formula.
   * @param begin called once there is something to write, before the first byte
   * @throws Problem not-found, before it begins, when `after` is no delivery of the broadcast; Error when reading or
   *   writing fails: the stream is then destroyed
   */
  async csv(
    broadcastId: string,
    filter: DeliveryFilter,
    into: NodeJS.WritableStream,
    begin: () => void,
  ): Promise<void> {
    const first = await this.list(broadcastId, filter, FIRST_CSV_PAGE);
    begin();
    const table = stringify({
      header: true,
      columns: CSV_COLUMNS,
      cast: { date: (value) => value.toISOString() },
      escape_formulas: true,
    });
    await pipeline(this.all(broadcastId, filter, first), table, into);
  }

  private async *all(
    broadcastId: string,
    filter: DeliveryFilter,
    first: Page,
  ): AsyncGenerator<ListedDelivery> {
    for (let page = first; ;) {
      yield* page.deliveries;
      if (page.after === null) return;
      page = await this.list(broadcastId, { ...filter, after: page.after }, CSV_PAGE);
    }
  }
}

const NOTHING = Object.fromEntries(COUNTERS.map((name) => [name, 0])) as Counts;

/** @throws Problem invalid unless the request is open and has found this person */
async function mustBeAbout(tx: Tx, requestId: string, contactId: string): Promise<void> {
  const fits = await row(
    tx,
    `SELECT FROM data_requests WHERE id = $1 AND state <> 'closed' AND contact_id = $2`,
    [requestId, contactId],
  );
  if (!fits) throw new Problem('other-request', {}, [fault('requestId', 'other-request')]);
}
