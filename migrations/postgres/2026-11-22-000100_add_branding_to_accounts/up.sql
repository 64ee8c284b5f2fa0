ALTER TABLE accounts ADD COLUMN sender_name TEXT;
ALTER TABLE accounts ADD COLUMN reply_to TEXT;
ALTER TABLE accounts ADD COLUMN accent_color TEXT;

-- A row of its own for the image, which is read far less often than its account.
CREATE TABLE account_logos (
    account_id BYTEA NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    hash BYTEA NOT NULL,
    media_type TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
-- Not unique: two accounts may have the same image.
CREATE INDEX account_logos_hash_idx ON account_logos (hash);
