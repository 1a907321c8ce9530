import { record } from '#audit';
import { beginEpoch } from '#platform/config';
import { type Database, row, rows, type Tx } from '#platform/database';
import { afterClaims } from '../control/emergency.js';
import { doubtPending } from './doubt.js';
import { compareWith, findingOf, type Identity, identityOf, raiseFence } from './fence.js';
import { areComplete, distinct, type ClaimNote, readNote, toCompare } from './claim-notes.rules.js';

/** Batches turned in one transaction. */
const CHUNK = 50;

/**
 * What decides which copies may have gone out. `marks`: those of the batches of which marked claims are missing. `due`: all
 * that wait in waves that are due, since notes may be missing too. `none`: a person knows that nothing went out.
 */
export type Rule = 'marks' | 'due' | 'none';

/** A wave of which copies may have gone out. */
interface DoubtfulWave {
  waveId: string;
  broadcastId: string;
  /** Null: this database has no such wave, and by itself sends nothing of it. */
  channel: string | null;
  /** The broadcast's state here; null: it has none. */
  state: string | null;
  /** Batches named by notes; null: the whole wave, because its list is younger than the claims, or by the rule. */
  batches: number[] | null;
  /** Copies that notes name. */
  copies: number;
}

/** What was found after a restore. */
export interface Examined {
  identity: Identity;
  /** The last entry of the audit trail before the fence: the data is about as old. Null: there is none. */
  dataOf: Date | null;
  /** The fence stands and is not settled. */
  fenced: boolean;
  marks: number;
  missing: ClaimNote[];
  /** The highest epoch of any note. */
  epoch: number;
  /** Whether the notes hold all claims since. */
  complete: boolean;
}

/**
 * Compares all notes with the database. Changes nothing.
 * @param lines of notes: the queue server's, null where it keeps none or cannot be asked; and those of the workers' files
 */
export async function examine(
  database: Database,
  lines: { queue: readonly string[] | null; files: readonly string[] },
): Promise<Examined> {
  return database.transaction('REPEATABLE READ', async (tx) => {
    const identity = await identityOf(tx);
    const notes = distinct([...(lines.queue ?? []), ...lines.files].flatMap((line) => readNote(line) ?? []));
    const compared = toCompare(notes, identity.epoch, identity.now);
    const { known, missing } = await compareWith(tx, compared);
    const found = await row<{ dataOf: Date | null; fenced: boolean }>(
      tx,
      `SELECT EXISTS (SELECT FROM emergency_stops WHERE lifted_at IS NULL AND fence IS NOT NULL AND settled_at IS NULL) AS fenced,
         (SELECT max(at) FROM audit_entries e WHERE e.id < coalesce((SELECT min(f.id) FROM audit_entries f JOIN emergency_stops s
            ON f.subject = 'emergency-stop:' || s.id WHERE f.act = 'emergency.fence' AND s.lifted_at IS NULL), 9223372036854775807)) AS "dataOf"`,
    );
    return {
      identity,
      dataOf: found?.dataOf ?? null,
      fenced: found?.fenced ?? false,
      marks: notes.length,
      missing,
      epoch: Math.max(identity.epoch, ...notes.map(({ epoch }) => epoch)),
      complete: lines.queue !== null && areComplete(compared, known),
    };
  });
}

/** Whether there is anything to settle: a fence, or what raises one. */
export const needsSettling = ({ fenced, identity, missing }: Examined): boolean =>
  fenced || findingOf(identity, missing, false) !== null;

/** The waves of which copies may have gone out, by a rule. */
export async function doubtful(tx: Tx, { missing }: Examined, rule: Rule): Promise<DoubtfulWave[]> {
  if (rule === 'none') return [];
  const named = byWave(missing);
  const here = await rows<
    { id: string; broadcastId: string } & Pick<DoubtfulWave, 'channel' | 'state'> & {
        listedAt: string | null;
      }
  >(
    tx,
    `SELECT m.id, m.broadcast_id AS "broadcastId", w.channel, b.state, (extract(epoch FROM w.fanned_out_at) * 1000)::bigint AS "listedAt"
     FROM unnest($1::bigint[], $2::bigint[]) AS m(id, broadcast_id)
     LEFT JOIN waves w ON w.id = m.id AND w.broadcast_id = m.broadcast_id LEFT JOIN broadcasts b ON b.id = m.broadcast_id ORDER BY 2, 1`,
    [
      [...named.values()].map(({ waveId }) => waveId),
      [...named.values()].map(({ broadcastId }) => broadcastId),
    ],
  );
  const found = here.flatMap(({ id, broadcastId, channel, state, listedAt }): DoubtfulWave[] => {
    const wave = named.get(keyOf(broadcastId, id));
    if (!wave) return [];
    const { since, batches, ...counts } = wave;
    // A list that was complete before the claims is the one that they were made from.
    const same = listedAt !== null && Number(listedAt) <= since;
    return [{ ...counts, channel, state, batches: same && rule === 'marks' ? batches : null }];
  });
  if (rule === 'marks') return found;
  const due = await rows<DoubtfulWave>(
    tx,
    `SELECT w.id AS "waveId", w.broadcast_id AS "broadcastId", w.channel, b.state, NULL::int[] AS batches, 0 AS copies
     FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id
     WHERE w.state IN ('planned', 'prepared', 'released', 'paused') AND w.due_at <= siar_now() AND w.id <> ALL ($1) ORDER BY w.id`,
    [found.filter(({ channel }) => channel !== null).map(({ waveId }) => waveId)],
  );
  return [...found, ...due];
}

