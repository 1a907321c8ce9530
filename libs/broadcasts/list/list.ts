import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import { scheduledTimes, type Schedule } from '#planning';
import { Database, rows, type Tx } from '#platform/database';
import type { SignedIn } from '#staff/roles';
import { BROADCAST_STATES, type BroadcastState, may } from '#contract';
import { ENDED_RUNS, LOW_SHARE } from '#contract/lists';
import type { BroadcastLine, ListQuery } from '#contract/api/broadcasts';
import type { Draft } from '../drafts/draft.js';
import { chainsOf } from '../corrections/chain.js';
import { CORRECTED, HANDED_OVER } from '../corrections/lineage.js';
import { seriesOf } from '../series/links.js';
import { copyMarks, readings } from '../corrections/standing.js';
import { mayCompose, mayReview, stopsAs } from '../who-may.rules.js';
import { ALERT, SEEN, sightOf } from '../store.js';
import { excerptOf, wordsOf } from './excerpt.rules.js';
import { lengthsOf, readingsOf, type Word } from './meant.rules.js';

/** Names of regions that a line shows; it counts the others. */
const NAMED_REGIONS = 3;
/** The day on which something was sent, for the whole country. */
const ZONE = 'Asia/Jakarta';

/** The newest, of which the words are compared with a search that finds nothing: those of about half a year. */
const COMPARED = 100;
/** Words compared with a search, at most, the most frequent ones: more would hold up the program for seconds. */
const VOCABULARY = 5_000;
/** Readings of a search that are tried. */
const TRIED = 3;

/** What a list pauses: what is paused already can only be put in doubt, on its own page. */
const PAUSABLE: readonly BroadcastState[] = ['approved', 'running'];

/** The part of a line that one statement reads. */
interface Found extends Omit<
  BroadcastLine,
  'chain' | 'series' | 'reads' | 'copyMark' | 'regions' | 'acts' | 'found' | 'regionCodes' | 'plannedOwn'
> {
  /** Only where regions have times of their own. */
  schedule: Schedule | null;
  organisationId: string;
  authorId: string;
  submitted: boolean;
  /** Whether the brake holds a part of it. */
  braked: boolean;
  regionCodes: string[];
  /** Only of a search. */
  contents: Draft['contents'] | null;
}

/** The number of broadcasts in each state that any is in. */
type ByState = Partial<Record<BroadcastState, number>>;

/** The list of broadcasts: filtered, searched and sorted by the database, a page at a time. */
@Injectable()
export class BroadcastList {
  constructor(
    private readonly database: Database,
    private readonly audience: Audience,
  ) {}

  /**
   * A page of the broadcasts this person sees. `after` is the last id of the page before; a broadcast whose place has
   * changed since then may be missed or come twice.
   */
  async page(
    person: SignedIn,
    filter: ListQuery,
  ): Promise<{ broadcasts: BroadcastLine[]; after: string | null; byState?: ByState }> {
    const { manager } = this.database;
    const found = await idsOf(manager, person, { ...filter, limit: filter.limit + 1 });
    const ids = found.slice(0, filter.limit);
    const broadcasts = await this.lines(person, ids, filter.q);
    const after = found.length > filter.limit ? (ids.at(-1) ?? null) : null;
    if (filter.counts === undefined) return { broadcasts, after };
    return { broadcasts, after, byState: await this.byState(person, filter) };
  }

  /** How many broadcasts of each state the other filters leave. */
  private async byState(person: SignedIn, filter: ListQuery): Promise<ByState> {
    const found = await rows<{ state: BroadcastState; count: number }>(
      this.database.manager,
      `SELECT b.state, count(*)::int AS count FROM broadcasts b WHERE ${FILTERED} GROUP BY b.state`,
      parametersOf(person, { ...filter, state: undefined }),
    );
    return Object.fromEntries(found.map(({ state, count }) => [state, count]));
  }

  /** The authors of the broadcasts that this person sees, by name, with their offices. */
  authors(
    person: Pick<SignedIn, 'organisation'>,
  ): Promise<{ id: string; name: string; organisation: string }[]> {
    return rows<{ id: string; name: string; organisation: string }>(
      this.database.manager,
      `SELECT a.id, a.name, o.name AS organisation FROM people a JOIN organisations o ON o.id = a.organisation_id WHERE a.id IN (SELECT b.author_id FROM broadcasts b WHERE ${SEEN}) ORDER BY a.name, a.id`,
      sightOf(person),
    );
  }

