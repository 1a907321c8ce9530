CREATE OR REPLACE FUNCTION note_untrusted_proxy(of_program text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
BEGIN
  PERFORM must_be_program(of_program);
  INSERT INTO untrusted_proxies (program) VALUES (of_program) ON CONFLICT (program) DO UPDATE SET seen_at = siar_now();
END $$;
