CREATE TABLE access_keys (
    id BLOB NOT NULL PRIMARY KEY,
    access_key TEXT NOT NULL,
    sealed_secret BLOB NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    created_by BLOB REFERENCES account_users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    parent_id BLOB REFERENCES api_tokens (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX access_keys_access_key_key ON access_keys (access_key);
CREATE INDEX access_keys_account_id_idx ON access_keys (account_id, id);
CREATE INDEX access_keys_parent_id_idx ON access_keys (parent_id);
CREATE INDEX access_keys_created_by_idx ON access_keys (created_by);
