CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL,
    user_id BLOB NOT NULL REFERENCES account_users (id) ON DELETE CASCADE,
    user_agent TEXT,
    address TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sessions_token_hash_key ON sessions (token_hash);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);

CREATE TABLE api_tokens (
    id BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL,
    hint TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    created_by BLOB REFERENCES account_users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    parent_id BLOB REFERENCES api_tokens (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX api_tokens_token_hash_key ON api_tokens (token_hash);
CREATE INDEX api_tokens_account_id_idx ON api_tokens (account_id, id);
CREATE INDEX api_tokens_parent_id_idx ON api_tokens (parent_id);
CREATE INDEX api_tokens_created_by_idx ON api_tokens (created_by);
