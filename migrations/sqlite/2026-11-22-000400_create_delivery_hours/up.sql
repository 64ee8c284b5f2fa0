-- How delivery went, counted while it happens, so that nobody has to look through messages to tell.
CREATE TABLE delivery_hours (
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- The instant at which the hour began.
    hour BIGINT NOT NULL,
    -- Messages that ended in this hour.
    sent BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    -- Welcome links that were first mailed in this hour, and how many of these were opened and used since.
    welcomed BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    password_set BIGINT NOT NULL,
    PRIMARY KEY (account_id, hour)
);
CREATE INDEX delivery_hours_hour_idx ON delivery_hours (hour);

-- The same for the whole installation. An hour has several rows, and a transaction adds to any one of
-- them, so that those of different nodes seldom wait for each other.
CREATE TABLE delivery_hour_shares (
    hour BIGINT NOT NULL,
    share INTEGER NOT NULL,
    sent BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    welcomed BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    password_set BIGINT NOT NULL,
    PRIMARY KEY (hour, share)
);

-- When a person first opened the link, as far as that can be told; for counting alone.
ALTER TABLE password_links ADD COLUMN opened_at BIGINT;
