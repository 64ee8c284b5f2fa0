-- Many welcome emails as one run. All that the run needs to go on after a crash is in its row.
CREATE TABLE bulk_sends (
    id BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- While it is 'preparing' its users are still being listed, and nobody sees it.
    status TEXT NOT NULL CHECK (status IN ('preparing', 'running', 'paused', 'done', 'cancelled')),
    pause_reason TEXT CHECK (
        pause_reason IN ('asked', 'canary_failed', 'too_many_failures', 'requester_lost_permission')
    ),
    -- Who is welcomed: the users whom a filter lets through, or those in bulk_send_recipients.
    is_listed BOOLEAN NOT NULL,
    filter_search TEXT,
    filter_status TEXT,
    filter_welcome TEXT,
    template_id TEXT,
    pace_per_minute INTEGER,
    canary INTEGER NOT NULL,
    failure_threshold_percent INTEGER NOT NULL,
    skip_welcomed_within_hours INTEGER NOT NULL,
    requested_at BIGINT NOT NULL,
    requested_kind TEXT NOT NULL,
    requested_credential_id BYTEA,
    requested_user_id BYTEA,
    is_delegated BOOLEAN NOT NULL,
    requested_name TEXT,
    origin_user_agent TEXT,
    origin_address TEXT,
    origin_place TEXT,
    total BIGINT NOT NULL,
    queued BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    cancelled BIGINT NOT NULL,
    no_address BIGINT NOT NULL,
    disabled BIGINT NOT NULL,
    sent_lately BIGINT NOT NULL,
    not_permitted BIGINT NOT NULL,
    not_primary BIGINT NOT NULL,
    not_found BIGINT NOT NULL,
    -- The walk goes by user id, behind the one and up to the other.
    walked_to BYTEA,
    walks_to BYTEA,
    is_walked BOOLEAN NOT NULL,
    -- How many messages are queued when the first ones are complete; none: they have proved well.
    canary_end BIGINT,
    -- What had been sent and had failed when failures were last forgiven.
    sent_before BIGINT NOT NULL,
    failed_before BIGINT NOT NULL,
    paced_until BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX bulk_sends_account_id_idx ON bulk_sends (account_id, id);
CREATE INDEX bulk_sends_unended_idx ON bulk_sends (id) WHERE ended_at IS NULL;

-- Users who were listed and whose turn has not come, and all who are left out. No reference to users: a
-- list may name some that do not exist.
CREATE TABLE bulk_send_recipients (
    bulk_send_id BYTEA NOT NULL REFERENCES bulk_sends (id) ON DELETE CASCADE,
    user_id BYTEA NOT NULL,
    left_out TEXT,
    PRIMARY KEY (bulk_send_id, user_id)
);
CREATE INDEX bulk_send_recipients_left_out_idx ON bulk_send_recipients (bulk_send_id, user_id)
    WHERE left_out IS NOT NULL;

ALTER TABLE messages ADD COLUMN bulk_send_id BYTEA;
-- The messages of a run that have not ended: a few hundred.
CREATE INDEX messages_bulk_send_idx ON messages (bulk_send_id, user_id)
    WHERE bulk_send_id IS NOT NULL AND status IN ('queued', 'sending', 'deferred');
