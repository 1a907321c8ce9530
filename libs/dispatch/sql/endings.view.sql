-- How what has ended was sent, of a broadcast as a whole: the public may have these sums, and no counter of a part.
DROP VIEW IF EXISTS endings;
CREATE VIEW endings WITH (security_barrier) AS
SELECT b.id AS broadcast_id, sum(w.accepted + w.delivered + w.unknown) AS reached,
  sum(w.expired + CASE WHEN w.state = 'expired' THEN w.never_listed ELSE 0 END) AS missed, max(w.expires_at) AS expires_at
FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id WHERE b.state IN ('completed', 'expired') GROUP BY b.id;
