-- Requests that their callers may repeat. A row holds no answer but what is needed to look it up again.
CREATE TABLE idempotency_keys (
    -- A hash of credential, method, path and key: whoever inserts it first is the one who acts.
    scope BLOB NOT NULL PRIMARY KEY,
    -- What else was sent, under a key of the keyring.
    key_id BIGINT NOT NULL,
    fingerprint BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    -- What was made, if anything was.
    made_id BLOB,
    welcome_id BLOB,
    -- What came of it; none while it is not known.
    status TEXT
);
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);
