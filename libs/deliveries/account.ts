import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify';
import { DataSource } from 'typeorm';
import { record } from '#audit';
import type { ChannelName } from '#channels';
import { addressContext, Keys, Problem, row, rows, type Tx } from '#platform';
import { type Counts, type DeliveryState, SUMMED_COUNTERS } from './delivery.states.js';
import { mask } from './mask.rules.js';

/** A broadcast's counts: in all, by channel and by region. Each state counted once; each set sums to its targeted. */
export interface Progress {
  broadcastId: string;
  state: string;
  pauseReason: string | null;
  total: Counts;
  channels: Partial<Record<ChannelName, Counts>>;
  regions: Record<string, Counts>;
  /** People reached at least once and people meant, apart from messages; counted once the broadcast has ended. */
  firstHandoverAt: Date | null;
  endedAt: Date | null;
}

/** Which deliveries of a broadcast to list. */
export interface DeliveryFilter {
  channel?: ChannelName | undefined;
  state?: DeliveryState | undefined;
  /** A region code; a province takes its regencies in. */
  region?: string | undefined;
  /** The last address id of the page before. */
  after?: string | undefined;
}

/** One delivery, for people to look at: the address is masked. */
export interface ListedDelivery {
  addressId: string;
  channel: ChannelName;
  region: string;
  state: DeliveryState;
  attempts: number;
  resends: number;
  reason: string | null;
  handedAt: Date | null;
  nextAttemptAt: Date | null;
  /** Such as `b***@contoh.id`; null when the person had it erased. */
  address: string | null;
}

/** Reads the account of every copy. */
@Injectable()
export class Account {
  constructor(
    private readonly database: DataSource,
    private readonly keys: Keys,
  ) {}

  /** The counts of a broadcast, from its waves' counters: independent of the ledger's size. @throws Problem not-found */
  async progress(broadcastId: string): Promise<Progress> {
    const manager = this.database.manager;
    const broadcast = await row<{ state: string; pauseReason: string | null; endedAt: Date | null }>(
      manager,
      `SELECT state, pause_reason AS "pauseReason", ended_at AS "endedAt" FROM broadcasts WHERE id = $1`,
      [broadcastId],
    );
    if (!broadcast) throw new Problem('not-found', 'There is no such broadcast.');
    const groups = await rows<
      Counts & { channel: ChannelName | null; region: string | null; first: Date | null }
    >(
      manager,
      `SELECT w.channel, w.region_code AS region, min(w.first_handover_at) AS first, ${SUMMED_COUNTERS}
       FROM waves w WHERE w.broadcast_id = $1 GROUP BY GROUPING SETS ((), (w.channel), (w.region_code)) ORDER BY 1, 2`,
      [broadcastId],
    );
    const progress: Progress = {
      broadcastId,
      state: broadcast.state,
      pauseReason: broadcast.pauseReason,
      total: emptyCounts(),
      channels: {},
      regions: {},
      firstHandoverAt: null,
      endedAt: broadcast.endedAt,
    };
    for (const { channel, region, first, ...counts } of groups) {
      if (channel !== null) progress.channels[channel] = counts;
      else if (region !== null) progress.regions[region] = counts;
      else {
        progress.total = counts;
        progress.firstHandoverAt = first;
      }
    }
    return progress;
  }

  /** One page of deliveries, by address id. */
  async list(broadcastId: string, filter: DeliveryFilter, limit: number): Promise<ListedDelivery[]> {
    const found = await rows<ListedDelivery & { ciphertext: Buffer | null; keyId: string | null }>(
      this.database.manager,
      `SELECT d.address_id AS "addressId", w.channel, w.region_code AS region, d.state, d.attempts, d.resends, d.reason,
         d.handed_at AS "handedAt", d.next_attempt_at AS "nextAttemptAt", a.ciphertext, a.key_id AS "keyId"
       FROM deliveries d JOIN waves w ON w.id = d.wave_id LEFT JOIN addresses a ON a.id = d.address_id
       WHERE d.broadcast_id = $1 AND d.address_id > $2
         AND ($3::text IS NULL OR w.channel = $3) AND ($4::text IS NULL OR d.state = $4)
         AND ($5::text IS NULL OR w.region_code = $5 OR w.region_code LIKE $5 || '.%')
       ORDER BY d.address_id LIMIT $6`,
      [
        broadcastId,
        filter.after ?? '0',
        filter.channel ?? null,
        filter.state ?? null,
        filter.region ?? null,
        limit,
      ],
    );
    return found.map(({ ciphertext, keyId, ...delivery }) => ({
      ...delivery,
      address:
        ciphertext && keyId
          ? mask(
              delivery.channel,
              this.keys.open({ ciphertext, keyId }, addressContext(delivery.addressId, delivery.channel)),
            )
          : null,
    }));
  }

