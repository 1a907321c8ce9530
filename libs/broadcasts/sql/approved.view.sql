-- What the public may have of submissions and recordings: what KPU once approved.
DROP VIEW IF EXISTS approved_submissions, approved_recordings;
CREATE VIEW approved_submissions WITH (security_barrier) AS
SELECT broadcast_id, no, digest, document, decided_by, decided_at FROM submissions WHERE decision = 'approved';
CREATE VIEW approved_recordings WITH (security_barrier) AS
SELECT r.sha256, r.bytes, r.type, p.no, p.piece FROM recordings r JOIN recording_pieces p ON p.recording_id = r.id
WHERE EXISTS (SELECT FROM recording_uses u JOIN submissions s ON s.broadcast_id = u.broadcast_id AND s.no = u.no
  WHERE u.recording_id = r.id AND s.decision = 'approved');
