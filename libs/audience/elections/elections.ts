import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { type Fault, fault } from '#contract/problems';
import { row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { Audience } from '../audience.js';
import type { Contestant, ContestantsFields, Election, ElectionFields } from './election.js';

/** An election as its administrators see it. */
export interface KeptElection extends Election {
  /** Counts edits; an edit names the version it is based on. */
  version: number;
}

type PlainElection = Omit<ElectionFields, 'contests'>;

interface FlatContest {
  office: string;
  regionCode: string | null;
  pollingDate: string | null;
}

/**
 * Maintains the elections that broadcasts take their dates from. An approved broadcast keeps the values it was approved
 * with: a later edit flags it (`election-changed`) and changes none of them.
 */
@Injectable()
export class Elections {
  constructor(private readonly audience: Audience) {}

  /** One election. @throws Problem not-found */
  async get(tx: Tx, id: string): Promise<KeptElection> {
    const election = await this.audience.election(id);
    const kept = await row<{ version: number }>(tx, 'SELECT version FROM elections WHERE id = $1', [id]);
    if (!election || !kept) throw notFound();
    return { ...election, version: kept.version };
  }

  /** Adds an election. @throws Problem conflict (the id exists), invalid (a region, a duplicate contest) */
  async create(tx: Tx, actorId: string, id: string, given: ElectionFields): Promise<void> {
    const contests = await this.flat(given);
    const made = await row(
      tx,
      `INSERT INTO elections (id, name, round, polling_date, polling_opens, polling_closes, quiet_from, quiet_to,
         lookup_link, move_deadline, edited_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, siar_now()) ON CONFLICT DO NOTHING RETURNING id`,
      [id, ...columnsOf(given)],
    );
    if (!made) throw new Problem('election-exists', {}, [fault('id', 'taken')]);
    const changed = await putContests(tx, id, contests);
    await record(tx, {
      actorId,
      act: 'election.create',
      subject: `election:${id}`,
      detail: { after: plain(given), contests: changed },
    });
  }

  /**
   * Replaces an election's values; keeps the candidates of contests that remain.
   * @throws Problem not-found; conflict when another edit came first (with `version`); invalid as create
   */
  async edit(tx: Tx, actorId: string, id: string, version: number, given: ElectionFields): Promise<void> {
    const contests = await this.flat(given);
    const held = await hold(tx, id, version);
    // The console of the release before names neither of the two.
    const { lookupLink = held.lookupLink, moveDeadline = held.moveDeadline } = given;
    const next = { ...given, lookupLink, moveDeadline };
    await tx.query(
      `UPDATE elections SET name = $2, round = $3, polling_date = $4, polling_opens = $5, polling_closes = $6,
         quiet_from = $7, quiet_to = $8, lookup_link = $9, move_deadline = $10, edited_at = siar_now(), version = version + 1 WHERE id = $1`,
      [id, ...columnsOf(next)],
    );
    const changed = await putContests(tx, id, contests);
    await record(tx, {
      actorId,
      act: 'election.edit',
      subject: `election:${id}`,
      detail: { before: plain(held), after: plain(next), contests: changed },
    });
  }

  /**
   * Replaces the candidates of one contest. Their names are flagged in messages of the quiet period.
   * @throws Problem not-found, conflict as edit; invalid when the election has no such contest
   */
  async putContestants(
    tx: Tx,
    actorId: string,
    id: string,
    version: number,
    { office, regionCode, contestants }: ContestantsFields,
  ): Promise<void> {
    await hold(tx, id, version);
    const contest = await row<{ id: string }>(
      tx,
      'SELECT id FROM contests WHERE election_id = $1 AND office = $2 AND region_code IS NOT DISTINCT FROM $3',
      [id, office, regionCode],
    );
    if (!contest)
      throw new Problem('no-such-contest', {}, [
        regionCode === null
          ? fault('office', 'no-contest-nation', { office })
          : fault('office', 'no-contest-in', { office, region: regionCode }),
      ]);
    const wanted = 'jsonb_to_recordset($2) AS w (number smallint, name text)';
    const given = [contest.id, JSON.stringify(contestants)];
    const removed = await rows<Contestant>(
      tx,
      `WITH gone AS (
         DELETE FROM contestants s WHERE s.contest_id = $1
           AND NOT EXISTS (SELECT FROM ${wanted} WHERE w.number = s.number AND w.name = s.name) RETURNING s.number, s.name
       ) SELECT number, name FROM gone ORDER BY number, name`,
      given,
    );
    const added = await rows<Contestant>(
      tx,
      `WITH come AS (
         INSERT INTO contestants (contest_id, number, name) SELECT $1::bigint, w.number, w.name FROM ${wanted}
         ON CONFLICT DO NOTHING RETURNING number, name
       ) SELECT number, name FROM come ORDER BY number, name`,
      given,
    );
    await tx.query('UPDATE elections SET edited_at = siar_now(), version = version + 1 WHERE id = $1', [id]);
    await record(tx, {
      actorId,
      act: 'election.contestants',
      subject: `election:${id}`,
      detail: { office, regionCode, added, removed },
    });
  }

  /** One contest per office and region; each region must exist and be named once. @throws Problem invalid */
  private async flat({ contests }: ElectionFields): Promise<FlatContest[]> {
    const known = await this.audience.regions();
    const faults: Fault[] = [];
    const seen = new Set<string>();
    const flat = contests.flatMap(({ office, regions, pollingDate }, index) =>
      (regions.length === 0 ? [null] : regions).map((regionCode) => {
        const path = `contests.${index}.regions`;
        if (regionCode !== null && !known.has(regionCode))
          faults.push(fault(path, 'region-unknown', { region: regionCode }));
        const key = `${office} ${regionCode}`;
        if (seen.has(key))
          faults.push(
            regionCode === null
              ? fault(path, 'contest-twice-nation', { office })
              : fault(path, 'contest-twice', { office, region: regionCode }),
          );
        seen.add(key);
        return { office, regionCode, pollingDate };
      }),
    );
    if (faults.length > 0) throw new Problem('wrong-contests', {}, faults.slice(0, 20));
    return flat;
  }
}

/**
 * Locks an election's row until the transaction ends and returns its values.
 * @throws Problem not-found; conflict: another version
 */
async function hold(tx: Tx, id: string, version: number): Promise<PlainElection & { version: number }> {
  const held = await row<PlainElection & { version: number }>(
    tx,
    `SELECT version, name, round, polling_date::text AS "pollingDate", to_char(polling_opens, 'HH24:MI') AS "pollingOpens",
       to_char(polling_closes, 'HH24:MI') AS "pollingCloses", quiet_from::text AS "quietFrom", quiet_to::text AS "quietTo",
       lookup_link AS "lookupLink", move_deadline::text AS "moveDeadline"
     FROM elections WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!held) throw notFound();
  if (held.version !== version) {
    throw new Problem('other-version', { seen: version, version: held.version }, [], {
      version: held.version,
    });
  }
  return held;
}

/** @returns how many contests were added, removed, and moved to another day */
async function putContests(
  tx: Tx,
  id: string,
  contests: readonly FlatContest[],
): Promise<{ added: number; removed: number; moved: number }> {
  const wanted = `jsonb_to_recordset($2) AS w (office text, "regionCode" text, "pollingDate" date)`;
  const counted = await row<{ added: number; removed: number; moved: number }>(
    tx,
    `WITH wanted AS (SELECT w.* FROM ${wanted}),
     gone AS (
       SELECT c.id FROM contests c WHERE c.election_id = $1 AND NOT EXISTS (
         SELECT FROM wanted w WHERE w.office = c.office AND w."regionCode" IS NOT DISTINCT FROM c.region_code)
     ), without AS (
       DELETE FROM contestants WHERE contest_id IN (SELECT id FROM gone)
     ), moved AS (
       UPDATE contests c SET polling_date = w."pollingDate" FROM wanted w
       WHERE c.election_id = $1 AND w.office = c.office AND w."regionCode" IS NOT DISTINCT FROM c.region_code
         AND c.polling_date IS DISTINCT FROM w."pollingDate" RETURNING c.id
     ), added AS (
       INSERT INTO contests (election_id, office, region_code, polling_date)
       SELECT $1, w.office, w."regionCode", w."pollingDate" FROM wanted w
       ON CONFLICT (election_id, office, region_code) DO NOTHING RETURNING id
     )
     SELECT (SELECT count(*)::int FROM added) AS added, (SELECT count(*)::int FROM gone) AS removed,
       (SELECT count(*)::int FROM moved) AS moved`,
    [id, JSON.stringify(contests)],
  );
  if (!counted) throw new Error('A count always has a row');
  await tx.query(
    `DELETE FROM contests c WHERE c.election_id = $1 AND NOT EXISTS (
       SELECT FROM ${wanted} WHERE w.office = c.office AND w."regionCode" IS NOT DISTINCT FROM c.region_code)`,
    [id, JSON.stringify(contests)],
  );
  return counted;
}

const columnsOf = (given: PlainElection): (string | null)[] => [
  given.name,
  given.round,
  given.pollingDate,
  given.pollingOpens,
  given.pollingCloses,
  given.quietFrom,
  given.quietTo,
  given.lookupLink ?? null,
  given.moveDeadline ?? null,
];

/** The part of an election that the trail records: everything except its contests, which are counted. */
function plain(given: PlainElection) {
  const { name, round, pollingDate, pollingOpens, pollingCloses, quietFrom, quietTo } = given;
  const { lookupLink = null, moveDeadline = null } = given;
  const days = { pollingDate, pollingOpens, pollingCloses, quietFrom, quietTo };
  return { name, round, ...days, lookupLink, moveDeadline };
}

const notFound = (): Problem => new Problem('no-such-election');
