DROP INDEX user_imports_unerased_idx;
DROP INDEX messages_due_idx;
CREATE INDEX messages_due_idx ON messages (priority, next_attempt_at) WHERE status IN ('queued', 'deferred');
CREATE INDEX password_links_key_id_idx ON password_links (key_id);
CREATE INDEX messages_sent_idx ON messages (sent_at) WHERE sent_at IS NOT NULL;
