-- None: as many as are asked for.
ALTER TABLE accounts ADD COLUMN welcome_emails_per_hour BIGINT;

-- How many an account with a limit has asked for, counted while it happens.
CREATE TABLE send_hours (
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- The instant at which the hour began.
    hour BIGINT NOT NULL,
    requested BIGINT NOT NULL,
    PRIMARY KEY (account_id, hour)
);
CREATE INDEX send_hours_hour_idx ON send_hours (hour);

-- When mail was lately sent to addresses whose users are deleted, so that making them anew starts no new
-- count. The address itself is not here, only its hash under a key of the keyring.
CREATE TABLE deleted_recipients (
    id BLOB NOT NULL PRIMARY KEY,
    address_hash BLOB NOT NULL,
    requested_at BIGINT NOT NULL
);
CREATE INDEX deleted_recipients_address_hash_idx ON deleted_recipients (address_hash, requested_at);
CREATE INDEX deleted_recipients_requested_at_idx ON deleted_recipients (requested_at);