  /**
   * The words that a search may have meant that finds nothing, as titles and texts of the newest broadcasts with the
   * same filters have them; null: none.
   */
  async meant(person: SignedIn, filter: ListQuery): Promise<string | null> {
    const { manager } = this.database;
    const { q, ...others } = filter;
    const lengths = q === undefined ? null : lengthsOf(q);
    if (q === undefined || lengths === null) return null;
    const vocabulary = await rows<Word>(
      manager,
      `SELECT word, count(*)::int AS times
       FROM (SELECT b.title, b.draft->'contents' AS contents FROM broadcasts b WHERE ${FILTERED} ORDER BY b.id DESC LIMIT ${COMPARED}) b,
         string_to_table(translate(lower(b.title || ' ' || coalesce(
           (SELECT string_agg(text #>> '{}', ' ') FROM jsonb_path_query(b.contents, '$.*.*.*') AS its (text)), '')), $20, repeat(' ', length($20))), ' ') AS word
       WHERE length(word) BETWEEN $21 AND $22
       GROUP BY word ORDER BY 2 DESC, 1 LIMIT ${VOCABULARY}`,
      [...parametersOf(person, others), BETWEEN_WORDS, lengths.least, lengths.most],
    );
    for (const words of readingsOf(vocabulary, q).slice(0, TRIED)) {
      const [one] = await idsOf(manager, person, {
        ...others,
        q: words,
        sort: 'newest',
        after: undefined,
        limit: 1,
      });
      if (one !== undefined) return words;
    }
    return null;
  }

  private async lines(
    person: SignedIn,
    ids: readonly string[],
    search: string | undefined,
  ): Promise<BroadcastLine[]> {
    const { manager } = this.database;
    const found = await rows<Found>(
      manager,
      `SELECT b.id, b.version, b.title, b.kind, b.state, b.draft->'channels' AS channels, b.draft->'audience'->'regions' AS "regionCodes",
         b.draft->'schedule'->>'at' AS "plannedAt",
         CASE WHEN b.draft->'schedule'->'perRegion' IS NOT NULL THEN b.draft->'schedule' END AS schedule, b.organisation_id AS "organisationId", b.author_id AS "authorId",
         o.name AS organisation, a.name AS author, b.original_id AS "originalId", b.created_at AS "createdAt",
         b.updated_at AS "updatedAt", b.approved_at AS "approvedAt", ${HANDED_OVER('b.id')} AS begun,
         (SELECT min(w.first_handover_at) FROM waves w WHERE w.broadcast_id = b.id) AS "sentAt",
         CASE WHEN b.approved_at IS NOT NULL THEN (SELECT row_to_json(c) FROM run_counts(b.id) c) END AS counts,
         EXISTS (SELECT FROM submissions s WHERE s.broadcast_id = b.id) AS submitted,
         EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.state = 'paused' AND w.paused_by = 'brake') AS braked,
         CASE WHEN $2 THEN b.draft->'contents' END AS contents,
         b.doubted_at IS NOT NULL AS doubted, ${ALERT} AS alert, (SELECT hindrance FROM strongest_hindrance(b.id)) AS hindrance
       FROM broadcasts b JOIN organisations o ON o.id = b.organisation_id JOIN people a ON a.id = b.author_id
       WHERE b.id = ANY ($1::bigint[])`,
      [ids, search !== undefined],
    );
    const chains = await chainsOf(manager, person, ids);
    const series = await seriesOf(manager, person, ids);
    const reads = await readings(manager, ids);
    const marks = await copyMarks(manager, ids);
    const byId = new Map(found.map((one) => [one.id, one]));
    const known = await this.audience.regions();
    return ids.flatMap((id) => {
      const one = byId.get(id);
      if (!one) return [];
      const { organisationId, authorId, submitted, braked, regionCodes, contents, schedule, ...line } = one;
      const chain = chains.get(id) ?? null;
      return {
        ...line,
        regions: regionCodes.length,
        regionCodes: regionCodes.slice(0, NAMED_REGIONS),
        plannedOwn:
          schedule &&
          ownTimes(
            schedule,
            regionCodes.flatMap((code) => known.get(code) ?? []),
          ),
        acts: actsOn(person, {
          state: line.state,
          organisationId,
          authorId,
          submitted,
          regions: regionCodes,
          goesOn: !braked && !line.doubted && chain?.correctedBy?.state !== 'in_review',
        }),
        // A program has leave for titles and numbers, not for texts.
        found:
          search !== undefined && contents && person.signedInBy !== 'key'
            ? excerptOf(line.title, contents, search)
            : null,
        chain,
        series: series.get(id) ?? null,
        reads: reads.get(id) ?? null,
        copyMark: marks.get(id) ?? null,
      };
    });
  }
}

