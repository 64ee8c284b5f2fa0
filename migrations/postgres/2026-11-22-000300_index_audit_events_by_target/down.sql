ALTER TABLE sessions DROP COLUMN place;
DROP INDEX audit_events_target_id_idx;
