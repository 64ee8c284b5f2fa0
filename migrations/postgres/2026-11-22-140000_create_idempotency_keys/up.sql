-- Requests that their callers may repeat. A row holds no answer but what is needed to look it up again.
CREATE TABLE idempotency_keys (
    -- A hash of credential, method, path and key: whoever inserts it first is the one who acts.
    scope BYTEA NOT NULL CONSTRAINT idempotency_keys_scope_key PRIMARY KEY,
    -- What else was sent, under a key of the keyring.
    key_id BIGINT NOT NULL,
    fingerprint BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    -- What was made, if anything was.
    made_id BYTEA,
    welcome_id BYTEA,
    -- What came of it; none while it is not known.
    status TEXT
);
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);
