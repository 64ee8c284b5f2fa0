CREATE TABLE sessions (
    id BYTEA NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL,
    user_id BYTEA NOT NULL REFERENCES account_users (id) ON DELETE CASCADE,
    user_agent TEXT,
    address TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sessions_token_hash_key ON sessions (token_hash);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);

CREATE TABLE api_tokens (
    id BYTEA NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL,
    hint TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    account_id BYTEA REFERENCES accounts (id),
    created_by BYTEA REFERENCES account_users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    parent_id BYTEA REFERENCES api_tokens (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX api_tokens_token_hash_key ON api_tokens (token_hash);
CREATE INDEX api_tokens_account_id_idx ON api_tokens (account_id, id);
CREATE INDEX api_tokens_parent_id_idx ON api_tokens (parent_id);
CREATE INDEX api_tokens_created_by_idx ON api_tokens (created_by);