  /** The same as CSV (RFC 4180), streamed page by page in constant memory. */
  csv(broadcastId: string, filter: DeliveryFilter): NodeJS.ReadableStream {
    const columns = [
      'addressId',
      'channel',
      'region',
      'state',
      'attempts',
      'resends',
      'reason',
      'handedAt',
      'address',
    ];
    const out = stringify({
      header: true,
      columns,
      cast: { date: (value) => value.toISOString() },
      escape_formulas: true,
    });
    const write = async (): Promise<void> => {
      for (let after = filter.after; !out.destroyed;) {
        const page = await this.list(broadcastId, { ...filter, after }, 2000);
        for (const delivery of page) {
          if (!out.write(delivery))
            await new Promise((resolve) => out.once('drain', resolve).once('close', resolve));
        }
        after = page.at(-1)?.addressId;
        if (page.length < 2000) break;
      }
      out.end();
    };
    write().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
    return out;
  }

  /**
   * Sends again what nobody can say about: an explicit act. Waves that have not expired only.
   * @param expected how many unknown ones the person was shown: refused when it is not so any more
   * @returns how many go out again
   * @throws Problem conflict when the number has changed, or nothing of it can still be sent
   */
  async resendUnknown(tx: Tx, broadcastId: string, expected: number, actorId: string): Promise<number> {
    const waves = await rows<{ id: string; unknown: number; live: boolean }>(
      tx,
      `SELECT id, unknown, expires_at > siar_now() AND state IN ('released', 'completed') AS live FROM waves
       WHERE broadcast_id = $1 AND unknown > 0 ORDER BY id FOR UPDATE`,
      [broadcastId],
    );
    const sendable = waves.filter(({ live }) => live);
    const unknown = sendable.reduce((sum, wave) => sum + wave.unknown, 0);
    if (unknown !== expected || unknown === 0) {
      const late = waves.length - sendable.length;
      throw new Problem(
        'conflict',
        unknown === 0
          ? `Nothing unknown can be sent again${late ? ': what there is has expired or was stopped' : ''}.`
          : `The number of unknown ones that can be sent again is ${unknown}, not ${expected}. Look again and confirm it.`,
        [],
        { unknown },
      );
    }
    const ids = sendable.map(({ id }) => id);
    const again = await rows<{ waveId: string; batchNo: number }>(
      tx,
      `WITH locked AS (
         SELECT broadcast_id, address_id FROM deliveries WHERE broadcast_id = $1 AND wave_id = ANY ($2) AND state = 'unknown'
         ORDER BY address_id FOR UPDATE)
       UPDATE deliveries d SET state = 'pending', attempts = 0, resends = d.resends + 1, next_attempt_at = NULL, claim_id = NULL
       FROM locked l WHERE d.broadcast_id = l.broadcast_id AND d.address_id = l.address_id
       RETURNING d.wave_id AS "waveId", d.batch_no AS "batchNo"`,
      [broadcastId, ids],
    );
    await tx.query(
      `UPDATE waves SET pending = pending + unknown, unknown = 0, state = 'released', ended_at = NULL WHERE id = ANY ($1)`,
      [ids],
    );
    await tx.query(
      `UPDATE batches b SET state = 'waiting', not_before = NULL
       FROM (SELECT DISTINCT * FROM unnest($1::bigint[], $2::int[]) AS u(wave_id, no)) u WHERE b.wave_id = u.wave_id AND b.no = u.no`,
      [again.map(({ waveId }) => waveId), again.map(({ batchNo }) => batchNo)],
    );
    await tx.query(
      `UPDATE broadcasts SET state = 'running', ended_at = NULL WHERE id = $1 AND state = 'completed'`,
      [broadcastId],
    );
    await record(tx, {
      actorId,
      act: 'broadcast.resend-unknown',
      subject: `broadcast:${broadcastId}`,
      detail: { resent: again.length },
    });
    return again.length;
  }
}

function emptyCounts(): Counts {
  return {
    targeted: 0,
    pending: 0,
    claimed: 0,
    accepted: 0,
    delivered: 0,
    failed: 0,
    suppressed: 0,
    expired: 0,
    cancelled: 0,
    unknown: 0,
  };
}
