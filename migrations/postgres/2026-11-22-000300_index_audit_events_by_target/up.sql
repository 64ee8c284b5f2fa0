-- The history of one user: what was done to her, and what she did to herself.
CREATE INDEX audit_events_target_id_idx ON audit_events (target_id, id) WHERE target_id IS NOT NULL;
-- From where somebody signed in, as far as a geo database knows.
ALTER TABLE sessions ADD COLUMN place TEXT;