/** Times of regions that are this close, in ms, are one instant: an hour has no seconds. */
const AT_ONCE_MS = 60_000;

/** When regions with times of their own begin, and whether that is one instant for all of them. */
function ownTimes(
  schedule: Schedule,
  regions: readonly Parameters<typeof scheduledTimes>[1][number][],
): BroadcastLine['plannedOwn'] {
  // None of them is "now": the present has no part in it.
  const times = scheduledTimes(schedule, regions, new Date(0)).filter(({ dueAt }) => dueAt.getTime() > 0);
  const instants = times.map(({ dueAt }) => dueAt.getTime());
  if (instants.length === 0) return null;
  const first = Math.min(...instants);
  return { from: new Date(first), atOnce: Math.max(...instants) - first < AT_ONCE_MS };
}

/**
 * The acts of a list that this person may do: deleting a draft that was never submitted, withdrawing a submission,
 * pausing, resuming.
 * @param of.goesOn whether nothing speaks against resuming it that its own page would name
 */
function actsOn(
  person: SignedIn,
  {
    state,
    authorId,
    submitted,
    goesOn,
    ...of
  }: Pick<Found, 'state' | 'authorId' | 'submitted' | 'organisationId'> & {
    regions: string[];
    goesOn: boolean;
  },
): BroadcastLine['acts'] {
  const composes = mayCompose(person, of);
  return [
    ...(composes && authorId === person.personId && !submitted && may(state, 'edit')
      ? (['delete'] as const)
      : []),
    ...(state === 'in_review' && (composes || mayReview(person, of)) ? (['withdraw'] as const) : []),
    ...(PAUSABLE.includes(state) && stopsAs(person, of, 'pause') ? (['pause'] as const) : []),
    ...(state === 'paused' && goesOn && person.roles.includes('operator') ? (['resume'] as const) : []),
  ];
}

/**
 * The share of the copies of a broadcast `b` that a provider accepted or delivered; null: nothing has gone out yet, and
 * none of it has expired.
 */
const SHARE = `(SELECT CASE WHEN min(w.first_handover_at) IS NOT NULL OR b.state IN ('completed', 'expired')
    THEN sum(w.accepted + w.delivered)::float8 / nullif(sum(w.targeted + w.unlisted + w.never_listed), 0) END
  FROM waves w WHERE w.broadcast_id = b.id)`;

// $4 states $5 search $6 patterns of its words $7 whether texts are searched $8 channels $9 region $10 topic $11 election $12 author
// $13 first day $14 last day $15 share reached $16 whether corrected $17 kinds $18 ended within a day $19 whether held up. A filter by region finds broadcasts to any part of it, and to what it is a part of.
const FILTERED = `${SEEN}
  AND ($4::text[] IS NULL OR b.state = ANY ($4))
  AND ($5::text IS NULL OR b.id::text = $5 OR starts_with(b.id::text, $5) AND length($5) > 3 OR b.public_code = upper($5) OR lower(b.title ||
    CASE WHEN $7 THEN ' ' || jsonb_path_query_array(b.draft->'contents', '$.*.*.*')::text ELSE '' END) LIKE ALL ($6::text[]))
  AND ($8::text[] IS NULL OR b.draft->'channels' ?| $8)
  AND ($9::text IS NULL OR EXISTS (SELECT FROM jsonb_array_elements_text(b.draft->'audience'->'regions') AS its (code)
    WHERE its.code = $9 OR starts_with(its.code, $9 || '.') OR starts_with($9, its.code || '.')))
  AND ($10::text IS NULL OR b.draft->'audience'->'topics' @> to_jsonb($10::text))
  AND ($11::text IS NULL OR b.election_id = $11)
  AND ($12::bigint IS NULL OR b.author_id = $12)
  AND ($13::date IS NULL AND $14::date IS NULL OR b.id IN (SELECT w.broadcast_id FROM waves w
    WHERE w.first_handover_at >= coalesce($13::date::timestamp AT TIME ZONE '${ZONE}', '-infinity')
      AND w.first_handover_at < coalesce(($14::date + 1)::timestamp AT TIME ZONE '${ZONE}', 'infinity')))
  AND ($15::text IS NULL OR $15 = 'low' AND b.state = ANY ('{${ENDED_RUNS.join(',')}}') AND ${SHARE} < ${LOW_SHARE}
    OR $15 = 'missed' AND EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.failed + w.expired + w.unknown > 0
      AND ($8::text[] IS NULL OR w.channel = ANY ($8))))
  AND ($16::text IS NULL OR ${CORRECTED('b.id')})
  AND ($17::text[] IS NULL OR b.kind = ANY ($17))
  AND ($18::text IS NULL OR b.ended_at > siar_now() - interval '1 day')
  AND ($19::text IS NULL OR b.state IN ('approved', 'running', 'paused') AND EXISTS (SELECT FROM strongest_hindrance(b.id)))`;

