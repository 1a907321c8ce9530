import { Injectable } from '@nestjs/common';
import { CHANNELS, type ChannelName } from '#channels';
import { Database, row, rows, type Tx } from '#platform/database';
import { transition } from '#platform/states';
import type { Election } from './elections/election.js';
import { type Place, placesOf } from './joining/region-search.rules.js';
import { CONSENT_LANGUAGES } from './joining/consent-wording.js';
import { type LiveLanguages, liveLanguages } from './languages/languages.js';
import type { Region } from '#contract/api/elections';
import type { SuppressionReason } from '#contract/api/contacts';
import { ADDRESSES } from './addresses/address.states.js';

export type { SuppressionReason } from '#contract/api/contacts';

/** Reasons by which the person declined, which withdraws consent. The other reasons concern the address only. */
const WITHDRAWS: readonly SuppressionReason[] = ['left', 'provider-opt-out', 'complaint'];

/** Regions, elections and the suppression of addresses. */
@Injectable()
export class Audience {
  private known: Promise<Map<string, Region>> | undefined;
  private placesKept: { regions: ReadonlyMap<string, Region>; places: readonly Place[] } | undefined;

  constructor(private readonly database: Database) {}

  /** Places where a citizen can be registered, in order of code. Cached like the regions. */
  async places(): Promise<readonly Place[]> {
    const regions = await this.regions();
    if (this.placesKept?.regions !== regions) this.placesKept = { regions, places: placesOf(regions) };
    return this.placesKept.places;
  }

  /** Every region by its code, in order of code. Cached: regions change with a release only. */
  regions(): Promise<Map<string, Region>> {
    this.known ??= this.readRegions().then(
      (found) => {
        // An empty table means that the reference data is not loaded yet.
        if (found.size === 0) this.known = undefined;
        return found;
      },
      (error: unknown) => {
        this.known = undefined;
        throw error;
      },
    );
    return this.known;
  }

  /** The regional languages that messages can be written in now. @param tx reads them within a transaction */
  languages(tx: Tx = this.database.manager): Promise<LiveLanguages> {
    return liveLanguages(tx);
  }

  /** The language of messages that a citizen may choose: a live one, or the one they have. Others become Indonesian. */
  async chosenLanguage(language: string, held?: string): Promise<string> {
    const built: readonly string[] = CONSENT_LANGUAGES;
    if (built.includes(language) || language === held) return language;
    return (await this.languages()).has(language) ? language : 'id';
  }

  /** Every election with its contests, by polling day, latest first. */
  elections(): Promise<Election[]> {
    return this.readElections(null);
  }

  /** One election, or null. @param tx reads it within a transaction */
  async election(id: string, tx?: Tx): Promise<Election | null> {
    return (await this.readElections(id, tx))[0] ?? null;
  }

  /**
   * Suppresses addresses. An address whose owner left stays `unsubscribed` whatever follows. The first reason for a hash
   * is kept, except that any other replaces `left`: a correction may go to people who left, and to no other suppressed
   * address. Locks rows in key order, so that groups cannot deadlock.
   * @param addressIds any number; up to 500 performs best
   * @param detail a short stable code, such as `smtp 5.1.1`: never an address
   */
  async suppress(
    tx: Tx,
    channel: ChannelName,
    addressIds: readonly string[],
    reason: SuppressionReason,
    detail: string,
  ): Promise<void> {
    const withdraws = WITHDRAWS.includes(reason);
    const state = withdraws ? 'unsubscribed' : 'invalid';
    await tx.query(
      `WITH chosen AS MATERIALIZED (
         SELECT id, hash FROM addresses WHERE id = ANY ($2::bigint[]) AND channel = $1 ORDER BY id FOR NO KEY UPDATE
       ), marked AS (
         ${transition(ADDRESSES, state, {
           from: 'chosen',
           where: `a.id = chosen.id AND a.state NOT IN ('unsubscribed', '${state}')`,
         })}
       ), withdrawn AS (
         UPDATE consents SET withdrawn_at = greatest(siar_now(), given_at) FROM chosen
         WHERE $3 AND address_id = chosen.id AND withdrawn_at IS NULL
       )
       INSERT INTO suppressions (channel, hash, reason, detail)
       SELECT $1, hash, $4, $5 FROM chosen ORDER BY hash
       ON CONFLICT (channel, hash) DO UPDATE SET reason = excluded.reason, detail = excluded.detail
         WHERE suppressions.reason = 'left' AND excluded.reason <> 'left'`,
      [channel, addressIds, withdraws, reason, detail],
    );
  }

