-- Whether an account takes no copy: its provider is away, its ceiling is reached, an operator rests it, or the workers' settings no longer name it.
CREATE OR REPLACE FUNCTION account_away(name text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM budgets WHERE account = name AND (away_since IS NOT NULL OR spent_at IS NOT NULL OR rested_at IS NOT NULL OR NOT used))
$$;

-- Whether every account that takes copies of a route ('': of recipients that no route names) is away or rests, or an operator paused the channel:
-- then nothing of it is fed.
CREATE OR REPLACE FUNCTION route_away(channel text, route text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT bool_and(b.away_since IS NOT NULL OR b.spent_at IS NOT NULL OR b.rested_at IS NOT NULL) FROM budgets b
      WHERE b.channel = route_away.channel AND b.used AND (b.routes = '{}' OR route_away.route = ANY (b.routes))), false)
    OR EXISTS (SELECT FROM channel_pauses p WHERE p.channel = route_away.channel AND p.resumed_at IS NULL)
$$;

-- As route_away, of the accounts that take everybody's copies: then most of the channel waits, and none of its notices is queued.
CREATE OR REPLACE FUNCTION provider_away(channel text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT route_away(provider_away.channel, '')
$$;