/**
 * Turns what may have gone out to unknown, in chunks, and lets the stop be lifted. Safe to run again after it broke off. The
 * stop stays: lifting it is an operator's decision.
 * @param why a person's reason, for the trail
 * @returns the copies turned
 */
export async function settleRestore(
  database: Database,
  examined: Examined,
  rule: Rule,
  why: string | null,
): Promise<number> {
  const { identity, missing } = examined;
  const finding = findingOf(identity, missing, false);
  await database.transaction((tx) =>
    raiseFence(tx, finding ?? { claims: 0, copies: 0, otherServer: false, blind: false }, identity.epoch),
  );
  // From here on no claim is being made.
  await database.transaction((tx) => afterClaims(tx));
  const waves = await doubtful(database.manager, examined, rule);
  let unknown = 0;
  for (const wave of waves) if (wave.channel !== null) unknown += await doubtWave(database, wave, rule);
  await database.transaction(async (tx) => {
    for (const wave of waves.filter(({ channel, state }) => channel === null && state !== null))
      await note(tx, wave, { rule, copies: wave.copies, unknown: 0 });
    await beginEpoch(tx, examined.epoch);
    const [stop] = await rows<{ id: string }>(
      tx,
      `UPDATE emergency_stops SET settled_at = siar_now() WHERE lifted_at IS NULL AND fence IS NOT NULL RETURNING id`,
    );
    await record(tx, {
      actorId: null,
      act: 'emergency.settle',
      subject: `emergency-stop:${stop?.id}`,
      detail: { rule, claims: missing.length, unknown, ...(why === null ? {} : { reason: why }) },
    });
  });
  return unknown;
}

async function doubtWave(database: Database, wave: DoubtfulWave, rule: Rule): Promise<number> {
  const { waveId, batches } = wave;
  // Who is listed after this is listed as unknown (fan-out.ts).
  if (batches === null)
    await database.query('UPDATE waves SET may_be_out = true WHERE id = $1 AND fanned_out_at IS NULL', [
      waveId,
    ]);
  let unknown = 0;
  for (let looked = CHUNK; looked === CHUNK;) {
    const step = await database.transaction(async (tx) => {
      const doubted = await doubtPending(tx, waveId, batches, CHUNK);
      if (doubted.unknown > 0) await note(tx, wave, { rule, copies: wave.copies, unknown: doubted.unknown });
      return doubted;
    });
    looked = step.batches;
    unknown += step.unknown;
  }
  return unknown;
}

const note = (
  tx: Tx,
  { broadcastId, waveId, channel }: DoubtfulWave,
  counts: { rule: Rule; copies: number; unknown: number },
): Promise<void> =>
  record(tx, {
    actorId: null,
    act: 'reconcile.after-restore',
    subject: `broadcast:${broadcastId}`,
    detail: { ...(channel === null ? {} : { channel }), wave: waveId, ...counts },
  });

type NamedWave = Pick<DoubtfulWave, 'waveId' | 'broadcastId' | 'copies'> & {
  batches: number[];
  since: number;
};

const keyOf = (broadcastId: string, waveId: string): string => `${broadcastId} ${waveId}`;

function byWave(notes: readonly ClaimNote[]): Map<string, NamedWave> {
  const waves = new Map<string, NamedWave>();
  for (const { wave, broadcast, batch, copies, at } of notes) {
    const key = keyOf(broadcast, wave);
    const known = waves.get(key) ?? {
      waveId: wave,
      broadcastId: broadcast,
      copies: 0,
      batches: [],
      since: Number.POSITIVE_INFINITY,
    };
    waves.set(key, {
      ...known,
      copies: known.copies + copies,
      batches: known.batches.includes(batch) ? known.batches : [...known.batches, batch],
      since: Math.min(known.since, at),
    });
  }
  return waves;
}
