-- Whether a channel's provider is away, or an operator paused the channel: then nothing of the channel is fed, claimed or queued.
CREATE OR REPLACE FUNCTION provider_away(channel text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM budgets WHERE account = provider_away.channel AND away_since IS NOT NULL)
    OR EXISTS (SELECT FROM channel_pauses p WHERE p.channel = provider_away.channel AND p.resumed_at IS NULL)
$$;