/** What stands between two words of a text. */
const BETWEEN_WORDS = `\n\r\t.,;:!?()[]{}<>/|\\"'“”‘’–—-*_=+&%#@ `;

/** A pattern for a word as it stands in a JSON text. */
const patternOf = (word: string): string =>
  `%${JSON.stringify(word)
    .slice(1, -1)
    .replaceAll(/[\\%_]/g, '\\$&')}%`;

const parametersOf = (
  person: SignedIn,
  {
    state,
    q,
    channel,
    region,
    topic,
    election,
    author,
    from,
    to,
    reached,
    corrected,
    kind,
    ended,
    held,
  }: ListQuery,
): unknown[] => [
  ...sightOf(person),
  state ?? null,
  q ?? null,
  wordsOf(q ?? '').map(patternOf),
  person.signedInBy !== 'key',
  channel ?? null,
  region ?? null,
  topic ?? null,
  election ?? null,
  author ?? null,
  from ?? null,
  to ?? null,
  reached ?? null,
  corrected ?? null,
  kind ?? null,
  ended ?? null,
  held ?? null,
];

/**
 * When a broadcast `b` goes out: its first hand-over, else the planned time of its draft on a clock in Jakarta, as the
 * line shows it. null: it goes out once it is approved, or has no time yet.
 */
const WHEN = `coalesce((SELECT min(w.first_handover_at) FROM waves w WHERE w.broadcast_id = b.id),
    substring(b.draft->'schedule'->>'at' FROM '^[12].*')::timestamp AT TIME ZONE '${ZONE}')`;

/** What `$20` sorts by, of a broadcast `b`: a text, or a number. What has none comes last. */
const WORD = `CASE $20
  WHEN 'title' THEN lower(b.title)
  WHEN 'author' THEN (SELECT lower(p.name) FROM people p WHERE p.id = b.author_id)
  WHEN 'channels' THEN (SELECT string_agg(name, ' ' ORDER BY name) FROM jsonb_array_elements_text(b.draft->'channels') AS its (name))
  ELSE '' END`;
const FIGURE = (none: string): string => `coalesce((CASE $20
  WHEN 'changed' THEN extract(epoch FROM b.updated_at)
  WHEN 'state' THEN array_position($21::text[], b.state)
  WHEN 'sent' THEN extract(epoch FROM ${WHEN})
  WHEN 'reached' THEN ${SHARE}
  WHEN 'regions' THEN jsonb_array_length(b.draft->'audience'->'regions')
  WHEN 'failed' THEN (SELECT sum(w.failed)::float8 / nullif(sum(w.accepted + w.delivered + w.failed + w.unknown), 0) FROM waves w WHERE w.broadcast_id = b.id)
END)::float8, ${none})`;

/** The ids of a page, in its order: a keyset, so that a later page costs no more than the first. */
async function idsOf(tx: Tx, person: SignedIn, filter: ListQuery): Promise<string[]> {
  const { sort, order, after, limit } = filter;
  const parameters = parametersOf(person, filter);
  const down = order === 'desc';
  // Ids ascend with time: the index is in this order.
  const found =
    sort === 'newest'
      ? await rows<{ id: string }>(
          tx,
          `SELECT b.id FROM broadcasts b WHERE ${FILTERED} AND ($20::bigint IS NULL OR b.id ${down ? '<' : '>'} $20)
           ORDER BY b.id ${down ? 'DESC' : 'ASC'} LIMIT $21`,
          [...parameters, after ?? null, limit],
        )
      : await rows<{ id: string }>(
          tx,
          `SELECT k.id FROM (
             SELECT b.id, ${WORD} AS word, ${FIGURE(down ? `'-infinity'` : `'infinity'`)} AS figure FROM broadcasts b WHERE ${FILTERED}) k
           WHERE $22::bigint IS NULL OR (k.word, k.figure, k.id) ${down ? '<' : '>'} (
             SELECT ${WORD}, ${FIGURE(down ? `'-infinity'` : `'infinity'`)}, b.id FROM broadcasts b WHERE b.id = $22)
           ORDER BY k.word ${down ? 'DESC' : 'ASC'}, k.figure ${down ? 'DESC' : 'ASC'}, k.id ${down ? 'DESC' : 'ASC'} LIMIT $23`,
          [...parameters, sort, BROADCAST_STATES, after ?? null, limit],
        );
  return found.map(({ id }) => id);
}
