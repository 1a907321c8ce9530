// The chain of corrections of a broadcast, in both directions: what it corrects, and what corrects it.
import { row, rows, type Tx } from '#platform/database';
import type { SignedIn } from '#staff/roles';
import { HANDED_OVER } from './lineage.js';
import { correctionStanding, HELD_BY_COMPANION, LATER, READ_FACTS, readings, stands } from './standing.js';
import { readAs, type ReadFacts } from './standing.rules.js';
import { SEEN, sightOf } from '../store.js';
import type { Chain, ChainLink, ContentState } from '#contract/api/chain';

export type { Chain, ChainLink } from '#contract/api/chain';

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
    coalesce(${stands('b', 's.decision')}, false) AS stands, ${READ_FACTS} AS facts, ${SEEN} AS seen,
    l.link = 'correction' AND s.decision = 'approved' AND ${HELD_BY_COMPANION('b.id')} AS "inCompanion"
  FROM linked l JOIN broadcasts b ON b.id = l.id LEFT JOIN submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no
)
SELECT of, link, CASE WHEN seen THEN id END AS id, CASE WHEN seen THEN title END AS title, "publicCode", state, begun, stands,
  facts, "doubtedAt", CASE WHEN seen THEN hindrance END AS hindrance, "approvedAt", "updatedAt",
  coalesce("inCompanion", false) AS "inCompanion"
FROM shown WHERE CASE link WHEN 'correction' THEN seen OR "approvedAt" IS NOT NULL WHEN 'companion' THEN begun OR stands ELSE true END
ORDER BY shown.id`;

/** The chains of some broadcasts, by id; a broadcast without a chain is left out. */
export async function chainsOf(
  tx: Tx,
  person: Pick<SignedIn, 'organisation'>,
  ids: readonly string[],
): Promise<Map<string, Chain>> {
  const links = await rows<
    Omit<ChainLink, 'reads'> & {
      facts: ReadFacts | null;
      of: string;
      link: 'correction' | 'corrected' | 'completed' | 'companion';
      inCompanion: boolean;
    }
  >(tx, LINKS, [...sightOf(person), ids]);
  const chains = new Map<string, Chain>();
  for (const { of, link: kind, inCompanion, facts, ...shown } of links) {
    const link = { ...shown, reads: facts && readAs(facts) };
    const chain = chains.get(of) ?? {
      corrects: [],
      companions: [],
      corrections: [],
      completes: null,
      correctedBy: null,
      inCompanion: false,
    };
    chains.set(of, chain);
    if (kind === 'corrected') chain.corrects.unshift(link);
    else if (kind === 'companion') chain.companions.unshift(link);
    else if (kind === 'completed') chain.completes = link;
    else {
      chain.corrections.push(link);
      if (link.stands && approval(link) >= approval(chain.correctedBy)) chain.correctedBy = link;
      // The newest approved one decides, as on the public page.
      if (link.approvedAt) chain.inCompanion = inCompanion;
    }
  }
  for (const chain of chains.values()) if (chain.correctedBy) chain.inCompanion = false;
  return chains;
}

/** Whether the texts of these broadcasts may be relied on, by id. */
export async function contentStates(
  tx: Tx,
  person: Pick<SignedIn, 'organisation'>,
  ids: readonly string[],
): Promise<(id: string) => ContentState> {
  const chains = await chainsOf(tx, person, ids);
  const reads = await readings(tx, ids);
  const doubted = await rows<{ id: string }>(
    tx,
    'SELECT b.id FROM broadcasts b WHERE b.id = ANY ($1::bigint[]) AND b.doubted_at IS NOT NULL',
    [ids],
  );
  const inDoubt = new Set(doubted.map(({ id }) => id));
  return (id) => ({
    chain: chains.get(id) ?? null,
    doubted: inDoubt.has(id),
    reads: reads.get(id) ?? null,
  });
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
