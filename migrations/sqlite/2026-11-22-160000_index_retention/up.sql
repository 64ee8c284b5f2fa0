-- What retention looks for, and nothing else: whatever it has blanked drops out of these indexes, so
-- that looking costs nothing when nothing is due.
CREATE INDEX messages_origin_idx ON messages (id)
    WHERE origin_user_agent IS NOT NULL OR origin_address IS NOT NULL OR origin_place IS NOT NULL;
CREATE INDEX sessions_origin_idx ON sessions (id)
    WHERE user_agent IS NOT NULL OR address IS NOT NULL OR place IS NOT NULL;
CREATE INDEX bulk_sends_origin_idx ON bulk_sends (id)
    WHERE origin_user_agent IS NOT NULL OR origin_address IS NOT NULL OR origin_place IS NOT NULL;
CREATE INDEX user_imports_origin_idx ON user_imports (id)
    WHERE origin_user_agent IS NOT NULL OR origin_address IS NOT NULL OR origin_place IS NOT NULL;
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);
-- Links that no message carries any more go by themselves. (Led by the column that is empty, or SQLite takes
-- the index over messages and sorts.)
CREATE INDEX password_links_detached_idx ON password_links (message_id, created_at) WHERE message_id IS NULL;
CREATE INDEX api_tokens_revoked_at_idx ON api_tokens (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX api_tokens_expires_at_idx ON api_tokens (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX access_keys_revoked_at_idx ON access_keys (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX access_keys_expires_at_idx ON access_keys (expires_at) WHERE expires_at IS NOT NULL;

-- Where a user's name or id stands outside of her own rows: erased with her.
CREATE INDEX messages_requested_user_id_idx ON messages (requested_user_id)
    WHERE requested_user_id IS NOT NULL AND requested_name IS NOT NULL;
CREATE INDEX bulk_sends_requested_user_id_idx ON bulk_sends (requested_user_id)
    WHERE requested_user_id IS NOT NULL AND requested_name IS NOT NULL;
CREATE INDEX template_versions_created_by_idx ON template_versions (created_by)
    WHERE created_by IS NOT NULL;
