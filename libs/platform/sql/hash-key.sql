-- Returns the letter of the key of HASH_KEY under which a look-up hash was made (Keys.hash). Null for none.
CREATE OR REPLACE FUNCTION hash_key(hash bytea) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE octet_length(hash) WHEN 33 THEN chr(get_byte(hash, 0)) WHEN 32 THEN 'a' END
$$;