  /**
   * Records that a copy failed for a temporary reason on the recipient's side, such as a full mailbox. A number of
   * consecutive failures suppresses the address; a copy that arrives in between resets the count. Call it once per
   * copy, in groups in key order.
   * @param detail the provider's code
   * @param most consecutive failures that suppress
   */
  async softFailed(
    tx: Tx,
    channel: ChannelName,
    broadcastId: string,
    addressIds: readonly string[],
    detail: string,
    most: number,
  ): Promise<void> {
    const enough = await rows<{ id: string }>(
      tx,
      `WITH chosen AS MATERIALIZED (
         SELECT id FROM addresses WHERE id = ANY ($3::bigint[]) AND channel = $1 AND state = 'active' ORDER BY id FOR NO KEY UPDATE
       ), counted AS (
         UPDATE addresses a SET soft_failures = 1 + CASE WHEN (
             SELECT d.state IN ('accepted', 'delivered') FROM deliveries d
             WHERE d.address_id = a.id AND d.broadcast_id < $2
               AND (d.state IN ('accepted', 'delivered', 'failed') OR d.state = 'expired' AND d.attempts > 0)
             ORDER BY d.broadcast_id DESC LIMIT 1
           ) THEN 0 ELSE least(a.soft_failures, 1000) END
         FROM chosen WHERE a.id = chosen.id RETURNING a.id, a.soft_failures
       )
       SELECT id FROM counted WHERE soft_failures >= $4`,
      [channel, broadcastId, addressIds, most],
    );
    if (enough.length === 0) return;
    await this.suppress(
      tx,
      channel,
      enough.map(({ id }) => id),
      'soft-failures',
      detail,
    );
  }

  /**
   * Unsubscribes an address: withdraws consent and suppresses the address at once, including for a broadcast in flight.
   * @param detail how the person left, such as `gateway` or `telegram /stop`
   * @returns whether anything changed: false when the person had already left or no such address exists
   */
  async leave(tx: Tx, addressId: string, detail = ''): Promise<boolean> {
    const before = await row<{ channel: ChannelName; state: string }>(
      tx,
      `SELECT channel, state FROM addresses WHERE id = $1 FOR UPDATE`,
      [addressId],
    );
    if (!before || before.state === 'unsubscribed') return false;
    await this.suppress(tx, before.channel, [addressId], 'left', detail);
    return true;
  }

  /** Suppresses an address that no contact holds, for a person who wants no message. @returns the suppression's id; null: it was */
  async leaveUnheld(tx: Tx, channel: ChannelName, hash: Buffer, detail: string): Promise<string | null> {
    const made = await row<{ id: string }>(
      tx,
      `INSERT INTO suppressions (channel, hash, reason, detail) VALUES ($1, $2, 'left', $3)
       ON CONFLICT (channel, hash) DO NOTHING RETURNING id`,
      [channel, hash, detail],
    );
    return made?.id ?? null;
  }

  private async readRegions(): Promise<Map<string, Region>> {
    const found = await rows<Region>(
      this.database.manager,
      `SELECT code, parent_code AS "parentCode", kind, name, time_zone AS "timeZone", registered_voters AS "registeredVoters"
       FROM regions ORDER BY code COLLATE "C"`,
    );
    return new Map(found.map((region) => [region.code, region]));
  }

  private readElections(id: string | null, tx: Tx = this.database.manager): Promise<Election[]> {
    return rows<Election>(
      tx,
      `SELECT e.id, e.name, e.round, e.polling_date::text AS "pollingDate",
         to_char(e.polling_opens, 'HH24:MI') AS "pollingOpens", to_char(e.polling_closes, 'HH24:MI') AS "pollingCloses",
         e.quiet_from::text AS "quietFrom", e.quiet_to::text AS "quietTo",
         e.lookup_link AS "lookupLink", e.move_deadline::text AS "moveDeadline",
         coalesce((
           SELECT json_agg(json_build_object('office', c.office, 'regionCode', c.region_code, 'pollingDate', c.polling_date,
             'contestants', coalesce((
               SELECT json_agg(json_build_object('number', s.number, 'name', s.name) ORDER BY s.number, s.id)
               FROM contestants s WHERE s.contest_id = c.id), '[]'::json)) ORDER BY c.id)
           FROM contests c WHERE c.election_id = e.id), '[]'::json) AS contests
       FROM elections e WHERE $1::text IS NULL OR e.id = $1 ORDER BY e.polling_date DESC, e.id`,
      [id],
    );
  }
}

export function perChannel(count: (channel: ChannelName) => number): Record<ChannelName, number> {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, count(channel)])) as Record<
    ChannelName,
    number
  >;
}
