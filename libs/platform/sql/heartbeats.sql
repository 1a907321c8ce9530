-- Rejects a login that is not a member of a program's role, so that no program acts as another. SET ROLE does not
-- change a login.
CREATE OR REPLACE FUNCTION must_be_program(program text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, CASE program WHEN 'publisher' THEN 'siar_app' ELSE 'siar_' || program END, 'MEMBER') THEN
    RAISE insufficient_privilege USING MESSAGE = format('permission denied to act as %s', left(program, 32));
  END IF;
END $$;

-- Writes a program's heartbeat, or removes it. A program has 100 rows: beyond them the longest silent are deleted.
-- Where another session holds the row, the heartbeat is skipped and the program seems silent: a live program must not
-- wait, or a watchdog would end it.
CREATE OR REPLACE FUNCTION beat(of_program text, of_name text, ends boolean, of_channels text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
BEGIN
  PERFORM must_be_program(of_program);
  IF ends THEN
    DELETE FROM heartbeats WHERE program = of_program AND name = of_name;
    RETURN;
  END IF;
  INSERT INTO heartbeats (program, name, channels) VALUES (of_program, of_name, of_channels)
  ON CONFLICT (program, name) DO UPDATE SET beat_at = siar_now(), channels = of_channels;
  DELETE FROM heartbeats h USING (
    SELECT o.name FROM heartbeats o WHERE o.program = of_program AND o.name = ANY (ARRAY(
      SELECT m.name FROM heartbeats m WHERE m.program = of_program ORDER BY m.beat_at DESC, m.name OFFSET 100))
    FOR UPDATE SKIP LOCKED) AS over_many
  WHERE h.program = of_program AND h.name = over_many.name;
EXCEPTION WHEN lock_not_available THEN NULL;
END $$;
