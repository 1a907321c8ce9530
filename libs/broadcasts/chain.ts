// The chain of corrections a broadcast stands in, at both ends: what it corrects, and what corrects it.
import { row, rows, type Tx } from '#platform';
import type { SignedIn } from '#staff';
import type { BroadcastState } from './broadcast.states.js';
import { HANDED_OVER } from './family.js';
import { SEEN, sightOf } from './store.js';

/** One broadcast of a chain, as far as the person who asks may know it. */
export interface ChainLink {
  /** Null, with the title, where they may not open it: they learn what its public page says. */
  id: string | null;
  title: string | null;
  publicCode: string;
  state: BroadcastState;
  /** Whether a copy of it was handed over: what was cancelled or withdrawn since did reach people. */
  begun: boolean;
  /** Whether its text is approved and was not taken back: of a correction, that it holds in the place of what it corrects. */
  stands: boolean;
  /** Since when its content is in doubt; null: it is not. */
  doubtedAt: Date | null;
  /** When what it says was approved. */
  approvedAt: Date | null;
  updatedAt: Date;
}

/** How a broadcast is bound to others by corrections. */
export interface Chain {
  /** What it corrects, the nearest first. */
  corrects: ChainLink[];
  /** What corrects it, and what corrects that, the oldest first: also what was not decided on yet, or was taken back. */
  corrections: ChainLink[];
  /** The correction whose text it takes to those who got nothing of what was wrong; null: it is no such companion. */
  completes: ChainLink | null;
  /** What holds in its place: of its corrections that stand, the one approved last; null: it was not corrected. */
  correctedBy: ChainLink | null;
}

/**
 * Whether a broadcast's text is approved and was not taken back.
 * @param broadcast the alias of a row
 * @param decision an SQL expression for the decision on its newest submission
 */
const stands = (broadcast: string, decision: string): string =>
  `(${decision} = 'approved' AND ${broadcast}.state IN ('approved', 'running', 'paused', 'completed', 'expired'))`;

/** Everything that corrects what these ids name, directly or not. What took a correction's text to others is corrected with it. */
const LATER = (ids: string): string => `
  SELECT first.id AS of, c.id FROM broadcasts first JOIN broadcasts c ON c.original_id IN (first.id, first.remainder_of_id)
  WHERE first.id = ${ids}
  UNION
  SELECT l.of, c.id FROM later l JOIN broadcasts c ON c.original_id = l.id`;

/**
 * The newest correction that stands of a broadcast, as a column of it: null where it was not corrected.
 * @param id an SQL expression for the broadcast's
 * @param column of the correction
 */
export const correctionStanding = (id: string, column: 'id' | 'public_code'): string => `(
  WITH RECURSIVE later AS (${LATER(id)})
  SELECT c.${column} FROM later l JOIN broadcasts c ON c.id = l.id
  JOIN approved_submissions s ON s.broadcast_id = c.id AND s.no = c.submission_no
  WHERE ${stands('c', `'approved'`)}
  ORDER BY s.decided_at DESC, c.id DESC LIMIT 1)`;

// A link that somebody may not open is shown where citizens know of it: a correction once it stands.
const LINKS = `
WITH RECURSIVE later AS (${LATER('ANY ($4::bigint[])')}), earlier AS (
  SELECT b.id AS of, b.original_id AS id FROM broadcasts b WHERE b.id = ANY ($4::bigint[]) AND b.original_id IS NOT NULL
  UNION
  SELECT e.of, b.original_id FROM earlier e JOIN broadcasts b ON b.id = e.id WHERE b.original_id IS NOT NULL
), linked AS (
  SELECT of, id, 'correction' AS link FROM later UNION ALL SELECT of, id, 'corrected' FROM earlier
  UNION ALL SELECT id, remainder_of_id, 'completed' FROM broadcasts WHERE id = ANY ($4::bigint[]) AND remainder_of_id IS NOT NULL
), shown AS (
  SELECT l.of, l.link, b.id, b.title, b.public_code AS "publicCode", b.state, ${HANDED_OVER('b.id')} AS begun, b.doubted_at AS "doubtedAt",
    b.updated_at AS "updatedAt", CASE WHEN s.decision = 'approved' THEN s.decided_at END AS "approvedAt",
    coalesce(${stands('b', 's.decision')}, false) AS stands, ${SEEN} AS seen
  FROM linked l JOIN broadcasts b ON b.id = l.id LEFT JOIN submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no
)
SELECT of, link, CASE WHEN seen THEN id END AS id, CASE WHEN seen THEN title END AS title, "publicCode", state, begun, stands,
  "doubtedAt", "approvedAt", "updatedAt"
FROM shown WHERE seen OR stands OR link <> 'correction' ORDER BY shown.id`;

/** The chains of some broadcasts, by their ids; what is in no chain is left out. */
export async function chainsOf(
  tx: Tx,
  person: Pick<SignedIn, 'organisation'>,
  ids: readonly string[],
): Promise<Map<string, Chain>> {
  const links = await rows<ChainLink & { of: string; link: 'correction' | 'corrected' | 'completed' }>(
    tx,
    LINKS,
    [...sightOf(person), ids],
  );
  const chains = new Map<string, Chain>();
  for (const { of, link: kind, ...link } of links) {
    const chain = chains.get(of) ?? { corrects: [], corrections: [], completes: null, correctedBy: null };
    chains.set(of, chain);
    if (kind === 'corrected') chain.corrects.unshift(link);
    else if (kind === 'completed') chain.completes = link;
    else {
      chain.corrections.push(link);
      if (link.stands && approval(link) >= approval(chain.correctedBy)) chain.correctedBy = link;
    }
  }
  return chains;
}

const approval = (link: ChainLink | null): number => link?.approvedAt?.getTime() ?? 0;

/** The id of what holds in a broadcast's place, whoever asks; null: it was not corrected. */
export async function correctionOf(tx: Tx, id: string): Promise<string | null> {
  const found = await row<{ id: string | null }>(
    tx,
    `SELECT ${correctionStanding('$1::bigint', 'id')} AS id`,
    [id],
  );
  return found?.id ?? null;
}
