DROP FUNCTION IF EXISTS hindrances_of(bigint);
DROP VIEW IF EXISTS hindrances, providers_slow, providers_away, accounts_held, channel_limits;

-- What the accounts of a channel that do not rest take together, and the next free slot of any of them that is not away.
CREATE VIEW channel_limits AS
  SELECT channel, CASE WHEN bool_and(rested_at IS NOT NULL OR rate_per_second IS NOT NULL)
      THEN sum(rate_per_second) FILTER (WHERE rested_at IS NULL) END AS rate_per_second,
    min(next_slot) FILTER (WHERE away_since IS NULL AND spent_at IS NULL AND rested_at IS NULL) AS next_slot
  FROM budgets WHERE used GROUP BY channel;

-- What holds an account up; one that rests is in nobody's way, whatever else holds it up. A provider that takes no message is
-- away, also between a probe that it answers and the hand-overs after it; one whose ceiling is reached takes none either. One
-- that has been saying "slow down" for ten seconds or more, again and again or by a long rest, is slow: by the real clock, as
-- slots are. `spent` is that of this month, in rupiah; null: nothing is counted.
CREATE VIEW accounts_held AS
  SELECT account, channel, rate_per_second, probe_at, away.since AS away_since,
    CASE WHEN spent_at IS NOT NULL THEN 'ceiling reached' WHEN away.since IS NOT NULL THEN away_reason END AS away_reason,
    slow.since AS slow_since, CASE WHEN slow.since IS NOT NULL THEN slow_reason END AS slow_reason,
    rested_at, routes = '{}' AS for_everybody,
    CASE WHEN unit_cost IS NOT NULL THEN coalesce((SELECT s.spent FROM account_spending s
      WHERE s.account = budgets.account AND s.month = date_trunc('month', siar_now() AT TIME ZONE 'Asia/Jakarta')::date), 0)::float8 END AS spent,
    ceiling::float8, spent_at
  FROM budgets
    LEFT JOIN LATERAL (SELECT least(away_since, troubled_since, spent_at) AS since
      WHERE away_since IS NOT NULL OR spent_at IS NOT NULL OR troubled_since IS NOT NULL AND failed_at > siar_now() - interval '90 seconds') away ON true
    LEFT JOIN LATERAL (SELECT slowed_since AS since WHERE away.since IS NULL AND slowed_until > clock_timestamp() - interval '5 seconds'
      AND greatest(clock_timestamp(), slowed_until) - slowed_since > interval '10 seconds') slow ON true
  WHERE used;

-- Channels without an account that takes everybody's messages, and the reason of the last that does not rest. A provider that answers nothing for ten
-- seconds (COUNTED_SECONDS in libs/dispatch/control/unanswered.ts), or for longer than a hand-over may take (the same file), is
-- as good as one that refuses connections; on a slow account hand-overs lie further apart.
CREATE VIEW providers_away AS
  SELECT channel, min(since) AS since, min(reason) AS reason FROM (
    SELECT channel, max(least(away_since, rested_at)) AS since,
      (array_agg(away_reason ORDER BY away_since DESC) FILTER (WHERE rested_at IS NULL))[1] AS reason FROM accounts_held
    WHERE for_everybody GROUP BY channel HAVING bool_and(away_since IS NOT NULL OR rested_at IS NOT NULL)
    UNION ALL
    SELECT u.channel, u.since, NULL FROM unanswered u LEFT JOIN channel_limits l ON l.channel = u.channel
    WHERE u.since <= siar_now() - make_interval(secs => greatest(10, coalesce(3 / l.rate_per_second, 0)))
  ) AS away GROUP BY channel;

-- Channels whose accounts for everybody, without those that rest, are all slow or away, and some are slow.
CREATE VIEW providers_slow AS
  SELECT channel, max(slow_since) AS since, (array_agg(slow_reason ORDER BY slow_since DESC NULLS LAST))[1] AS reason FROM accounts_held
  WHERE rested_at IS NULL AND for_everybody AND channel NOT IN (SELECT channel FROM providers_away)
  GROUP BY channel HAVING bool_and(away_since IS NOT NULL OR slow_since IS NOT NULL) AND bool_or(slow_since IS NOT NULL);

