// The chain of corrections of a broadcast, in both directions: what it corrects, and what corrects it.
import { row, rows, type Tx } from '#platform';
import type { SignedIn } from '#staff';
import { HANDED_OVER, STANDS } from './lineage.js';
import { SEEN, sightOf } from '../store.js';
import type { Chain, ChainLink } from '#contract/api/chain';

export type { Chain, ChainLink } from '#contract/api/chain';

/**
 * Whether a broadcast's text is approved and was not withdrawn.
 * @param broadcast the alias of a row
 * @param decision an SQL expression for the decision on its newest submission
 */
const stands = (broadcast: string, decision: string): string =>
  `(${decision} = 'approved' AND ${STANDS(broadcast)})`;

/**
 * Everything that corrects these ids, directly or not. A correction also corrects the companion of what it corrects.
 */
const LATER = (ids: string): string => `
  SELECT first.id AS of, c.id FROM broadcasts first JOIN broadcasts c ON c.original_id IN (first.id, first.remainder_of_id)
  WHERE first.id = ${ids}
  UNION
  SELECT l.of, c.id FROM later l JOIN broadcasts c ON c.original_id = l.id`;

/**
 * The newest correction of a broadcast that stands, as a column: null when it was not corrected.
 * @param id an SQL expression for the broadcast's id
 * @param column the column of the correction
 */
export const correctionStanding = (id: string, column: 'id' | 'public_code'): string => `(
  WITH RECURSIVE later AS (${LATER(id)})
  SELECT c.${column} FROM later l JOIN broadcasts c ON c.id = l.id
  JOIN approved_submissions s ON s.broadcast_id = c.id AND s.no = c.submission_no
  WHERE ${stands('c', `'approved'`)}
  ORDER BY s.decided_at DESC, c.id DESC LIMIT 1)`;

/**
 * The newest approved correction of a broadcast that was withdrawn or cancelled since, as a column: JSON with its public
 * code, null where that is submitted again; null when there is no such correction.
 * @param id an SQL expression for the broadcast's id
 */
export const correctionTakenBack = (id: string): string => `(
  WITH RECURSIVE later AS (${LATER(id)})
  SELECT json_build_object('code', CASE WHEN s.no = c.submission_no THEN c.public_code END)
  FROM later l JOIN broadcasts c ON c.id = l.id JOIN approved_submissions s ON s.broadcast_id = c.id
  WHERE NOT (${STANDS('c')} AND s.no = c.submission_no) ORDER BY s.decided_at DESC, c.id DESC LIMIT 1)`;

/**
 * SQL condition: broadcast `b` is a companion whose correction, with the same text, does not stand any more. That put it
 * in doubt, unless it had been cancelled before. KPU can lift that doubt, and its text holds again.
 */
export const TEXT_TAKEN_BACK = `((b.doubted_at IS NOT NULL OR b.state = 'cancelled') AND b.remainder_of_id IS NOT NULL AND NOT EXISTS (
  SELECT FROM broadcasts c JOIN approved_submissions s ON s.broadcast_id = c.id AND s.no = c.submission_no
  WHERE c.id = b.remainder_of_id AND ${STANDS('c')}))`;

// A link that the person may not open is shown when citizens can see it: a correction, once it was approved.
const LINKS = `
WITH RECURSIVE later AS (${LATER('ANY ($4::bigint[])')}), earlier AS (
  SELECT b.id AS of, b.original_id AS id FROM broadcasts b WHERE b.id = ANY ($4::bigint[]) AND b.original_id IS NOT NULL
  UNION
  SELECT e.of, b.original_id FROM earlier e JOIN broadcasts b ON b.id = e.id WHERE b.original_id IS NOT NULL
), linked AS (
  SELECT of, id, 'correction' AS link FROM later UNION ALL SELECT of, id, 'corrected' FROM earlier
  UNION ALL SELECT id, remainder_of_id, 'completed' FROM broadcasts WHERE id = ANY ($4::bigint[]) AND remainder_of_id IS NOT NULL
  UNION ALL SELECT e.of, r.id, 'companion' FROM earlier e JOIN broadcasts r ON r.remainder_of_id = e.id
), shown AS (
  SELECT l.of, l.link, b.id, b.title, b.public_code AS "publicCode", b.state, ${HANDED_OVER('b.id')} AS begun, b.doubted_at AS "doubtedAt",
    (SELECT hindrance FROM strongest_hindrance(b.id)) AS hindrance, b.updated_at AS "updatedAt", CASE WHEN s.decision = 'approved' THEN s.decided_at END AS "approvedAt",
    coalesce(${stands('b', 's.decision')}, false) AS stands, ${SEEN} AS seen
  FROM linked l JOIN broadcasts b ON b.id = l.id LEFT JOIN submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no
)
SELECT of, link, CASE WHEN seen THEN id END AS id, CASE WHEN seen THEN title END AS title, "publicCode", state, begun, stands,
  "doubtedAt", hindrance, "approvedAt", "updatedAt"
FROM shown WHERE CASE link WHEN 'correction' THEN seen OR "approvedAt" IS NOT NULL WHEN 'companion' THEN begun OR stands ELSE true END
ORDER BY shown.id`;

/** The chains of some broadcasts, by id; a broadcast without a chain is left out. */
export async function chainsOf(
  tx: Tx,
  person: Pick<SignedIn, 'organisation'>,
  ids: readonly string[],
): Promise<Map<string, Chain>> {
  const links = await rows<
    ChainLink & { of: string; link: 'correction' | 'corrected' | 'completed' | 'companion' }
  >(tx, LINKS, [...sightOf(person), ids]);
  const chains = new Map<string, Chain>();
  for (const { of, link: kind, ...link } of links) {
    const chain = chains.get(of) ?? {
      corrects: [],
      companions: [],
      corrections: [],
      completes: null,
      correctedBy: null,
    };
    chains.set(of, chain);
    if (kind === 'corrected') chain.corrects.unshift(link);
    else if (kind === 'companion') chain.companions.unshift(link);
    else if (kind === 'completed') chain.completes = link;
    else {
      chain.corrections.push(link);
      if (link.stands && approval(link) >= approval(chain.correctedBy)) chain.correctedBy = link;
    }
  }
  return chains;
}

const approval = (link: ChainLink | null): number => link?.approvedAt?.getTime() ?? 0;

/** The id of the broadcast that holds in place of this one, for any person; null: it was not corrected. */
export async function correctionOf(tx: Tx, id: string): Promise<string | null> {
  const found = await row<{ id: string | null }>(
    tx,
    `SELECT ${correctionStanding('$1::bigint', 'id')} AS id`,
    [id],
  );
  return found?.id ?? null;
}
