-- Each mail was written into these, and nothing asks them: what was sent is counted by the hour, and the keys
-- that links refer to are never deleted.
DROP INDEX messages_sent_idx;
DROP INDEX password_links_key_id_idx;

-- What waits is counted while people watch, without its rows.
DROP INDEX messages_due_idx;
CREATE INDEX messages_due_idx ON messages (priority, next_attempt_at, status, account_id, requested_at)
    WHERE status IN ('queued', 'deferred');
-- Imports that are not over have their turns in the order in which they came.
CREATE INDEX user_imports_unerased_idx ON user_imports (id) WHERE erased_at IS NULL;
