-- What other libs may ask about the run of a broadcast, instead of reading the waves. PostgreSQL inlines functions that
-- return a table and have no SET: they cost no more than the subquery would.

-- The counters of a broadcast, or of one channel of it.
CREATE OR REPLACE FUNCTION run_counts(run bigint, on_channel text DEFAULT NULL)
RETURNS TABLE (expected integer, targeted integer, pending integer, claimed integer, accepted integer, delivered integer, failed integer, suppressed integer, expired integer, cancelled integer, unknown integer, unlisted integer, "neverListed" integer) LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(w.expected), 0)::int,
    coalesce(sum(w.targeted), 0)::int,
    coalesce(sum(w.pending), 0)::int,
    coalesce(sum(w.claimed), 0)::int,
    coalesce(sum(w.accepted), 0)::int,
    coalesce(sum(w.delivered), 0)::int,
    coalesce(sum(w.failed), 0)::int,
    coalesce(sum(w.suppressed), 0)::int,
    coalesce(sum(w.expired), 0)::int,
    coalesce(sum(w.cancelled), 0)::int,
    coalesce(sum(w.unknown), 0)::int,
    coalesce(sum(w.unlisted), 0)::int,
    coalesce(sum(w.never_listed), 0)::int
  FROM waves w WHERE w.broadcast_id = run AND (on_channel IS NULL OR w.channel = on_channel)
$$;

-- The unknown copies of a broadcast that an operator may still send again.
CREATE OR REPLACE FUNCTION resendable_copies(run bigint) RETURNS TABLE (copies integer) LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(w.unknown), 0)::int FROM waves w
  WHERE w.broadcast_id = run AND w.unknown > 0 AND w.expires_at > (SELECT siar_now())
    AND w.state IN ('released', 'completed', 'paused')
$$;

-- The copies that workers have claimed in waves that are held back or have ended: these may still go out, no further one does.
CREATE OR REPLACE FUNCTION claimed_in_held_waves(run bigint) RETURNS TABLE (copies integer) LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(w.claimed), 0)::int FROM waves w
  WHERE w.broadcast_id = run AND w.claimed > 0
    AND (w.state IN ('paused', 'cancelled', 'expired') OR EXISTS (SELECT FROM emergency_stops e WHERE e.lifted_at IS NULL)
      OR EXISTS (SELECT FROM channel_pauses c WHERE c.channel = w.channel AND c.resumed_at IS NULL))
$$;

-- The strongest hindrance of a broadcast under way; no row: none. `channels`: those it holds; empty: every channel of the
-- broadcast, whether it has ended or not, so that the word for it stays as channels end. `inPart`: some waves continue even
-- there. `stands`: the channels send nothing though nobody stopped them. That is worse than a pause, which somebody decided
-- on, and holds nothing before the hour of a first copy that may go out. Each connection plans it once: the plan takes 40
-- times as long as the answer (docs/adr/0030).
CREATE OR REPLACE FUNCTION strongest_hindrance(run bigint) RETURNS TABLE (hindrance json) LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT strongest.hindrance FROM broadcasts b CROSS JOIN LATERAL (
    WITH open AS (
      SELECT channel, count(*) FILTER (WHERE state IN ('planned', 'prepared', 'released', 'paused')) AS waves,
        bool_or(state IN ('planned', 'prepared', 'released') AND due_at <= siar_now())
          AND channel NOT IN (SELECT c.channel FROM channel_pauses c WHERE c.resumed_at IS NULL) AS is_due
      FROM waves WHERE broadcast_id = b.id GROUP BY channel
    )
    SELECT json_build_object('kind', held.kind, 'stands', held.stands, 'inPart', held.kind <> 'stopped' AND bool_or(held.waves < open.waves),
      'channels', CASE WHEN count(*) < (SELECT count(*) FROM open) THEN array_agg(held.channel ORDER BY held.channel) ELSE '{}' END) AS hindrance
    FROM (SELECT kind, rank, channel, cause IN ('away', 'unserved', 'stall') AS stands, sum(waves) AS waves
        FROM hindrances WHERE broadcast_id = b.id GROUP BY 1, 2, 3, 4) held
      JOIN open USING (channel)
    WHERE held.kind <> 'slowed' OR open.is_due
    GROUP BY held.kind, held.rank, held.stands ORDER BY CASE WHEN held.stands THEN 2.5 ELSE held.rank END LIMIT 1
  ) strongest WHERE b.id = run AND b.state IN ('approved', 'running', 'paused');
END
$$;
