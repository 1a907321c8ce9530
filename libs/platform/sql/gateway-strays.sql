-- Ends transactions that the gateway's login keeps open beyond its own timeouts. They hold no locks, but keep VACUUM
-- from removing dead rows in the whole database, which slows each update of a shared row. The gateway's own statements
-- take seconds.
CREATE OR REPLACE FUNCTION end_gateway_strays(seconds integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND xact_start < clock_timestamp() - make_interval(secs => seconds)
      AND usename IS NOT NULL AND pg_has_role(usename, 'siar_gateway', 'MEMBER') AND NOT pg_has_role(usename, 'siar_app', 'MEMBER'));
END $$;