-- What hinders broadcasts on their channels, the strongest first by its rank: everything is stopped, the brake is pulled, it
-- is paused, it is slowed; with its cause. Of waves that have not ended. Each pause of a broadcast has a row of its own with
-- its regions: different pauses have different reasons and times. What hinders a whole channel counts the waves that go on
-- once it ends: none that is paused itself, and for an emergency stop none on a paused channel. It may be none at all.
-- `waiting`: their copies that wait, are claimed or are not listed yet.
CREATE VIEW hindrances AS
  WITH open AS NOT MATERIALIZED (
    SELECT broadcast_id, channel, (count(*) FILTER (WHERE state <> 'paused'))::int AS waves,
      coalesce(sum(unlisted) FILTER (WHERE state <> 'paused'), 0)::int AS unlisted,
      coalesce(sum(pending + claimed + unlisted) FILTER (WHERE state <> 'paused'), 0)::int AS waiting
    FROM waves WHERE state IN ('planned', 'prepared', 'released', 'paused') GROUP BY broadcast_id, channel
  )
  SELECT o.broadcast_id, o.channel, 1 AS rank, 'stopped' AS kind, 'emergency' AS cause, e.stopped_at AS since, e.reason, NULL::jsonb AS brake, p.name AS by_whom,
    CASE WHEN c.channel IS NULL THEN o.waves ELSE 0 END AS waves, CASE WHEN c.channel IS NULL THEN o.unlisted ELSE 0 END AS unlisted, NULL::text[] AS regions, false AS doubted,
    CASE WHEN c.channel IS NULL THEN o.waiting ELSE 0 END AS waiting
  FROM emergency_stops e LEFT JOIN people p ON p.id = e.stopped_by CROSS JOIN open o
    LEFT JOIN channel_pauses c ON c.channel = o.channel AND c.resumed_at IS NULL WHERE e.lifted_at IS NULL
  UNION ALL
  SELECT w.broadcast_id, w.channel, CASE WHEN w.paused_by = 'brake' THEN 2 ELSE 3 END, CASE WHEN w.paused_by = 'brake' THEN 'braked' ELSE 'paused' END,
    CASE WHEN w.paused_by = 'brake' THEN 'brake' ELSE 'broadcast' END, w.paused_at, w.pause_reason, w.brake, w.paused_by, count(*)::int, sum(w.unlisted)::int, array_agg(w.region_code ORDER BY w.region_code), w.doubted,
    sum(w.pending + w.claimed + w.unlisted)::int
  FROM waves w WHERE w.state = 'paused' GROUP BY w.broadcast_id, w.channel, w.paused_by, w.paused_at, w.pause_reason, w.brake, w.doubted
  UNION ALL
  SELECT o.broadcast_id, o.channel, 3, 'paused', 'channel', c.paused_at, c.reason, NULL, p.name, o.waves, o.unlisted, NULL, false, o.waiting
  FROM channel_pauses c JOIN people p ON p.id = c.paused_by JOIN open o ON o.channel = c.channel WHERE c.resumed_at IS NULL
  UNION ALL
  SELECT o.broadcast_id, o.channel, 4, 'slowed', 'away', a.since, a.reason, NULL, NULL, o.waves, o.unlisted, NULL, false, o.waiting
  FROM providers_away a JOIN open o ON o.channel = a.channel
  UNION ALL
  SELECT o.broadcast_id, o.channel, 4, 'slowed', 'slow-down', s.since, s.reason, NULL, NULL, o.waves, o.unlisted, NULL, false, o.waiting
  FROM providers_slow s JOIN open o ON o.channel = s.channel
  UNION ALL
  SELECT o.broadcast_id, o.channel, 4, 'slowed', 'unserved', u.since, NULL, NULL, NULL, o.waves, o.unlisted, NULL, false, o.waiting
  FROM unserved u JOIN open o ON o.channel = u.channel AND u.called_at <= siar_now()
  UNION ALL
  SELECT o.broadcast_id, o.channel, 4, 'slowed', 'stall', s.since, NULL, NULL, NULL, o.waves, o.unlisted, NULL, false, o.waiting
  FROM standstills s JOIN open o ON o.channel = s.channel AND s.called_at <= siar_now()
    AND NOT EXISTS (SELECT FROM providers_away a WHERE a.channel = s.channel)
    AND NOT EXISTS (SELECT FROM unserved u WHERE u.channel = s.channel AND u.called_at <= siar_now());

-- The hindrances of one broadcast. Each connection plans it once (docs/adr/0030).
CREATE FUNCTION hindrances_of(run bigint) RETURNS SETOF hindrances LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY SELECT * FROM hindrances WHERE broadcast_id = run;
END
$$;
